// The recording being played: where one stands on the line, and the room as it stood there. It moves by frames of
// the browser; everything else about time is the timeline's.
import { getContext, setContext } from 'svelte';
import type { Coming } from '#domain/attendance.ts';
import type { Scene } from '#domain/board.ts';
import type { Me } from '#domain/protocol.ts';
import { isSealed } from '#domain/recording.ts';
import type { Entry, WireEntry } from '#domain/recording.ts';
import { Replay } from '#domain/replay.ts';
import type { RecordingAnswer } from '#domain/replay.ts';
import type { RoomState } from '#domain/room.ts';
import { positionOf, seqAt, timelineOf, timeOf } from '#domain/timeline.ts';
import type { Band, Timeline } from '#domain/timeline.ts';
import { Comments } from './comments.svelte.ts';
import { ReplayBoard } from './replay-board.ts';

export const speeds = [0.5, 1, 2, 4, 8] as const;
export const stepMs = 5_000;
/** Of a time in which nothing happened so much is played, before what is left out and after it. */
export const keptIdleMs = 750;
/** A tab that was away goes on where it was. */
const longestFrameMs = 250;
const key = Symbol('player');

export const setPlayer = (player: Player): Player => setContext(key, player);
export const getPlayer = (): Player => getContext<Player>(key);

export class Player {
  readonly interviewId: string;
  readonly me: Me;
  /** Of the share link by which somebody watches who was not there. */
  readonly token: string | null;
  readonly board: ReplayBoard;
  readonly comments: Comments;
  missing: number[];
  /** The room at the end of the recording: what the whole line is drawn from. */
  whole = $state.raw<RoomState>()!;
  line = $state.raw<Timeline>()!;
  /** The room as it stood. */
  state = $state.raw<RoomState>()!;
  position = $state(0);
  seq = $state(0);
  isPlaying = $state(false);
  speed = $state<number>(1);
  skipsIdle = $state(true);
  isRunning = $state(false);
  /** Standing where a running interview is recorded by now; any move of one's own ends it. */
  isFollowing = $state(false);

  #entries: WireEntry[];
  #comings: Coming[];
  #replay: Replay;
  #frame = 0;
  #frameAt = 0;

  constructor(interviewId: string, recording: RecordingAnswer, token: string | null = null) {
    this.interviewId = interviewId;
    this.token = token;
    this.me = recording.me;
    this.comments = new Comments(interviewId);
    this.missing = recording.missing;
    this.isRunning = recording.isRunning;
    this.#entries = recording.entries;
    this.#comings = recording.comings;
    this.#replay = new Replay(this.#entries);
    this.#measure();
    const fullest = new Map(this.whole.scene);
    this.board = new ReplayBoard(
      token === null ? interviewId : null,
      fullest,
      () => this.#replay.state.scene,
    );
    this.goTo(0);
  }

  get length(): number {
    return this.line.length;
  }

  /** What happened last at this moment; null where that is sealed. */
  get entry(): Entry | null {
    const entry = this.#entries[this.seq - 1];
    return entry && !isSealed(entry) ? entry : null;
  }

  get lastSeq(): number {
    return this.#entries.length;
  }

  get isAtEnd(): boolean {
    return this.seq >= this.#entries.length;
  }

  /** The phase one is in; undefined before the first and after an interview that never began. */
  get band(): Band | undefined {
    return this.line.bands.findLast(({ from }) => from <= this.position);
  }

  /** Adds what happened since the recording was fetched. */
  extend({ entries, missing, isRunning, comings }: RecordingAnswer): void {
    this.isRunning = isRunning;
    this.#comings = comings;
    if (entries.length === 0) return;
    this.#entries = [...this.#entries, ...entries];
    this.missing = [...this.missing, ...missing];
    this.#replay = new Replay(this.#entries);
    this.#measure();
    if (this.isFollowing) this.follow();
    else this.#show(this.seq);
  }

