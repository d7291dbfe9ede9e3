// The board of the demo interview: where its parts stand and how each is drawn. Boxes with labels, arrows between them,
// lists, and what the pen adds. Written out as elements, because a server has no editor.
import type { Point } from '#domain/board.ts';
import { dragged, erased, loop, penned, pulled, trail, typed } from './demo-pen.ts';
import type { Movement } from './demo-pen.ts';

type Box = { label: string; x: number; y: number; colour: string; width?: number };

const height = 70;
const usualWidth = 170;
const [red, blue, grey] = ['#e03131', '#1971c2', '#495057'];
const colours = {
  edge: '#d0ebff',
  service: '#d3f9d8',
  queue: '#fff3bf',
  store: '#e5dbff',
  outside: '#ffe3e3',
};

const boxes: Record<string, Box> = {
  callers: { label: 'Internal services', x: 0, y: 160, colour: colours.outside },
  gateway: { label: 'API gateway', x: 240, y: 160, colour: colours.edge },
  accept: { label: 'Notification API', x: 480, y: 160, colour: colours.service },
  keys: { label: 'Idempotency keys', x: 480, y: 20, colour: colours.store },
  log: { label: 'Notification log', x: 480, y: 310, colour: colours.store },
  single: { label: 'Queue', x: 740, y: 160, colour: colours.queue },
  critical: { label: 'Topic: critical', x: 740, y: 90, colour: colours.queue },
  bulk: { label: 'Topic: bulk', x: 740, y: 230, colour: colours.queue },
  workers: { label: 'Channel workers', x: 1000, y: 160, colour: colours.service },
  preferences: { label: 'Preferences cache', x: 1000, y: 20, colour: colours.store },
  retry: { label: 'Retry and dead letters', x: 1000, y: 310, colour: colours.queue, width: 200 },
  providers: { label: 'Email, SMS, push', x: 1260, y: 160, colour: colours.outside },
};

const arrows = [
  ['callers', 'gateway'],
  ['gateway', 'accept'],
  ['accept', 'keys'],
  ['accept', 'log'],
  ['accept', 'single'],
  ['single', 'workers'],
  ['accept', 'critical'],
  ['accept', 'bulk'],
  ['critical', 'workers'],
  ['bulk', 'workers'],
  ['workers', 'preferences'],
  ['workers', 'providers'],
  ['workers', 'retry'],
] as const;

function boxNamed(id: string): Box & { width: number } {
  const box = boxes[id];
  if (!box) throw new Error(`the demo board has no ${id}`);
  return { width: usualWidth, ...box };
}

/** The box, its label, and the arrows whose other ends are there. */
export function box(id: string, ...tiedTo: string[]): Movement {
  const { label, x, y, colour, width } = boxNamed(id);
  const tied = arrows.filter((ends) => (ends as readonly string[]).includes(id));
  return [
    ...dragged(id, {
      ...{ type: 'rectangle', x, y, width, height, backgroundColor: colour, roundness: { type: 3 } },
      boundElements: [
        { id: `${id}-label`, type: 'text' },
        ...tied.map(([from, to]) => ({ id: `${from}-${to}`, type: 'arrow' })),
      ],
    }),
    ...pause(300, typed(`${id}-label`, label, { x: x + width / 2, y: y + height / 2, containerId: id })),
    ...tiedTo.flatMap((other) => {
      const ends = tied.find((pair) => (pair as readonly string[]).includes(other));
      return ends ? pause(500, arrow(ends[0], ends[1])) : [];
    }),
  ];
}

function arrow(from: string, to: string): Movement {
  const [start, end] = [centreOf(from), centreOf(to)];
  const isAcross = Math.abs(end.x - start.x) > usualWidth;
  const away = (a: { x: number; y: number; width: number }, b: { x: number; y: number }): Point =>
    isAcross
      ? [a.x + Math.sign(b.x - a.x) * (a.width / 2 + 4), a.y]
      : [a.x, a.y + Math.sign(b.y - a.y) * (height / 2 + 4)];
  return pulled(`${from}-${to}`, away(start, end), away(end, start), { from, to });
}

