// Who may ask what, and when: every cell of the matrix against the real rooms on a real store, and every
// command of every role once more over a real socket.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askingOf } from '#domain/decide.ts';
import { can } from '#domain/interview.ts';
import { commandSchema } from '#domain/protocol.ts';
import type { Ack } from '#domain/protocol.ts';
import { sealState } from '#domain/view.ts';
import { openInvites } from '../../server/invites.ts';
import type { Room } from '../../server/room.ts';
import { House } from '../support/house.ts';
import { commandTable, decisionFor, rightCommand } from './authorisation-commands.ts';
import type { Decision, Row } from './authorisation-commands.ts';
import { isThere, moments, participantOf, picture, seatHolders, seated } from './authorisation-moments.ts';
import type { Host, Moment, Seated } from './authorisation-moments.ts';
import { newInterview } from './authorisation-house.ts';

const rows = Object.keys(commandTable) as Row[];
const invites = openInvites('secret');
const file = createHash('sha256').update(picture).digest('hex');
/** What a round of one's own and a phase that stands still forbid is decided beyond the machine (decide-solo.ts). */
const isBeyondMachine = (row: Row) => /, (after|later)$|^script\./.test(row);
const codeOf = (ack: Ack): Decision => (ack.ok ? 'ok' : ack.code);

test('every command of the protocol has its decisions, and nothing else has', () => {
  const types = commandSchema.options.map((option) => option.entries.type.literal).toSorted();
  expect([...new Set(rows.map((row) => row.split(', ')[0]))].toSorted()).toEqual(types);
});

describe('[RL1] [RL2] [RL4] in the room', () => {
  let house: House;
  let cells = 0;
  beforeAll(async () => {
    house = await House.open();
  });
  afterAll(() => house.close());

  test.each(seated.map((who) => [who]))('%s', async (who) => {
    const wrong: string[] = [];
    for (const moment of moments.filter((moment) => isThere(who, moment))) {
      const answers = await answersFor(who, moment);
      for (const [row, answer] of answers) {
        cells += 1;
        const decision = decisionFor(row, who, moment);
        if (answer !== decision) wrong.push(`${row} by ${who} at "${moment}": ${answer}, not ${decision}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('the matrix is whole, and as large as it is said to be', () => {
    // 5 seats x 23 moments, the host before the others came, and whoever is alone x 25.
    expect(cells).toBe(rows.length * (5 * 23 + 2 + 25));
    const ways = `${rows.length} ways to ask, ${cells.toLocaleString('en')} cells`;
    expect(readFileSync('tests/PROMISES.md', 'utf8')).toContain(ways);
  });

  /** Asks everything at one moment: what is refused leaves no trace, what is done leaves a room to be thrown away. */
  async function answersFor(who: Seated, moment: Moment): Promise<Map<Row, Decision>> {
    const { role, host } = seatHolders[who];
    const answers = new Map<Row, Decision>();
    let lease: Awaited<ReturnType<typeof anInterviewAt>> | null = null;
    for (const row of rows) {
      lease ??= await anInterviewAt(moment, host);
      const by = participantOf(lease.interviewId, role);
      const { room } = lease;
      const { stage } = await room.read((state) => state);
      const before = await deedsOf(by, lease);
      const command = rightCommand[row]({ stage, role, file, at: house.clock.now() });
      // What the browser would enable its button by: the same machine on what this person is sent.
      const isOffered = await room.read((state) => {
        const sealed = sealState(state, { participantId: by, role });
        const me = state.participants[by];
        return me !== undefined && can(sealed, askingOf(command, me, house.clock.now()));
      });
      const answer = codeOf(
        await room.submit(by, { clientId: 'client-01', clientSeq: answers.size + 1, command }),
      );
      answers.set(row, answer);
      const isRefusedByMachine = ['not_allowed', 'wrong_stage', 'too_late', 'needs_confirmation'].includes(
        answer,
      );
      if (answer === 'ok') expect(isOffered, `${row} by ${who} at ${moment}`).toBe(true);
      if (isRefusedByMachine && !isBeyondMachine(row))
        expect(isOffered, `${row} by ${who} at ${moment}`).toBe(false);
      const after = await deedsOf(by, lease);
      expect(after - before, `${row} by ${who} at ${moment}`).toBe(answer === 'ok' ? 1 : 0);
      if (answer === 'ok') lease = lease.release();
    }
    lease?.release();
    return answers;
  }

  /** What `by` did; whoever is alone is answered by the script, which is no deed of theirs. */
  async function deedsOf(by: string, { room, interviewId }: { room: Room; interviewId: string }) {
    const { seq, solo } = await room.read((state) => state);
    if (!solo) return seq;
    return (await house.store.entries(interviewId)).filter((entry) => entry.by === by).length;
  }

  async function anInterviewAt(moment: Moment, host: Host) {
    const interviewId = await newInterview(
      { store: house.store, invites, now: house.clock.now() },
      moment,
      host,
    );
    const lease = await house.rooms.lease(interviewId);
    if (!lease) throw new Error('no room');
    return { ...lease, interviewId, release: () => (lease.release(), null) };
  }
});
