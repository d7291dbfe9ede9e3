import { expect, test } from 'vitest';
import { cutTo, everything } from '#domain/export.ts';
import type { Choices } from '#domain/export.ts';
import { toSnapshot } from '#domain/fold.ts';
import { sealState } from '#domain/view.ts';
import { aStartedInterview, carl, finish, ida, rate } from '../support/an-interview.ts';

const owner = { participantId: carl, role: 'candidate' } as const;

function exported(choices: Partial<Choices>): string {
  const room = aStartedInterview();
  const note = { type: 'note.add', criterion: null, isPrivate: false, begunAt: room.at } as const;
  room.must(carl, { ...note, noteId: 'note-0001', text: 'note-of-mine' });
  room.must(ida, { ...note, noteId: 'note-0002', text: 'note-of-theirs' });
  room.must(ida, { type: 'chat.send', text: 'chat-text' });
  const estimate = { type: 'estimate.set', value: 5, unit: 'requests', working: '' } as const;
  room.must(carl, { ...estimate, name: 'estimate-of-mine' });
  room.must(ida, { ...estimate, name: 'estimate-of-theirs' });
  rate(rate(finish(room), ida, 3, 'their-evidence'), carl, 3, 'my-evidence');
  const state = cutTo(sealState(room.state, owner), owner, { ...everything, ...choices });
  return JSON.stringify(toSnapshot(state));
}

test('[EX1] everything is what its owner may read', () => {
  const text = exported({});
  for (const part of [
    'note-of-mine',
    'note-of-theirs',
    'chat-text',
    'their-evidence',
    'my-evidence',
    'canary-reveal',
  ])
    expect(text).toContain(part);
});

test.each<[string, Partial<Choices>, string[], string[]]>([
  [
    'my side only',
    { sides: 'mine' },
    ['my-evidence', 'note-of-mine', 'estimate-of-mine'],
    ['their-evidence', 'note-of-theirs', 'chat-text', 'estimate-of-theirs'],
  ],
  ['no notes', { notes: false }, ['their-evidence'], ['note-of-mine', 'note-of-theirs', 'chat-text']],
  [
    'no reference',
    { reference: false },
    ['Design a notification'],
    ['canary-reveal', 'canary-interviewer brief'],
  ],
  ['no partner’s name', { names: false }, ['"name":"Interviewer"', `"name":"${carl}"`], [`"name":"${ida}"`]],
])('[EX1] %s', (_what, choices, kept, gone) => {
  const text = exported(choices);
  for (const part of kept) expect(text).toContain(part);
  for (const part of gone) expect(text).not.toContain(part);
});