function centreOf(id: string): { x: number; y: number; width: number } {
  const { x, y, width } = boxNamed(id);
  return { x: x + width / 2, y: y + height / 2, width };
}

/** With its label and the arrows that were tied to it. */
export const withoutBox = (id: string): Movement =>
  erased(
    ...arrows.filter((ends) => ends.includes(id as never)).map(([from, to]) => `${from}-${to}`),
    `${id}-label`,
    id,
  );

function pause(ms: number, movement: Movement): Movement {
  return movement.map((step, i) => (i === 0 ? { ...step, afterMs: step.afterMs + ms } : step));
}

const [left, top] = [0, -230];
/** The list of what is asked for, above the drawing; one line at a time. */
export const requirement = (nth: number, text: string): Movement =>
  typed(`requirement-${nth}`, text, { x: left, y: top + 36 + nth * 28, fontSize: 18 });
export const headline = (): Movement =>
  typed('headline', 'What we need', { x: left, y: top, fontSize: 24, colour: blue });
export const underline = (): Movement =>
  penned('underline', trail([left, top + 36], [left + 90, top + 34], [left + 165, top + 37]), blue);

const numbersAt = { x: 520, y: top };
export const numbers = (nth: number, text: string): Movement =>
  typed(`numbers-${nth}`, text, { ...numbersAt, y: numbersAt.y + nth * 28, fontSize: 18, colour: grey });
export const ringNumbers = (): Movement =>
  penned('ring-numbers', loop(numbersAt.x + 145, numbersAt.y + 40, 350, 128), red);

export const contract = (): Movement =>
  typed('contract', 'POST /notifications\n202 {id}   409 same key,\nother body', {
    x: 215,
    y: 30,
    colour: grey,
  });

/** The way of one write, from the caller to the queue. */
export const writePath = (): Movement =>
  penned('write-path', trail([90, 250], [320, 250], [545, 252], [560, 300]), red);

/** Where it hurts at peak; the interviewer's hand. */
export const ringQueue = (): Movement => penned('ring-queue', loop(825, 195, 240, 130), '#f08c00');

export const unringQueue = (): Movement => erased('ring-queue');
export const expiry = (): Movement =>
  typed('expiry', 'codes expire\nafter 10 min', { x: 748, y: 36, colour: grey });
export const crossOut = (): Movement =>
  penned('cross-out', trail([1300, 150], [1345, 195], [1390, 245]), red);
export const crossBack = (): Movement =>
  penned('cross-back', trail([1392, 150], [1345, 196], [1302, 243]), red);
export const backoff = (): Movement =>
  typed('backoff', 'backoff + jitter, 3 tries\nbreaker per provider', { x: 1002, y: 392, colour: grey });

/** A sketch of the outage: axes, and a backlog that grows and drains. */
export const axes = (): Movement => penned('axes', trail([620, 440], [620, 560], [900, 560]), grey);
export function backlog(): Movement {
  const curve = Array.from({ length: 40 }, (_, i): Point => {
    const rise = i < 18 ? i / 18 : Math.exp(-(i - 18) / 9);
    return [624 + i * 6.6, 556 - 92 * rise];
  });
  return penned('backlog', curve, red);
}
export const backlogWords = (): Movement =>
  typed('backlog-words', '20 min × 800/s ≈ 1 M waiting', { x: 640, y: 576, colour: red });

export const claim = (): Movement =>
  typed('claim', 'SET id NX EX 1d\none claim, then send', { x: 665, y: -58, colour: grey });
export const weakPoint = (): Movement => penned('weak-point', loop(1345, 195, 230, 130), blue);
export const weakWords = (): Movement =>
  typed('weak-words', 'weak: one SMS provider', { x: 1235, y: 262, colour: blue, fontSize: 18 });
export const nextSteps = (): Movement =>
  typed('next-steps', 'next: second provider,\nlimits per team, read API', { x: 1235, y: 292, colour: blue });
