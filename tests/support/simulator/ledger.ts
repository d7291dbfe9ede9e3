// What the recording means, told a second time and without the domain: who may have done each thing, when a
// deadline had to fire, who may read what. The domain is under test, so its own words prove nothing here.
import type { Format } from '#domain/format.ts';
import type { Command, Role } from '#domain/protocol.ts';
import type { Entry } from '#domain/recording.ts';
import { aboutCriterion } from './content.ts';
import { Failure } from './failure.ts';
import { letterOf, mayDo, rules } from './ledger-rules.ts';
import type { Seat } from './ledger-rules.ts';

type Run = { startedAt: number; pausedMs: number; pausedAt: number | null; addedMs: number };
type Slip = { at: number; stage: string; run: Run };
type NoteFacts = { by: string; isPrivate: boolean; isRemoved: boolean };

const minute = 60_000;
const day = 24 * 60 * minute;
const undoMs = 10_000;
const nobodysRun: Run = { startedAt: 0, pausedMs: 0, pausedAt: null, addedMs: 0 };

export class Ledger {
  readonly seats = new Map<string, Seat>();
  readonly notes = new Map<string, NoteFacts>();
  readonly given = new Set<string>();
  stage = 'lobby';
  seq = 0;
  lastAt = 0;
  /** The last entry with which somebody was allowed to read more: the start, the close, the reveal. */
  disclosedSeq = 0;
  #createdAt = 0;
  #endedAt = 0;
  #ratingWaitMs = 0;
  #run: Run = nobodysRun;
  #slip: Slip | null = null;
  #submitted = new Set<string>();
  readonly #format: Format;

  constructor(format: Format) {
    this.#format = format;
  }

  get isStarted(): boolean {
    return this.stage !== 'lobby';
  }
  get isRevealed(): boolean {
    return this.stage === 'revealed';
  }

  /** Whether this rater may read all of the question: after the reveal, or with their own scorecard in when the
   * interview closed without the other's. */
  isOpenTo(participantId: string): boolean {
    return this.isRevealed || (this.stage === 'closed' && this.#submitted.has(participantId));
  }

  roleOf(participantId: string): Role | undefined {
    return this.seats.get(participantId)?.role;
  }

  /** When the next thing happens that nobody asks for; Infinity when nothing will. */
  get dueAt(): number {
    if (this.stage === 'lobby') return this.#createdAt + 7 * day;
    if (this.stage === 'rating') return this.#endedAt + this.#ratingWaitMs;
    const phase = this.#format.phases.find(({ id }) => id === this.stage);
    if (!phase) return Infinity;
    const isHard = this.#format.settings.overrunPolicy === 'hard' && this.#run.pausedAt === null;
    if (!isHard) return this.lastAt + day;
    const { startedAt, pausedMs, addedMs } = this.#run;
    return startedAt + pausedMs + Math.round(phase.maxMinutes * minute) + addedMs;
  }

  /** Takes the next committed entry; `asked` is the command it answers, as the client sent it. */
  take(entry: Entry, asked: Command | undefined): void {
    if (entry.seq !== this.seq + 1)
      throw new Failure('entries without gaps', `${entry.seq} after ${this.seq}`);
    if (entry.at < this.lastAt) throw new Failure('time never falls', `at ${entry.seq}`);
    if (entry.by === 'clock') this.#checkDeadline(entry);
    else if (entry.type !== 'interview.created') this.#checkRight(entry, asked);
    this.#happen(entry);
    this.seq = entry.seq;
    this.lastAt = entry.at;
  }

  #checkDeadline(entry: Entry): void {
    const at = Math.max(this.dueAt, this.lastAt);
    if (entry.at !== at || !this.#dueTypes.includes(entry.type))
      throw new Failure(
        'deadlines fire once and at their own time',
        `${entry.type} at ${entry.at}, due ${at}`,
      );
  }

  /** What may happen by itself now. */
  get #dueTypes(): Entry['type'][] {
    if (this.stage === 'rating') return ['interview.closed'];
    const isHard = this.#format.settings.overrunPolicy === 'hard' && this.#run.pausedAt === null;
    if (this.stage === 'lobby' || !isHard) return ['interview.abandoned'];
    return ['phase.advanced', 'interview.ended'];
  }

