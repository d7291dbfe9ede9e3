// Messages that are wrong by hand, with the code each is refused with when a candidate sends it in the first phase.
import { limits, protocolVersion } from '#domain/protocol.ts';
import { aCreation, allProps } from '../support/board.ts';

let clientSeq = 0;
const message = (command: unknown, more: object = {}) => ({
  clientId: 'hostile-01',
  clientSeq: ++clientSeq,
  command,
  ...more,
});
const board = (...deltas: unknown[]) => message({ type: 'board.change', deltas });
const delta = (change: object) => ({ ...aCreation(`box-${++clientSeq}`), ...change });
/** JSON that `JSON.stringify` would not write. */
const json = (text: string) => JSON.parse(text) as unknown;

type Bad = [what: string, event: string, payload: unknown, code: string];
/** The payload out of the title's sight: some would take for ever to print. */
const rows = (bad: Bad[]) =>
  bad.map(([what, event, payload, code]) => {
    const row = Object.defineProperty({ event, code, payload: null }, 'payload', {
      enumerable: false,
      value: payload,
    });
    return [what, row] as const;
  });

export const badMessages = rows([
  ['no message', 'command', undefined, 'bad_message'],
  ['a number', 'command', 5, 'bad_message'],
  ['a list', 'command', [[]], 'bad_message'],
  ['no clientSeq', 'command', message({ type: 'phase.pause' }, { clientSeq: undefined }), 'bad_message'],
  [
    'a clientSeq of 2^53',
    'command',
    message({ type: 'chat.send', text: 'x' }, { clientSeq: 2 ** 53 }),
    'bad_message',
  ],
  ['a clientSeq of 0', 'command', message({ type: 'chat.send', text: 'x' }, { clientSeq: 0 }), 'bad_message'],
  [
    'a clientSeq as text',
    'command',
    message({ type: 'chat.send', text: 'x' }, { clientSeq: '1' }),
    'bad_message',
  ],
  [
    'a clientId that is a path',
    'command',
    message({ type: 'chat.send', text: 'x' }, { clientId: '../../etc' }),
    'bad_message',
  ],
  ['a type that is an object', 'command', message({ type: { toString: 'x' } }), 'bad_message'],
  ['the type __proto__', 'command', message({ type: '__proto__' }), 'bad_message'],
  ['the type constructor', 'command', message({ type: 'constructor' }), 'bad_message'],
  [
    'a __proto__ key',
    'command',
    message(json('{"type":"phase.pause","__proto__":{"role":"interviewer"}}')),
    'bad_message',
  ],
  [
    'a constructor key',
    'command',
    message(json('{"type":"phase.pause","constructor":{"prototype":{}}}')),
    'bad_message',
  ],
  [
    'a role of one’s own',
    'command',
    message({ type: 'interview.end' }, { role: 'interviewer' }),
    'bad_message',
  ],
  ['an author of one’s own', 'command', message({ type: 'chat.send', text: 'x', by: 'ida' }), 'bad_message'],
  ['a text of spaces', 'command', message({ type: 'chat.send', text: ' \n\t ' }), 'bad_message'],
  [
    'a text too long',
    'command',
    message({ type: 'chat.send', text: 'x'.repeat(limits.chatLength + 1) }),
    'bad_message',
  ],
  [
    'a name without anything to see',
    'command',
    message({ type: 'name.set', name: '\u202e\u200b\u0000' }),
    'bad_message',
  ],
  [
    'a note of a criterion that is __proto__',
    'command',
    message({
      type: 'note.add',
      noteId: 'note-0001',
      text: 'x',
      criterion: '__proto__',
      isPrivate: false,
      begunAt: 0,
    }),
    'unknown_item',
  ],
  [
    'a note begun in the year 275761',
    'command',
    message({
      type: 'note.add',
      noteId: 'note-0001',
      text: 'x',
      criterion: null,
      isPrivate: false,
      begunAt: 8.65e15,
    }),
    'bad_message',
  ],
  [
    'somebody else’s note',
    'command',
    message({ type: 'note.remove', noteId: 'note-of-ida' }),
    'unknown_item',
  ],
  [
    'a picture of the phase __proto__',
    'command',
    message({ type: 'picture.set', phaseId: '__proto__', file: 'a'.repeat(64) }),
    'unknown_item',
  ],
  [
    'a command of the interviewer',
    'command',
    message({ type: 'phase.advance', from: 'scope', confirmed: true }),
    'not_allowed',
  ],
  ['no deltas', 'command', board(), 'bad_message'],
  [
    '10,000 things that are no deltas',
    'command',
    board(...Array.from({ length: 10_000 }, () => ({}))),
    'bad_message',
  ],
  ['10,000 elements', 'command', board(...Array.from({ length: 10_000 }, (_, i) => i)), 'bad_message'],
  [
    'more elements than a command holds',
    'command',
    board(
      ...Array.from({ length: 2_001 }, (_, i) => ({
        id: i.toString(36),
        base: null,
        version: 1,
        versionNonce: 1,
        props: {},
      })),
    ),
    'bad_element',
  ],
  ['the same element twice', 'command', board(aCreation('twin'), aCreation('twin')), 'bad_element'],
  ['a version of 2^53', 'command', board(delta({ version: 2 ** 53 })), 'bad_element'],
  ['a version near 2^53', 'command', board(delta({ version: 2 ** 53 - 1 })), 'bad_element'],
  ['a version below 1', 'command', board(delta({ version: 0 })), 'bad_message'],
  [
    'a delta without a base of what is not there',
    'command',
    board(delta({ props: { x: 1 } })),
    'bad_element',
  ],
  [
    'an append to nothing',
    'command',
    board(delta({ props: {}, append: { from: 5, points: [[1, 1]] } })),
    'bad_element',
  ],
  [
    'a place beyond all numbers',
    'command',
    board(delta({ props: allProps('rectangle', { x: 1e300 }) })),
    'bad_element',
  ],
  [
    'an embedded page',
    'command',
    board(delta({ props: allProps('embeddable', { link: 'https://evil.example' }) })),
    'bad_element',
  ],
  ['an iframe', 'command', board(delta({ props: allProps('iframe') })), 'bad_element'],
  [
    'a script as a link',
    'command',
    board(delta({ props: allProps('rectangle', { link: 'javascript:alert(1)' }) })),
    'bad_element',
  ],
  [
    'a picture from elsewhere',
    'command',
    board(delta({ props: allProps('image', { fileId: 'https://evil.example/x.png' }) })),
    'bad_element',
  ],
  [
    'an element named __proto__',
    'command',
    board(delta({ props: json('{"__proto__":{"type":"iframe"}}') as object })),
    'bad_element',
  ],
  [
    'an unknown interview',
    'join',
    { interviewId: 'A'.repeat(22), lastSeq: null, protocol: protocolVersion },
    'unknown_interview',
  ],
  [
    'an interview named __proto__',
    'join',
    { interviewId: '__proto__', lastSeq: null, protocol: protocolVersion },
    'unknown_interview',
  ],
  [
    'a protocol of tomorrow',
    'join',
    { interviewId: 'A'.repeat(22), lastSeq: null, protocol: 1e9 },
    'old_client',
  ],
  [
    'a lastSeq below 0',
    'join',
    { interviewId: 'A'.repeat(22), lastSeq: -1, protocol: protocolVersion },
    'bad_message',
  ],
  ['a pointer nowhere', 'pointer', { pointer: { x: null, y: 0, button: 'up' } }, 'bad_message'],
  ['a pointer with a third button', 'pointer', { pointer: { x: 0, y: 0, button: 'middle' } }, 'bad_message'],
  ['a view through a keyhole', 'pointer', { view: { x: 0, y: 0, zoom: 0 } }, 'bad_message'],
]);
