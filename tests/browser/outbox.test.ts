import { beforeEach, expect, test } from 'vitest';
import { refuse } from '#domain/protocol.ts';
import type { Ack, Command } from '#domain/protocol.ts';
import { Outbox } from '../../src/lib/room/outbox.ts';

const chat = (text: string): Command => ({ type: 'chat.send', text });
const textsOf = (outbox: Outbox, most = 99) =>
  outbox.takeUnsent(most).map(({ command }) => (command.type === 'chat.send' ? command.text : command.type));

beforeEach(() => localStorage.clear());

test('[RC3] commands go out in the order asked, and again after a reconnect until answered', async () => {
  const outbox = new Outbox('interview-1', localStorage);
  const first = outbox.add(chat('first'));
  outbox.add(chat('second'));
  expect(textsOf(outbox)).toEqual(['first', 'second']);
  expect(textsOf(outbox)).toEqual([]);
  const answer: Ack = { ok: true, seq: 7 };
  outbox.settle(first.message.clientId, first.message.clientSeq, answer);
  expect(await first.settled).toEqual(answer);
  outbox.forgetSent();
  expect(textsOf(outbox)).toEqual(['second']);
});

test('[RC3] every command has its own number, also across two outboxes of one interview', () => {
  const outboxes = [new Outbox('interview-1', localStorage), new Outbox('interview-1', localStorage)];
  const numbers = outboxes.flatMap((outbox) =>
    [1, 2, 3].map(() => {
      const { clientId, clientSeq } = outbox.add(chat('x')).message;
      return `${clientId}:${clientSeq}`;
    }),
  );
  expect(new Set(numbers).size).toBe(6);
});

test('what a closed tab left unsent is taken over by the next one, under its old numbers', () => {
  const closed = new Outbox('interview-1', localStorage);
  const { message } = closed.add(chat('kept'));
  closed.keep();
  const other = new Outbox('interview-2', localStorage);
  other.adopt();
  expect(other.size).toBe(0);
  const next = new Outbox('interview-1', localStorage);
  next.adopt();
  expect(next.takeUnsent(9)).toEqual([message]);
});

test('nothing is kept once everything is answered', () => {
  const outbox = new Outbox('interview-1', localStorage);
  const { message } = outbox.add(chat('answered'));
  outbox.keep();
  outbox.settle(message.clientId, message.clientSeq, { ok: true, seq: 1 });
  expect(localStorage.length).toBe(0);
});

test('a damaged store of unsent commands is let go, not tripped over', () => {
  localStorage.setItem('fourstep.outbox.interview-1.broken', '{not json');
  const outbox = new Outbox('interview-1', localStorage);
  outbox.adopt();
  expect(outbox.size).toBe(0);
});

test('a device without room for it keeps nothing rather than half of it', () => {
  const outbox = new Outbox('interview-1', localStorage);
  outbox.add(chat('x'.repeat(6 * 1024 * 1024)));
  outbox.keep();
  expect(localStorage.length).toBe(0);
  expect(outbox.size).toBe(1);
});

test('a button of the clock is for now: given up with the connection, and never kept for later', async () => {
  const outbox = new Outbox('interview-1', localStorage);
  const pause = outbox.add({ type: 'phase.pause' });
  outbox.add(chat('stays'));
  outbox.keep();
  expect(localStorage.getItem(localStorage.key(0)!)).not.toContain('phase.pause');
  outbox.giveUpFleeting(refuse('not_saved'));
  expect(await pause.settled).toMatchObject({ ok: false, code: 'not_saved' });
  outbox.forgetSent();
  expect(textsOf(outbox)).toEqual(['stays']);
});

test('what was answered is not sent again by a later tab', () => {
  const outbox = new Outbox('interview-1', localStorage);
  const refused = outbox.add(chat('refused'));
  outbox.add(chat('waiting'));
  outbox.keep();
  outbox.settle(refused.message.clientId, refused.message.clientSeq, refuse('wrong_stage'));
  const later = new Outbox('interview-1', localStorage);
  later.adopt();
  expect(textsOf(later)).not.toContain('refused');
});