  #checkRight(entry: Entry, asked: Command | undefined): void {
    const rule = rules[entry.type];
    const seat = this.seats.get(entry.by);
    const isJoin = entry.type === 'participant.joined';
    const isAllowed =
      rule?.stages.includes(letterOf(this.stage)) &&
      (isJoin || (seat && mayDo(rule, seat))) &&
      this.#isRightMoment(entry, seat, asked);
    if (!isAllowed)
      throw new Failure(
        'nothing happens without the right',
        `${entry.type} by ${seat?.role} in ${this.stage}`,
      );
  }

  #isRightMoment(entry: Entry, seat: Seat | undefined, asked: Command | undefined): boolean {
    switch (entry.type) {
      case 'phase.paused':
        return this.#run.pausedAt === null;
      case 'phase.resumed':
        return this.#run.pausedAt !== null;
      case 'phase.undone':
        return this.#slip !== null && entry.at - this.#slip.at <= undoMs;
      case 'phase.advanced':
        return entry.from === this.stage && !this.#isUnconfirmed(entry.at, asked);
      case 'participant.joined':
        return entry.role === 'observer' || !'RCV-'.includes(letterOf(this.stage));
      case 'rating.changed':
        // Only the candidate rates the interviewer.
        if (entry.criterion === aboutCriterion && seat?.role !== 'candidate') return false;
        return (
          !this.#submitted.has(entry.by) && (seat?.role === 'interviewer' || letterOf(this.stage) !== 'P')
        );
      case 'summary.changed':
      case 'rating.submitted':
        return !this.#submitted.has(entry.by);
      case 'note.edited':
      case 'note.removed':
        return this.notes.get(entry.noteId)?.by === entry.by;
      default:
        return true;
    }
  }

  #isUnconfirmed(at: number, asked: Command | undefined): boolean {
    const phase = this.#format.phases.find(({ id }) => id === this.stage);
    const elapsed = (this.#run.pausedAt ?? at) - this.#run.startedAt - this.#run.pausedMs;
    const isConfirmed = asked?.type === 'phase.advance' && asked.confirmed === true;
    return !isConfirmed && elapsed < Math.round((phase?.minMinutes ?? 0) * minute);
  }

  #happen(entry: Entry): void {
    const { at } = entry;
    switch (entry.type) {
      case 'interview.created':
        this.#createdAt = at;
        this.#ratingWaitMs = entry.ratingWaitMs ?? day;
        break;
      case 'participant.joined':
        this.seats.set(entry.participantId, { role: entry.role, isHost: entry.isHost });
        break;
      case 'interview.started':
        this.disclosedSeq = entry.seq;
        this.#enter(this.#format.phases[0]!.id, at);
        break;
      case 'phase.advanced':
        this.#slip = { at, stage: this.stage, run: this.#run };
        this.#enter(entry.to, at);
        break;
      case 'interview.ended':
        this.#slip = { at, stage: this.stage, run: this.#run };
        this.stage = 'rating';
        this.#endedAt = at;
        break;
      case 'interview.closed':
        this.stage = 'closed';
        this.#slip = null;
        this.disclosedSeq = entry.seq;
        break;
      case 'interview.abandoned':
        this.stage = 'abandoned';
        break;
      case 'phase.undone':
        this.stage = this.#slip!.stage;
        this.#run = this.#slip!.run;
        this.#slip = null;
        this.#submitted.clear();
        break;
      case 'phase.paused':
        this.#run = { ...this.#run, pausedAt: at };
        break;
      case 'phase.resumed': {
        const { pausedAt, pausedMs } = this.#run;
        this.#run = { ...this.#run, pausedMs: pausedMs + at - pausedAt!, pausedAt: null };
        break;
      }
      case 'phase.extended':
        this.#run = { ...this.#run, addedMs: this.#run.addedMs + minute };
        break;
      default:
        this.#happenInside(entry);
    }
  }

  #happenInside(entry: Entry): void {
    if (entry.type === 'note.added' || entry.type === 'note.edited')
      this.notes.set(entry.noteId, { by: entry.by, isPrivate: entry.isPrivate, isRemoved: false });
    if (entry.type === 'note.removed')
      this.notes.set(entry.noteId, { by: entry.by, isPrivate: true, isRemoved: true });
    if (entry.type === 'answer.given') this.given.add(entry.clarificationId);
    if (entry.type === 'hint.given') this.given.add(`${entry.deepDiveId}${entry.step}`);
    if (entry.type === 'curveball.played') this.given.add(entry.curveballId);
    if (entry.type !== 'rating.submitted') return;
    this.#submitted.add(entry.by);
    const raters = [...this.seats].filter(([, { role }]) => role !== 'observer');
    const isLast = raters.every(([id]) => this.#submitted.has(id));
    if (entry.reveals !== isLast) throw new Failure('the reveal waits for both', `at ${entry.seq}`);
    if (isLast || this.stage === 'closed') this.disclosedSeq = entry.seq;
    if (isLast) {
      this.stage = 'revealed';
      this.#slip = null;
    }
  }

  #enter(stage: string, at: number): void {
    this.stage = stage;
    this.#run = { ...nobodysRun, startedAt: at };
  }
}
