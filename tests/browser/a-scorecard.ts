// An interview in which both have rated, and its report as one of them reads it; for tests of the scorecard.
import type { Command, Role } from '#domain/protocol.ts';
import { sealState } from '#domain/view.ts';
import { reportOf } from '$lib/scorecard/report.ts';
import type { Report } from '$lib/scorecard/report.ts';
import { anInterview, carl, ida, minute } from '../support/an-interview.ts';
import type { DrivenRoom } from '../support/an-interview.ts';

type Value = Extract<Command, { type: 'rating.set' }>['value'];

export function rate(
  room: DrivenRoom,
  by: string,
  criterion: string,
  value: Value,
  evidence = '',
  behaviours: string[] = [],
) {
  room.must(by, { type: 'rating.set', criterion, value, behaviours, evidence, notes: [] });
}

export function submit(room: DrivenRoom, by: string, change = '') {
  room.must(by, { type: 'summary.set', recommendation: 'yes', strength: 'Calm.', change });
  room.must(by, { type: 'rating.submit' });
}

type Wish = { carlsScope?: Value; carlsNote?: string };
/** An interview of two phases' length in which both have rated; `scope` went better than `depth`. */
export function aRevealedInterview({ carlsScope = 3, carlsNote = 'mine alone' }: Wish = {}): DrivenRoom {
  const room = anInterview();
  room.must(ida, { type: 'interview.start' });
  room.wind(90_000);
  const note = { noteId: 'note-0001', text: 'Asked for the volume', criterion: 'scope', isPrivate: false };
  room.must(ida, { type: 'note.add', ...note, begunAt: room.at });
  room.must(carl, {
    type: 'note.add',
    ...note,
    noteId: 'note-0002',
    text: carlsNote,
    isPrivate: true,
    begunAt: room.at,
  });
  room.must(ida, { type: 'checklist.set', itemId: 'scope.item', done: true });
  room.must(ida, { type: 'answer.give', clarificationId: 'volume' });
  room.wind(2.5 * minute);
  room.must(ida, { type: 'phase.advance', from: 'scope' });
  room.wind(16 * minute);
  room.must(ida, { type: 'interview.end' });
  const scope = { criterion: 'scope', behaviours: ['scope.3a'], evidence: '', notes: ['note-0001'] };
  room.must(ida, { type: 'rating.set', ...scope, value: 3 });
  rate(room, ida, 'depth', 2, 'Named no number.', ['depth.2a', 'depth.3a']);
  rate(room, carl, 'scope', carlsScope, carlsScope === 4 ? 'Seen.' : '');
  rate(room, carl, 'depth', 'not_observed');
  submit(room, ida, 'Bring numbers.');
  submit(room, carl, 'Say one number aloud in every phase.');
  return room;
}

export function reportFor(who: string, role: Role, room = aRevealedInterview()): Report {
  return reportOf(sealState(room.state, { participantId: who, role }), role);
}
