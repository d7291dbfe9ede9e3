// A board of many elements as interviews have them: boxes with labels, arrows, strokes; and a way to fill a room with it.
import type { ElementDelta, Props } from '#domain/board.ts';
import { seeded } from '../support/board-room.ts';
import { aCreation } from '../support/board.ts';
import type { Person } from './load/talk.ts';

const perCommand = 50;
/** Below what one socket may send in a second. */
const pauseMs = 60;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
const kinds =
  'box label arrow box label box label arrow box label arrow box label box arrow box label arrow box stroke'.split(
    ' ',
  );
const words = [
  'queue',
  'gateway',
  'worker',
  'cache',
  'users',
  'retry',
  'shard',
  'topic',
  'index',
  'events',
  'token',
];

/** As an editor makes them: names, nonces and places out of the air, which no compression can guess. */
export function elementAt(nth: number): ElementDelta {
  const random = seeded(nth);
  const whole = (below: number) => Math.floor(random() * below);
  const id = Array.from({ length: 21 }, () => letters[whole(64)]).join('');
  const place = {
    x: whole(400_000) / 100,
    y: whole(300_000) / 100,
    index: indexOf(nth),
    seed: whole(2 ** 31),
  };
  const size = { width: 80 + whole(20_000) / 100, height: 40 + whole(10_000) / 100 };
  const creation = (type: string, props: Props) => ({
    ...aCreation(id, type, { ...place, ...size, ...props }),
    versionNonce: whole(2 ** 31),
  });
  // Boxes, their labels and the arrows between them; here and there a stroke.
  switch (kinds[nth % kinds.length]) {
    case 'box':
      return creation('rectangle', { roundness: { type: 3 } });
    case 'label': {
      const text = Array.from({ length: 2 + whole(3) }, () => words[whole(words.length)]).join(' ');
      return creation('text', { text, originalText: text });
    }
    case 'arrow': {
      const points = [
        [0, 0],
        [whole(30_000) / 100, whole(9_000) / 100],
      ];
      return creation('arrow', { points });
    }
    default: {
      const points = Array.from({ length: 20 }, (_, i) => [i * 3 + whole(3), whole(40)]);
      return creation('freedraw', { points, pressures: [], simulatePressure: true });
    }
  }
}

/** Boxes only. */
export const boxAt = (nth: number) => elementAt(nth * kinds.length);

/** Fractional indices one after the other. */
const indexOf = (nth: number) => `c${digit(nth / 62 ** 2)}${digit(nth / 62)}${digit(nth)}`;
const digit = (value: number) =>
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'[Math.floor(value) % 62];

export type Drawer = Person & { draw: (deltas: ElementDelta[], pointer: null) => void };

/** Draws elements from `from` on until there are `to`. */
export async function fill(drawer: Drawer, to: number, from = 0, shapeAt = elementAt): Promise<void> {
  for (let at = from; at < to; at += perCommand) {
    const deltas = Array.from({ length: Math.min(perCommand, to - at) }, (_, i) => shapeAt(at + i));
    drawer.draw(deltas, null);
    await pause(pauseMs);
  }
  await pause(500);
}

export const pause = (ms: number) => new Promise<void>((later) => setTimeout(later, ms));
