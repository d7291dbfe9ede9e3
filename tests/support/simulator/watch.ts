// Reads every word the server sends: is it committed, and may this person read it now? Asks the ledger and the
// store, never the domain.
import { isDeepStrictEqual } from 'node:util';
import type {
  Ack,
  CommandMessage,
  JoinAnswer,
  JoinMessage,
  PresenceMessage,
  Role,
  Snapshot,
} from '#domain/protocol.ts';
import type { Entry, WireEntry } from '#domain/recording.ts';
import { binaryEvent } from '#domain/wire-packets.ts';
import type { Update } from '#domain/wire-update.ts';
import { numberCanaries } from './content.ts';
import { Failure } from './failure.ts';
import type { Ledger } from './ledger.ts';
import type { Link } from './network.ts';

export type Reader = { participantId: string; role: Role };

export type WatchParts = {
  ledger: Ledger;
  reader: (userId: string) => Reader | null;
  committed: (seq: number) => { entry: Entry } | undefined;
  fail: (error: unknown) => void;
};

const canary = /canary-([a-z]+)(?:_([\w.-]+))?/g;
/** Numbers that stand for one of the words. */
const numbers = Object.entries(numberCanaries).map(([word, number]) => [word, String(number)] as const);

export class Watch {
  /** Bytes read, for the figures. */
  bytes = 0;
  readonly #parts: WatchParts;

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  /** A message without a question: what happened, who is here, where they point. */
  told(link: Link, event: string, payload: unknown): void {
    const wire =
      payload instanceof Uint8Array ? Buffer.from(payload).toString('latin1') : JSON.stringify(payload);
    this.#look(link.userId, wire, (reader) => {
      if (event === 'refused') throw new Failure('the server reads what its clients write', wire);
      if (event === binaryEvent) this.#checkUpdate(link.reader.read(payload as Uint8Array), reader);
      else this.#checkPointers((payload as PresenceMessage).pointers, reader);
    });
  }

  /** `wire` is how the answer travels. */
  answered(link: Link, [event, payload]: [string, unknown], answer: unknown, wire: string): void {
    this.#look(link.userId, wire, (reader) => {
      if (event === 'join') this.#checkJoin(payload as JoinMessage, answer as JoinAnswer, reader);
      if (event === 'command') this.#checkAck(payload as CommandMessage, answer as Ack, reader);
    });
  }

  /** An answer by HTTP: the snapshot a page starts from. */
  fetched(userId: string, status: number, text: string): void {
    this.#look(userId, text, () => {
      if (status === 200) this.#checkSnapshot(JSON.parse(text) as Snapshot);
    });
  }

  #look(userId: string, wire: string, check: (reader: Reader) => void): void {
    const reader = this.#parts.reader(userId);
    if (!reader) return;
    try {
      this.#checkCanaries(wire, reader);
      this.#checkNumbers(wire, reader);
      check(reader);
    } catch (error) {
      this.#parts.fail(error);
    }
  }

  #checkUpdate(update: Update | null, reader: Reader): void {
    if (!update) throw new Failure('a client reads what the server writes', 'a frame');
    const { entries = [], pointers, answers = [] } = update;
    for (const entry of entries) this.#checkEntry(entry, reader);
    this.#checkPointers(pointers, reader);
    for (const { ack, ...of } of answers) this.#checkAck(of, ack, reader);
  }

  #checkCanaries(wire: string, reader: Reader): void {
    this.bytes += wire.length;
    for (const [word, kind, of] of wire.matchAll(canary)) {
      if (!this.#mayRead(kind!, of ?? '', reader))
        throw new Failure('nobody is sent what is not theirs', `${reader.role} was sent ${word}`);
    }
  }

  #checkNumbers(wire: string, reader: Reader): void {
    for (const [word, number] of numbers) {
      const kind = word.split('-')[1]!;
      if (wire.includes(number) && !this.#mayRead(kind, '', reader))
        throw new Failure('nobody is sent what is not theirs', `${reader.role} was sent a number of ${kind}`);
    }
  }

  #mayRead(kind: string, of: string, { participantId, role }: Reader): boolean {
    const { ledger } = this.#parts;
    const isRater = role !== 'observer';
    switch (kind) {
      case 'interviewer':
      case 'reveal':
        return role === 'interviewer' || (isRater && ledger.isOpenTo(participantId));
      case 'given':
        return (
          role === 'interviewer' || (isRater && (ledger.isOpenTo(participantId) || ledger.given.has(of)))
        );
      case 'statement':
        return role === 'interviewer' || (isRater && ledger.isStarted);
      case 'chat':
      case 'estimate':
        return isRater;
      case 'rating':
        return of === participantId || (isRater && ledger.isRevealed);
      case 'note': {
        const note = ledger.notes.get(of);
        return note?.by === participantId || (isRater && ledger.isRevealed && note?.isPrivate === false);
      }
      default:
        return false;
    }
  }

  #checkEntry(entry: WireEntry, reader: Reader): void {
    const committed = this.#parts.committed(entry.seq);
    if (!committed) throw new Failure('nothing is told before it is committed', `entry ${entry.seq}`);
    if ('sealed' in entry) {
      if (Object.keys(entry).length !== 2)
        throw new Failure('a sealed entry tells its seq alone', `${entry.seq}`);
      return;
    }
    if (!isSaidOf(entry, committed.entry, reader))
      throw new Failure('what is told is what was committed', `${entry.type} ${entry.seq}`);
    if (isTelling(entry) && entry.by !== reader.participantId && !this.#parts.ledger.isRevealed)
      throw new Failure('nobody is sent what is not theirs', `${reader.role} was told of ${entry.type}`);
  }

  #checkPointers(pointers: PresenceMessage['pointers'] = {}, reader: Reader): void {
    for (const id of Object.keys(pointers))
      if (id === reader.participantId || this.#parts.ledger.roleOf(id) === 'observer')
        throw new Failure('pointers are of others who may draw', id);
  }

  #checkJoin({ lastSeq }: JoinMessage, answer: JoinAnswer, reader: Reader): void {
    if (!answer.ok) return;
    if ('entries' in answer) {
      for (const entry of answer.entries) this.#checkEntry(entry, reader);
      if ((lastSeq ?? 0) < this.#parts.ledger.disclosedSeq)
        throw new Failure('what was disclosed is sent again', `entries from ${lastSeq}`);
    } else this.#checkSnapshot(answer.snapshot);
  }

  #checkSnapshot({ seq }: Snapshot): void {
    if (!this.#parts.committed(seq))
      throw new Failure('nothing is told before it is committed', `snapshot at ${seq}`);
  }

  #checkAck(
    { clientId, clientSeq }: Pick<CommandMessage, 'clientId' | 'clientSeq'>,
    ack: Ack,
    { participantId }: Reader,
  ): void {
    if (!ack.ok) return;
    const entry = this.#parts.committed(ack.seq)?.entry;
    const isIts = entry?.by === participantId && entry.clientId === clientId && entry.clientSeq === clientSeq;
    if (!isIts)
      throw new Failure('an answer follows its entry', `seq ${ack.seq} for ${clientId}:${clientSeq}`);
  }
}

/** Whether `told` is what was committed, all of it but what is cut for this reader. */
function isSaidOf(told: Entry, committed: Entry, reader: Reader): boolean {
  if (told.type === 'interview.created') return committed.type === told.type;
  if (told.type === 'rating.submitted' && told.reveals && reader.role === 'observer') return true;
  const isOthers = told.by !== reader.participantId && told.clientId === null;
  // Whoever did not ask need not know which command it was.
  return isDeepStrictEqual(told, isOthers ? { ...committed, clientId: null, clientSeq: null } : committed);
}

/** The fact of rating alone would tell: how far the other is, and that they are done (VW4). */
function isTelling(entry: Entry): boolean {
  if (entry.type === 'rating.submitted') return !entry.reveals;
  return entry.type === 'rating.changed' || entry.type === 'summary.changed';
}
