// The form of one rater: what the room holds with what was typed since on top. Every change is saved by
// itself; what is not acknowledged yet survives a refresh on this device.
import { getContext, setContext } from 'svelte';
import { limits } from '#domain/protocol.ts';
import type { Ack, Command } from '#domain/protocol.ts';
import { scorecardOf, unrated } from '#domain/room.ts';
import type { RatingFields, Scorecard, SummaryFields } from '#domain/room.ts';
import { missingForSubmission } from '#domain/scorecard.ts';
import type { Missing } from '#domain/scorecard.ts';
import type { Round } from '#domain/solo.ts';
import { toasts } from '$lib/ui/toasts.svelte.ts';
import { keep, readKept } from '../ui/device-storage.ts';
import type { LiveRoom } from '../room/live-room.svelte.ts';

const key = Symbol('rating form');

export function setRatingForm(form: RatingForm): RatingForm {
  return setContext(key, form);
}

export function getRatingForm(): RatingForm {
  return getContext<RatingForm>(key);
}

/** `base` is what it was changed from (RB8). `isSent` drafts stay in front of the room's copy while their text has the focus: the server trims, and a
 * space must not vanish from under the cursor. */
type Draft<T> = { fields: T; base: T; isSent: boolean };
type Drafts = {
  ratings: Record<string, Draft<RatingFields>>;
  summary: Draft<SummaryFields> | null;
};

const textPauseMs = 600;
const noDrafts: Drafts = { ratings: {}, summary: null };

function isDrafts(value: unknown): value is Drafts {
  return typeof value === 'object' && value !== null && 'ratings' in value && 'summary' in value;
}

export class RatingForm {
  #room: LiveRoom;
  #key: string;
  #drafts = $state.raw<Drafts>(noDrafts);
  #inFlight = $state(0);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Which of one's own later ratings this is; without it the first. */
  readonly round: Round | undefined;

  constructor(room: LiveRoom, round?: Round) {
    this.#room = room;
    this.round = round;
    this.#key = ['fourstep.rating', room.interviewId, room.me?.participantId ?? '', round ?? []]
      .flat()
      .join('.');
    const kept = readKept(this.#key, isDrafts);
    if (!kept) return;
    this.#drafts = kept;
    void this.flush();
  }

  /** My scorecard as the server last told it. */
  get #told(): Scorecard {
    const { state, me } = this.#room;
    const empty = { participants: {}, scorecards: {} };
    return scorecardOf(state ?? empty, me?.participantId ?? '', this.round);
  }

