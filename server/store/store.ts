// The port every store answers. An interview is its numbered entries; the rest are rows for lists, seats
// and files. It knows no SQL; the rooms know nothing behind it. tests/server/store.test.ts is its contract.
import type { Coming } from '#domain/attendance.ts';
import type { Comment } from '#domain/comment.ts';
import type { Labels, Outcome, OutcomeHead } from '#domain/outcome.ts';
import type { Role } from '#domain/protocol.ts';
import type { Entry } from '#domain/recording.ts';
import type { AppointmentStore } from './appointment-store.ts';
import type { PracticeStore } from './practice-store.ts';
import type { QueueStore } from './queue-store.ts';

/** What lists show of an interview, written with each append so that no list ever folds a recording. */
export type Projection = {
  stage: string;
  startedAt: number | null;
  endedAt: number | null;
  lastAt: number;
  /** When something happens without anybody asking (clock.nextDue); null when nothing will. */
  dueAt: number | null;
};

export type InterviewRow = Projection & {
  id: string;
  title: string;
  formatTitle: string;
  level: string;
  createdAt: number;
};

export type Seat = {
  participantId: string;
  interviewId: string;
  userId: string;
  role: Role;
  name: string;
  isHost: boolean;
};

/** The user of a seat that waits for whoever opens its link, as in the demo interview. */
export const unclaimed = (participantId: string) => `${unclaimedPrefix}${participantId}`;
export const unclaimedPrefix = 'unclaimed:';
/** The user of a seat that was given up. It stays in the recording, and nobody can take it. */
export const givenUpPrefix = 'gone:';

export type Invite = { role: Role; tokenHash: string };

/** What is kept of an interview that just finished, and how its ids read. Null: nothing is kept of this one. */
export type Finished = { outcome?: Outcome | null; labels?: Labels };

export type NewInterview = Finished & {
  row: InterviewRow;
  /** Apart from the row, which is listed: whoever will be asked the question must not learn of it. */
  questionId?: string | null;
  host: Seat;
  /** Seats that are taken from the start, as in an imported interview. */
  others?: Seat[];
  invites: Invite[];
  entries: Entry[];
};

/** One line of somebody's list. `partnerName` is the other rater's, null while that seat is empty; `isShared`:
 * somebody else holds a rater's seat, so that it stays when one deletes it. */
export type ListedInterview = InterviewRow & { role: Role; partnerName: string | null; isShared: boolean };

/** One of somebody's interviews as their history finds it. `at`: its start, or when it was created. */
export type PastInterview = {
  interviewId: string;
  role: Role;
  level: string;
  at: number;
  outcome: OutcomeHead | null;
};

export type Append = Finished & {
  interviewId: string;
  /** In `seq` order, following the last one stored: whoever appends has read all there is, and so knows every
   * command that came true (RC3). */
  entries: readonly Entry[];
  projection: Projection;
  /** Participants whose name changed with these entries. */
  names?: Record<string, string>;
};

/** Two interviews of the same two people; the second is made when it begins to be wanted (PA1). */
export type Pairing = {
  id: string;
  kind: PairingKind;
  breakMs: number;
  createdAt: number;
  /** When both are expected; null where they are in one room already. */
  startsAt: number | null;
  /** In their order; one that was deleted is missing. */
  interviews: { interviewId: string; position: 1 | 2 }[];
};
export type PairingKind = 'swapped' | 'planned' | 'matched' | 'appointed';
export type NewPairing = Omit<Pairing, 'interviews'>;

/** A read-only link to a finished scorecard; the link's token is made from `id` (shares.ts), kept as its hash. */
export type Share = {
  id: string;
  interviewId: string;
  participantId: string;
  tokenHash: string;
  withNames: boolean;
  /** Its reader may watch the replay too. */
  withReplay: boolean;
  createdAt: number;
  /** Null: until it is revoked. */
  expiresAt: number | null;
};

export type StoredFile = { hash: string; mime: string; bytes: Uint8Array };
export type RecordedBytes = { entries: number; files: number };
export type NewFile = StoredFile & { interviewId: string; uploadedBy: string; at: number };

/** The store did not write; nothing of the append is there. `conflict`: its entries do not follow the newest
 * one, so whoever decided them did not know all of the recording. `failed`: the disk is full or broken. */
export class StoreError extends Error {
  readonly reason: 'conflict' | 'failed';

  constructor(reason: 'conflict' | 'failed', cause: unknown) {
    super(`the store refused: ${reason}`, { cause });
    this.name = 'StoreError';
    this.reason = reason;
  }
}

