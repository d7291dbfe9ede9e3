// What a browser would have kept of the demo's board after each phase. A server has no editor to draw with, so these were
// saved from the demo's replay at those moments. Whoever changes demo-board.ts saves them again.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (phaseId: string, takenAt: number) => {
  const bytes = readFileSync(join(import.meta.dirname, 'pictures', `${phaseId}.webp`));
  return {
    phaseId,
    takenAt,
    bytes,
    mime: 'image/webp',
    file: createHash('sha256').update(bytes).digest('hex'),
  };
};

/** `takenAt`: minutes since the interview was created. */
export const demoPictures = [
  read('scope', 6.62),
  read('high-level', 19.62),
  read('deep-dive', 41.42),
  read('wrap-up', 45.22),
];