  #measure(): void {
    const { state } = this.#replay;
    this.whole = { ...state, scene: new Map(state.scene) };
    this.line = timelineOf(this.#entries, this.whole, this.#comings);
  }

  /** `position` in ms since the start; beyond the ends it is the end. */
  goTo(position: number): void {
    this.isFollowing = false;
    this.position = Math.min(Math.max(0, position), this.length);
    this.#show(seqAt(this.line, this.position));
  }

  goToTime(at: number): void {
    this.goTo(positionOf(this.line, at));
  }

  goToSeq(seq: number): void {
    this.isFollowing = false;
    this.position = this.line.positions[seq - 1] ?? 0;
    this.#show(seq);
  }

  /** To the next or previous entry that can be read. */
  step(by: 1 | -1): void {
    this.pause();
    const first = seqAt(this.line, 0);
    let seq = this.seq + by;
    while (seq > first && seq < this.#entries.length && isSealed(this.#entries[seq - 1]!)) seq += by;
    this.goToSeq(Math.min(Math.max(first, seq), this.#entries.length));
  }

  /** To the beginning of the next phase, or of this one, or of the one before it. */
  jump(by: 1 | -1): void {
    const justBegunMs = 2_000;
    const { bands } = this.line;
    const next = bands.find(({ from }) => from > this.position);
    const before = bands.findLast(({ from }) => from < this.position - justBegunMs);
    this.goTo(by === 1 ? (next?.from ?? this.length) : (before?.from ?? 0));
  }

  /** The board as it stood when a stretch of the line began and when it ended. */
  across({ from, to }: { from: number; to: number }): { before: Scene; after: Scene } {
    const at = (position: number) => this.#replay.stateAt(seqAt(this.line, position)).scene;
    // What happens with the step to the next phase is that phase's.
    return { before: at(from - 1), after: at(to < this.length ? to - 1 : to) };
  }

  /** Epoch ms of where one stands. */
  get time(): number {
    return Math.round(timeOf(this.line, this.position));
  }

  /** RP4; the server decides. */
  get canComment(): boolean {
    return this.me.role !== 'observer' && ['rating', 'revealed', 'closed'].includes(this.whole.stage);
  }

  /** Whole seconds and what is left of them since the start, for an address. */
  get seconds(): number {
    return Math.ceil(timeOf(this.line, this.position) - this.line.startAt) / 1000;
  }

  follow(): void {
    this.pause();
    this.goTo(this.length);
    this.isFollowing = true;
  }

  play(): void {
    if (this.position >= this.length) this.goTo(0);
    this.isPlaying = true;
    this.#frameAt = performance.now();
    this.#frame = requestAnimationFrame(this.#tick);
  }

  pause(): void {
    this.isPlaying = false;
    cancelAnimationFrame(this.#frame);
  }

  toggle(): void {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  #tick = (now: number): void => {
    if (!this.isPlaying) return;
    const passed = Math.min(Math.max(0, now - this.#frameAt), longestFrameMs);
    this.#frameAt = now;
    this.goTo(this.#pastIdle(this.position + passed * this.speed));
    if (this.position >= this.length) this.pause();
    else this.#frame = requestAnimationFrame(this.#tick);
  };

  #pastIdle(position: number): number {
    if (!this.skipsIdle) return position;
    const kept = keptIdleMs * Math.max(1, this.speed);
    const idle = this.line.idle.find(({ from, to }) => position > from + kept && position < to - kept);
    return idle ? idle.to - kept : position;
  }

  #show(seq: number): void {
    const isSame = seq === this.seq && this.state !== undefined && this.#replay.state.seq === seq;
    this.seq = seq;
    if (isSame) return;
    const touched = this.#replay.goTo(seq);
    this.state = { ...this.#replay.state };
    // The first moment is set before there is a board to show it.
    (this.board as ReplayBoard | undefined)?.changed(touched);
  }
}
