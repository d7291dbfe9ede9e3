// What the recording means, told a second time and without the domain: who may have done each thing, when a
// deadline had to fire, who may read what. The domain is under test, so its own words prove nothing here.
import type { Format } from '#domain/format.ts';
import type { Command, Role } from '#domain/protocol.ts';
import type { Entry } from '#domain/recording.ts';
import { Failure } from './failure.ts';

type Seat = { role: Role; isHost: boolean };
type Run = { startedAt: number; pausedMs: number; pausedAt: number | null; addedMs: number };
type Slip = { at: number; stage: string; run: Run };
type NoteFacts = { by: string; isPrivate: boolean; isRemoved: boolean };

const minute = 60_000;
const day = 24 * 60 * minute;
const undoMs = 10_000;
const nobodysRun: Run = { startedAt: 0, pausedMs: 0, pausedAt: null, addedMs: 0 };

type Rule = { roles: 'anybody' | 'seated' | 'interviewer' | 'host' | 'starter'; stages: string };

/** L lobby, P phase, R rating, V revealed. */
const rules: Partial<Record<Entry['type'], Rule>> = {
  'participant.joined': { roles: 'anybody', stages: 'LPRV-' },
  'name.changed': { roles: 'anybody', stages: 'LPRV' },
  'ready.changed': { roles: 'seated', stages: 'L' },
  'observers.changed': { roles: 'host', stages: 'LP' },
  'interview.started': { roles: 'starter', stages: 'L' },
  'interview.ended': { roles: 'seated', stages: 'P' },
  'phase.advanced': { roles: 'interviewer', stages: 'P' },
  'phase.extended': { roles: 'interviewer', stages: 'P' },
  'phase.paused': { roles: 'seated', stages: 'P' },
  'phase.resumed': { roles: 'seated', stages: 'P' },
  'phase.undone': { roles: 'seated', stages: 'PR' },
  'board.changed': { roles: 'seated', stages: 'P' },
  'picture.taken': { roles: 'seated', stages: 'PRV' },
  'note.added': { roles: 'seated', stages: 'PR' },
  'note.edited': { roles: 'seated', stages: 'PR' },
  'note.removed': { roles: 'seated', stages: 'PR' },
  'chat.sent': { roles: 'seated', stages: 'PRV' },
  'checklist.ticked': { roles: 'interviewer', stages: 'P' },
  'answer.given': { roles: 'interviewer', stages: 'P' },
  'hint.given': { roles: 'interviewer', stages: 'P' },
  'curveball.played': { roles: 'interviewer', stages: 'P' },
  'rating.changed': { roles: 'seated', stages: 'PR' },
  'summary.changed': { roles: 'seated', stages: 'R' },
  'rating.submitted': { roles: 'seated', stages: 'R' },
};

export class Ledger {
  readonly seats = new Map<string, Seat>();
  readonly notes = new Map<string, NoteFacts>();
  readonly given = new Set<string>();
  stage = 'lobby';
  seq = 0;
  lastAt = 0;
  /** The last entry with which somebody was allowed to read more: the start, the reveal. */
  disclosedSeq = 0;
  #createdAt = 0;
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

  roleOf(participantId: string): Role | undefined {
    return this.seats.get(participantId)?.role;
  }

  /** When the next thing happens that nobody asks for; Infinity when nothing will. */
  get dueAt(): number {
    if (this.stage === 'lobby') return this.#createdAt + 7 * day;
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
    const isLobbyOrSoft = this.#next(entry) === 'abandoned';
    const isRight = entry.at === at && (entry.type === 'interview.abandoned') === isLobbyOrSoft;
    if (!isRight)
      throw new Failure(
        'deadlines fire once and at their own time',
        `${entry.type} at ${entry.at}, due ${at}`,
      );
  }

  #next(entry: Entry): string {
    const isHard = this.#format.settings.overrunPolicy === 'hard' && this.#run.pausedAt === null;
    return this.stage === 'lobby' || !isHard ? 'abandoned' : entry.type;
  }

  #checkRight(entry: Entry, asked: Command | undefined): void {
    const rule = rules[entry.type];
    const seat = this.seats.get(entry.by);
    const isJoin = entry.type === 'participant.joined';
    const letter = { lobby: 'L', rating: 'R', revealed: 'V', abandoned: '-' }[this.stage] ?? 'P';
    const isAllowed =
      rule?.stages.includes(letter) &&
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
        return entry.role === 'observer' || !['rating', 'revealed', 'abandoned'].includes(this.stage);
      case 'rating.changed':
        return !this.#submitted.has(entry.by) && (this.stage === 'rating' || seat?.role === 'interviewer');
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
    if (isLast) {
      this.stage = 'revealed';
      this.disclosedSeq = entry.seq;
      this.#slip = null;
    }
  }

  #enter(stage: string, at: number): void {
    this.stage = stage;
    this.#run = { ...nobodysRun, startedAt: at };
  }
}

function mayDo({ roles }: Rule, { role, isHost }: Seat): boolean {
  switch (roles) {
    case 'anybody':
      return true;
    case 'seated':
      return role !== 'observer';
    case 'interviewer':
      return role === 'interviewer';
    case 'host':
      return isHost;
    case 'starter':
      return role === 'interviewer' || isHost;
  }
}
