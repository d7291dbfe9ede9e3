// Any command of any participant, by a number: recordings nobody would have thought of. Many are refused.
import type { Command } from '#domain/protocol.ts';
import { carl, ida, olga } from './an-interview.ts';
import type { DrivenRoom } from './an-interview.ts';

/** Who asks, and what. */
export function anyCommand(room: DrivenRoom, pick: number): [string, Command] {
  const by = [ida, carl, olga][pick % 3]!;
  const id = `note-${pick % 7}-xxxx`;
  const commands: Command[] = [
    {
      type: 'note.add',
      noteId: id,
      text: `text ${pick}`,
      criterion: null,
      isPrivate: pick % 2 === 0,
      begunAt: room.at,
    },
    { type: 'note.edit', noteId: id, text: `again ${pick}`, criterion: 'scope', isPrivate: pick % 5 === 0 },
    { type: 'note.remove', noteId: id },
    { type: 'checklist.set', itemId: 'scope.item', done: pick % 2 === 0 },
    { type: 'answer.give', clarificationId: 'volume' },
    { type: 'hint.give', deepDiveId: 'spikes', step: ((pick % 3) + 1) as 1 | 2 | 3 },
    { type: 'curveball.play', curveballId: 'campaign' },
    { type: 'chat.send', text: `chat ${pick}` },
    { type: 'phase.pause' },
    { type: 'phase.resume' },
    { type: 'phase.undo' },
    { type: 'phase.extend', from: room.state.stage },
    { type: 'phase.advance', from: room.state.stage, confirmed: true },
    { type: 'rating.set', criterion: 'depth', value: 2, behaviours: [], evidence: `e ${pick}`, notes: [] },
    { type: 'summary.set', recommendation: 'yes', strength: '', change: '' },
    { type: 'name.set', name: `Name ${pick}` },
  ];
  return [by, commands[pick % commands.length]!];
}