  /** My scorecard as it stands on this screen. */
  get card(): Scorecard {
    const card = this.#told;
    const ratings = { ...card.ratings };
    for (const [id, { fields }] of Object.entries(this.#drafts.ratings)) ratings[id] = { ...fields, at: 0 };
    return { ...card, ...this.#drafts.summary?.fields, ratings };
  }

  get isSaved(): boolean {
    return this.#inFlight === 0 && this.#unsent.length === 0 && !this.isTooLong;
  }

  /** A text waits until it has been shortened; it is kept on this device. */
  get isTooLong(): boolean {
    return this.#tooLong.length > 0;
  }

  /** What stands between this form and its submission, in its order. */
  get missing(): Missing[] {
    const { state } = this.#room;
    const message = `A text has more than ${limits.evidenceLength.toLocaleString('en')} characters. Shorten it.`;
    const open = state ? missingForSubmission(state, this.card) : [];
    return [...this.#tooLong.map((field) => ({ field, message })), ...open];
  }

  get #tooLong(): string[] {
    const { ratings, summary } = this.#drafts;
    const long = Object.entries(ratings).filter(([, { fields }]) => isTooLong(fields.evidence));
    const isSummaryLong = summary && [summary.fields.strength, summary.fields.change].some(isTooLong);
    return [...long.map(([key]) => key), ...(isSummaryLong ? ['recommendation'] : [])];
  }

  rating(criterion: string): RatingFields {
    return ratingFields(this.card, criterion);
  }

  setRating(criterion: string, change: Partial<RatingFields>): void {
    const { ratings } = this.#drafts;
    const fields = { ...this.rating(criterion), ...change };
    const base = baseOf(ratings[criterion], ratingFields(this.#told, criterion));
    this.#change({ ...this.#drafts, ratings: { ...ratings, [criterion]: { fields, base, isSent: false } } });
    this.#schedule('evidence' in change);
  }

  setSummary(change: Partial<SummaryFields>): void {
    const fields = { ...summaryFields(this.card), ...change };
    const base = baseOf(this.#drafts.summary, summaryFields(this.#told));
    this.#change({ ...this.#drafts, summary: { fields, base, isSent: false } });
    this.#schedule(!('recommendation' in change));
  }

  /** Sends what was not sent yet; resolves when all of it was answered. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    await Promise.all(this.#unsent.map((send) => send()));
  }

  /** A text field was left: the room's copy may show again. */
  async leave(): Promise<void> {
    await this.flush();
    if (this.#inFlight === 0) this.#drop((draft) => draft.isSent);
  }

  async submit(): Promise<Ack> {
    await this.flush();
    return this.#room.submit({ type: 'rating.submit', ...this.#which });
  }

  get #which(): { round?: Round } {
    return this.round ? { round: this.round } : {};
  }

  get #unsent(): (() => Promise<void>)[] {
    const { ratings, summary } = this.#drafts;
    const which = this.#which;
    // Once the form is final nobody can shorten them any more: refused, they are given back.
    const tooLong = this.#told.submittedAt === null ? this.#tooLong : [];
    const sends = Object.entries(ratings)
      .filter(([key, draft]) => !draft.isSent && !tooLong.includes(key))
      .map(([criterion, draft]) => () => {
        const { fields, base } = draft;
        return this.#send({ type: 'rating.set', ...which, criterion, ...fields, base }, draft);
      });
    if (summary && !summary.isSent && !tooLong.includes('recommendation')) {
      const { fields, base } = summary;
      sends.push(() => this.#send({ type: 'summary.set', ...which, ...fields, base }, summary));
    }
    return sends;
  }

  async #send(command: Command, draft: Draft<unknown>): Promise<void> {
    this.#mark(draft);
    this.#inFlight += 1;
    const ack = await this.#room.submit(command);
    this.#inFlight -= 1;
    if (!ack.ok && !this.#room.lost.giveBack(command, ack))
      toasts.show(`Not saved. ${ack.message}`, { tone: 'error' });
    if (!ack.ok) this.#drop((other) => other === draft);
    else if (this.#inFlight === 0 && !isWriting()) this.#drop((other) => other.isSent);
    this.#keep();
  }

  /** Marked in place: a draft is known by its identity until its answer comes. */
  #mark(draft: Draft<unknown>): void {
    draft.isSent = true;
    this.#drafts = { ...this.#drafts };
  }

  #drop(isDone: (draft: Draft<unknown>) => boolean): void {
    const ratings = Object.fromEntries(
      Object.entries(this.#drafts.ratings).filter(([, draft]) => !isDone(draft)),
    );
    const { summary } = this.#drafts;
    this.#change({
      ratings,
      summary: summary && isDone(summary) ? null : summary,
    });
  }

  #schedule(isText: boolean): void {
    clearTimeout(this.#timer);
    if (isText) this.#timer = setTimeout(() => void this.flush(), textPauseMs);
    else void this.flush();
  }

  #change(drafts: Drafts): void {
    this.#drafts = drafts;
    this.#keep();
  }

  /** Everything unanswered is kept as unsent: a refresh cannot know what arrived, and saving twice is harmless. */
  #keep(): void {
    const isIdle = this.isSaved;
    const { ratings, summary } = this.#drafts;
    const again = <T>(draft: Draft<T>): Draft<T> => ({
      ...draft,
      isSent: false,
    });
    const kept: Drafts = {
      ratings: Object.fromEntries(Object.entries(ratings).map(([id, draft]) => [id, again(draft)])),
      summary: summary && again(summary),
    };
    keep(this.#key, isIdle ? null : kept);
  }
}

function ratingFields(card: Scorecard, criterion: string): RatingFields {
  const { value, behaviours, evidence, notes } = card.ratings[criterion] ?? unrated;
  return { value, behaviours, evidence, notes };
}

const isTooLong = (text: string): boolean => text.trim().length > limits.evidenceLength;

const summaryFields = ({ recommendation, strength, change }: Scorecard): SummaryFields => ({
  ...{ recommendation, strength, change },
});

/** One goes on from what one sent, answered or not; otherwise from what the server told. */
function baseOf<T>(draft: Draft<T> | null | undefined, told: T): T {
  if (!draft) return told;
  return draft.isSent ? draft.fields : draft.base;
}

function isWriting(): boolean {
  return document.activeElement instanceof HTMLTextAreaElement;
}
