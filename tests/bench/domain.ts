// The pure rules at full size: a long recording, a full board, every viewer.
import { gzipSync } from 'node:zlib';
import type { ElementDelta } from '#domain/board.ts';
import { fold, toSnapshot } from '#domain/fold.ts';
import { seal, sealState } from '#domain/view.ts';
import { aStartedInterview, carl, ida } from '../support/an-interview.ts';
import type { DrivenRoom } from '../support/an-interview.ts';
import { timed } from './figure.ts';
import type { Report } from './figure.ts';

const elements = 3_000;
const entries = 20_000;

function aShape(i: number): ElementDelta {
  const props = {
    ...{
      type: 'rectangle',
      index: null,
      x: (i % 60) * 120,
      y: Math.floor(i / 60) * 90,
      width: 100,
      height: 60,
      angle: 0,
    },
    ...{
      strokeColor: '#1e1e1e',
      backgroundColor: 'transparent',
      fillStyle: 'solid',
      strokeWidth: 2,
      strokeStyle: 'solid',
    },
    ...{
      roughness: 1,
      opacity: 100,
      groupIds: [],
      frameId: null,
      roundness: null,
      seed: i,
      locked: false,
      link: null,
    },
    boundElements: null,
    isDeleted: false,
  };
  return { id: `element-${i}`, base: null, version: 1, versionNonce: i, props };
}

/** A long interview: 3,000 shapes made, then moved, 20,000 entries in all. */
function aLongInterview(): DrivenRoom {
  const room = aStartedInterview();
  for (let i = 0; room.entries.length < entries; i += 1) {
    const shape = room.state.scene.get(`element-${i % elements}`);
    const move = { id: `element-${i % elements}`, base: shape ?? null, props: { x: i % 997, y: i % 499 } };
    const delta: ElementDelta = shape
      ? {
          ...move,
          base: { version: shape.version, versionNonce: shape.versionNonce },
          version: shape.version + 1,
          versionNonce: i,
        }
      : aShape(i);
    room.wind(180).must(i % 2 ? ida : carl, { type: 'board.change', deltas: [delta] });
  }
  return room;
}

export function benchDomain(): Report {
  const room = aLongInterview();
  const viewer = { participantId: carl, role: 'candidate' } as const;
  const json = JSON.stringify(toSnapshot(sealState(room.state, viewer)));
  const recording = JSON.stringify(room.entries);
  const size = `${entries} entries, ${elements} elements`;
  const figures = [
    { what: `fold a recording (${size})`, value: timed(5, () => fold(room.entries)), unit: 'ms' },
    {
      what: 'seal every entry for the candidate',
      value: timed(5, () => room.entries.forEach((entry) => seal(entry, viewer, room.state))),
      unit: 'ms',
    },
    {
      what: 'seal a state and write it as JSON',
      value: timed(20, () => JSON.stringify(toSnapshot(sealState(room.state, viewer)))),
      unit: 'ms',
    },
    {
      what: 'snapshot of 3,000 elements, gzip',
      value: gzipSync(json).length / 1024,
      unit: 'KiB',
      beside: `${(json.length / 1024).toFixed(0)} KiB plain`,
    },
    {
      what: 'recording, gzip',
      value: gzipSync(recording).length / 1024,
      unit: 'KiB',
      beside: `${(recording.length / 1024).toFixed(0)} KiB plain`,
    },
  ];
  return { figures };
}