type OwnStore = {
  readonly kind: 'sqlite';
  /** Writes the interview, its host's seat, its invites and first entries, or nothing. With `planned` it is the
   * first of a pairing. */
  create(interview: NewInterview, planned?: NewPairing): Promise<void>;
  interview(interviewId: string): Promise<InterviewRow | null>;
  /** Newest first. */
  listFor(userId: string): Promise<ListedInterview[]>;
  /** All of somebody's interviews, in no order. */
  pastOf(userId: string): Promise<PastInterview[]>;
  /** What is kept of these, in no order; those without are left out. */
  outcomes(interviewIds: readonly string[]): Promise<Outcome[]>;
  /** The lines of those of somebody's interviews that are asked for, newest first. */
  linesOf(userId: string, interviewIds: readonly string[]): Promise<ListedInterview[]>;
  /** By keys such as `formats:system-design`; what is not known is left out. */
  labels(keys: readonly string[]): Promise<Labels>;
  /** Finished interviews nobody has looked at for what is kept of them, latest first. */
  withoutOutcome(atMost: number): Promise<string[]>;
  /** For those; changes nothing where something is kept already. */
  keepOutcome(interviewId: string, outcome: Outcome | null, labels: Labels | null): Promise<void>;
  /** The earliest deadline of all interviews but these. */
  nextDue(except?: readonly string[]): Promise<{ interviewId: string; at: number } | null>;

  /** Durable when it resolves; appends of one turn of the event loop share a transaction. Rejects with a
   * StoreError, in which case none of these entries is there; other interviews' appends are not touched.
   * Answers how many bytes the entries take. */
  append(append: Append): Promise<number>;
  /** Entries with a `seq` above `afterSeq`, in order. */
  entries(interviewId: string, afterSeq?: number): Promise<Entry[]>;
  /** The same of a recording that may be damaged: what can still be read of it, in order, and its last seq. */
  readable(interviewId: string): Promise<{ entries: Entry[]; lastSeq: number }>;

  /** How many bytes the entries and files of an interview take. */
  recordedBytes(interviewId: string): Promise<RecordedBytes>;

  inviteRole(interviewId: string, tokenHash: string): Promise<Role | null>;
  seats(interviewId: string): Promise<Seat[]>;
  seatOf(interviewId: string, userId: string): Promise<Seat | null>;
  /** Takes a seat. One seat for each user, one interviewer and one candidate for each interview: whoever
   * comes second gets `taken`; an observer beyond `observersAtMost` gets `full`; whoever has a seat already
   * gets that seat back. */
  takeSeat(seat: Seat, observersAtMost: number): Promise<Seat | 'taken' | 'full'>;
  /** Every seat of a user. */
  seatsOf(userId: string): Promise<Seat[]>;
  /** Gives up a seat for good, with the links that were shared from it. When no rater holds a seat of the
   * interview any more, the interview goes with everything in it: `deleted`. */
  giveUpSeat(interviewId: string, participantId: string): Promise<'given_up' | 'deleted'>;
  /** Puts other contents into stored entries of the same seq: for what somebody wants forgotten, nothing else. */
  rewriteEntries(interviewId: string, entries: readonly Entry[]): Promise<void>;
  /** Undoes `takeSeat` for a seat that never came into the recording. */
  giveBackSeat(interviewId: string, participantId: string): Promise<void>;
  /** Gives a seat nobody has claimed yet to a user, once; null when there is none of that role. */
  claimSeat(interviewId: string, role: Role, userId: string): Promise<Seat | null>;

  /** `full` when its owner has `atMost` others for the interview. */
  addShare(share: Share, atMost: number): Promise<'added' | 'full'>;
  /** One participant's, oldest first. */
  shares(interviewId: string, participantId: string): Promise<Share[]>;
  shareOf(interviewId: string, tokenHash: string): Promise<Share | null>;
  /** False when the participant has no such share. */
  removeShare(participantId: string, shareId: string): Promise<boolean>;

  /** `full` when its author has written `atMost` others in the interview. */
  addComment(interviewId: string, comment: Comment, atMost: number): Promise<'added' | 'full'>;
  /** Everybody's, by the moment they are pinned to. */
  comments(interviewId: string): Promise<Comment[]>;
  /** False when the participant has no such comment. */
  removeComment(participantId: string, commentId: string): Promise<boolean>;

  /** Beyond `atMost` of an interview nothing is kept; of a seat that is gone neither. */
  addComing(interviewId: string, coming: Coming, atMost: number): Promise<void>;
  /** Everybody's, in the order of time. */
  comings(interviewId: string): Promise<Coming[]>;

  /** Keeps a file; the same bytes twice are one file. `full` when its uploader has brought `atMost`
   * others to the interview. */
  putFile(file: NewFile, atMost: number): Promise<'kept' | 'full'>;
  hasFile(interviewId: string, hash: string): Promise<boolean>;
  file(interviewId: string, hash: string): Promise<StoredFile | null>;

  /** The pairing an interview belongs to. */
  pairingOf(interviewId: string): Promise<Pairing | null>;
  /** Makes the second interview of the pairing of `firstId`, and the pairing unless there is one. False, and
   * nothing written, when the second is there already. */
  addSecond(firstId: string, pairing: NewPairing, second: NewInterview): Promise<boolean>;
  /** Notes that a user wants the second interview; answers everybody who does. */
  offerSwap(interviewId: string, userId: string, at: number): Promise<string[]>;
  swapOffers(interviewId: string): Promise<string[]>;
  /** The questions of every interview a user had a rater's seat in. */
  questionsHad(userId: string): Promise<string[]>;

  /** Writes out what is waiting and lets the data go. */
  close(): Promise<void>;
};

export type Store = OwnStore & QueueStore & AppointmentStore & PracticeStore;

/** Reading what is kept of finished interviews; outcome-queries.ts. */
export type OutcomeQueries = Pick<
  Store,
  'pastOf' | 'outcomes' | 'linesOf' | 'labels' | 'withoutOutcome' | 'keepOutcome'
>;
