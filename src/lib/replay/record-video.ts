// The replayed board as a WebM file, recorded in the browser from the board's own canvas while it plays. What is
// recorded is the drawing with a caption of phase and time: no notes, no chat, no names.
import { withDuration } from './webm.ts';

const types = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm'];
const framesPerSecond = 30;
const bitsPerSecond = 4_000_000;
const captionShare = 0.06;

/** Words under the drawing, and how far it has come, from 0 to 1. */
export type Caption = { left: string; right: string; share: number };

export type Recorder = {
  /** Ends it and answers the file. */
  finish: () => Promise<Blob>;
  cancel: () => void;
};

export const canRecord = (): boolean => typeOf() !== undefined;

function typeOf(): string | undefined {
  if (typeof MediaRecorder === 'undefined') return undefined;
  return types.find((type) => MediaRecorder.isTypeSupported(type));
}

/** Records what `board` shows from now on. A tab nobody looks at paints nothing, so meanwhile it pauses. */
export function recordVideo(board: HTMLCanvasElement, captionNow: () => Caption): Recorder {
  const canvas = document.createElement('canvas');
  const captionHeight = even(Math.max(28, board.height * captionShare));
  canvas.width = even(board.width);
  canvas.height = even(board.height) + captionHeight;
  const context = canvas.getContext('2d', { alpha: false })!;
  const paint = () => {
    context.drawImage(board, 0, 0);
    paintCaption(context, captionHeight, captionNow());
    frame = requestAnimationFrame(paint);
  };
  let frame = requestAnimationFrame(paint);

  const stream = canvas.captureStream(framesPerSecond);
  const recorder = new MediaRecorder(stream, { mimeType: typeOf()!, videoBitsPerSecond: bitsPerSecond });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const length = new StopWatch();
  const rest = () => {
    if (document.hidden) recorder.pause();
    else recorder.resume();
    length.run(!document.hidden);
  };
  document.addEventListener('visibilitychange', rest);
  recorder.start(1_000);
  length.run(true);

  const stop = () => {
    document.removeEventListener('visibilitychange', rest);
    cancelAnimationFrame(frame);
    length.run(false);
    if (recorder.state !== 'inactive') recorder.stop();
    for (const track of stream.getTracks()) track.stop();
  };
  return {
    async finish() {
      const done = new Promise<void>((resolve) => (recorder.onstop = () => resolve()));
      stop();
      await done;
      return withDuration(new Blob(parts, { type: 'video/webm' }), length.ms);
    },
    cancel: stop,
  };
}

function paintCaption(
  context: CanvasRenderingContext2D,
  height: number,
  { left, right, share }: Caption,
): void {
  const { width, height: whole } = context.canvas;
  const top = whole - height;
  context.fillStyle = '#ffffff';
  context.fillRect(0, top, width, height);
  context.fillStyle = '#d5dcdb';
  context.fillRect(0, top, width, 2);
  context.fillStyle = '#0b7285';
  context.fillRect(0, top, width * share, 3);
  context.fillStyle = '#1f2a2e';
  context.font = `${Math.round(height * 0.45)}px 'Geist Variable', system-ui, sans-serif`;
  context.textBaseline = 'middle';
  const middle = top + height / 2 + 1;
  const margin = height * 0.5;
  context.textAlign = 'end';
  context.fillText(right, width - margin, middle);
  context.textAlign = 'start';
  context.fillText(left, margin, middle, width - margin * 3 - context.measureText(right).width);
}

/** Encoders halve the sides for colour. */
const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2);

class StopWatch {
  ms = 0;
  #since: number | null = null;

  run(isRunning: boolean): void {
    const now = performance.now();
    if (this.#since !== null) this.ms += now - this.#since;
    this.#since = isRunning ? now : null;
  }
}
