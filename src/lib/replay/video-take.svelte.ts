// One recording of a video: plays the interview from its start to its end at one speed, and says how far it is.
import { clockFigures } from '../room/phase-words.ts';
import { keptIdleMs } from './player.svelte.ts';
import type { Player } from './player.svelte.ts';
import { recordVideo } from './record-video.ts';
import type { Recorder } from './record-video.ts';
import { phaseTitle } from './words.ts';

export const videoSpeeds = [8, 20, 60] as const;
/** The last picture stands for a moment. */
const lastMs = 1_500;

/** Where the interview ended on the line; what is rated afterwards is no part of a video. */
const endOf = ({ line }: Player): number =>
  line.bands.find(({ phaseId }) => phaseId === 'rating')?.from ?? line.length;

/** How long a video at this speed lasts, in ms: without the times in which nothing happened. */
export function videoMs(player: Player, speed: number): number {
  const end = endOf(player);
  const kept = keptIdleMs * speed;
  const skipped = player.line.idle
    .filter(({ to }) => to <= end)
    .reduce((sum, { from, to }) => sum + Math.max(0, to - from - 2 * kept), 0);
  return (end - skipped) / speed + lastMs;
}

export class VideoTake {
  share = $state(0);
  readonly #player: Player;
  readonly #before: Pick<Player, 'speed' | 'skipsIdle' | 'position'>;
  readonly #recorder: Recorder;
  #isOver = false;

  /** Begins at once; null where there is no board to record. */
  static begin(player: Player, speed: number): VideoTake | null {
    const board = document.querySelector<HTMLCanvasElement>('canvas.excalidraw__canvas.static');
    return board && new VideoTake(player, speed, board);
  }

  private constructor(player: Player, speed: number, board: HTMLCanvasElement) {
    this.#player = player;
    const { speed: before, skipsIdle, position } = player;
    this.#before = { speed: before, skipsIdle, position };
    Object.assign(player, { speed, skipsIdle: true });
    player.goTo(0);
    player.play();
    this.#recorder = recordVideo(board, () => this.#caption());
  }

  /** Resolves with the file once the end is reached; null when it was cancelled. */
  async run(): Promise<Blob | null> {
    const end = endOf(this.#player);
    while (!this.#isOver && this.#player.position < end) {
      this.share = this.#player.position / end;
      await new Promise((next) => requestAnimationFrame(next));
    }
    if (this.#isOver) return null;
    this.#player.pause();
    this.#player.goTo(end);
    await new Promise((next) => setTimeout(next, lastMs));
    const file = this.#isOver ? null : await this.#recorder.finish();
    this.#restore();
    return file;
  }

  cancel(): void {
    if (this.#isOver) return;
    this.#recorder.cancel();
    this.#restore();
  }

  #restore(): void {
    this.#isOver = true;
    this.#player.pause();
    const { position, ...look } = this.#before;
    Object.assign(this.#player, look);
    this.#player.goTo(position);
  }

  #caption() {
    const { band, whole, position } = this.#player;
    const title = whole.question?.title ?? whole.format.title;
    const phase = band ? phaseTitle(whole, band.phaseId) : '';
    const end = endOf(this.#player);
    return {
      left: [title, phase].filter(Boolean).join(' · '),
      right: clockFigures(Math.min(position, end)),
      share: end > 0 ? Math.min(position / end, 1) : 1,
    };
  }
}
