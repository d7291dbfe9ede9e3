import fc from 'fast-check';
import { expect, test } from 'vitest';
import { getNextSnapshot } from 'xstate';
import { askingOf } from '#domain/decide.ts';
import { can, interviewMachine, snapshotOf } from '#domain/interview.ts';
import type { Command, CommandType } from '#domain/protocol.ts';
import { anInterview, carl, ida, minute, olga, rate } from '../support/an-interview.ts';
import type { DrivenRoom } from '../support/an-interview.ts';

const stageTypes: CommandType[] = [
  'interview.start',
  'phase.advance',
  'phase.undo',
  'phase.pause',
  'phase.resume',
  'interview.end',
];

/** The stage the machine itself goes to, as the fold writes it. */
function machineStage(room: DrivenRoom, by: string, command: Command): string {
  const asking = askingOf(command, room.state.participants[by]!, room.at);
  const { value } = getNextSnapshot(interviewMachine(room.state.format), snapshotOf(room.state), asking);
  return typeof value === 'string' ? value : Object.entries(value).flat().join(' ');
}

const stageOf = ({ state }: DrivenRoom): string => {
  const { value } = snapshotOf(state);
  return typeof value === 'string' ? value : Object.entries(value).flat().join(' ');
};

test('[PH1][PH6] the fold goes where the machine goes, whatever is asked in whatever order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { maxLength: 60 }), (picks) => {
      const room = anInterview();
      for (const pick of picks) {
        const by = [ida, carl, olga][pick % 3]!;
        const type = stageTypes[pick % stageTypes.length]!;
        const command = { type, from: room.state.stage, confirmed: pick % 2 === 0 } as Command;
        room.wind((pick % 7) * minute);
        const expected = machineStage(room, by, command);
        if (room.ask(by, command).ok) expect(stageOf(room)).toBe(expected);
      }
    }),
    { numRuns: 300 },
  );
});

test('[RL4] who may draw is what the machine says, at every moment and also when it was asked before', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { maxLength: 40 }), (picks) => {
      const room = anInterview();
      for (const pick of picks) {
        const type = stageTypes[pick % stageTypes.length]!;
        room.wind((pick % 7) * minute);
        room.ask([ida, carl, olga][pick % 3]!, { type, from: room.state.stage, confirmed: true } as Command);
        for (const by of [ida, carl, olga]) {
          const asking = askingOf({ type: 'board.change' }, room.state.participants[by]!, room.at);
          expect(can(room.state, asking)).toBe(snapshotOf(room.state).can(asking));
        }
      }
    }),
    { numRuns: 100 },
  );
});

test('[RB3] the machine leaves rating only with the last scorecard', () => {
  const room = anInterview();
  room.must(ida, { type: 'interview.start' });
  room.must(ida, { type: 'interview.end' });
  rate(room, ida);
  expect(stageOf(room)).toBe('rating');
  rate(room, carl);
  expect(stageOf(room)).toBe('revealed');
});
