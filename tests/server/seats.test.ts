// Taking a seat while the interview ends, or while nothing can be saved: the row and the recording stay together.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mostObservers } from '../../server/interviews.ts';
import { House } from '../support/house.ts';

let house: House;
beforeEach(async () => {
  house = await House.open();
});
afterEach(() => house.close());

const carl = { id: 'user-carl' };
const wishOf = (interviewId: string, role: 'candidate' | 'observer' = 'candidate') => ({
  token: house.tokenOf(interviewId, role),
  name: 'Carl',
  watch: false,
});

describe('a seat taken at the very end', () => {
  test('is given back when the interview ended between the look and the entry', async () => {
    const { interviewId, submit, room } = await house.aRoom({ isAlone: true });
    await submit({ type: 'interview.start', confirmed: true });
    const interviews = house.interviews({
      async takeSeat(seat, observersAtMost) {
        await submit({ type: 'interview.end' });
        return house.store.takeSeat(seat, observersAtMost);
      },
    });
    expect(await interviews.join(interviewId, wishOf(interviewId), carl)).toMatchObject({
      ok: false,
      code: 'too_late',
    });
    expect(await room.read((state) => Object.keys(state.participants))).toHaveLength(1);
    expect(await house.store.seatOf(interviewId, carl.id)).toBeNull();
  });

  test('a row whose entry was lost is not healed into an interview that is over', async () => {
    const { interviewId, submit, room } = await house.aRoom({ isAlone: true });
    await submit({ type: 'interview.start', confirmed: true });
    const row = { participantId: 'carl-without-entry', interviewId, userId: carl.id, name: 'Carl' };
    await house.store.takeSeat({ ...row, role: 'candidate', isHost: false }, mostObservers);
    await submit({ type: 'interview.end' });
    const joined = await house.interviews().join(interviewId, wishOf(interviewId), carl);
    expect(joined).toMatchObject({ ok: false, code: 'too_late' });
    expect(await room.read((state) => Object.keys(state.participants))).toHaveLength(1);
  });

  test('observers may still come', async () => {
    const { interviewId, submit } = await house.aRoom({ isAlone: true });
    await submit({ type: 'interview.start', confirmed: true });
    await submit({ type: 'interview.end' });
    const wish = wishOf(interviewId, 'observer');
    expect(await house.interviews().join(interviewId, wish, carl)).toMatchObject({ ok: true });
  });
});

test('a seat whose entry cannot be saved is answered so, and healed by the next call', async () => {
  const { interviewId, room } = await house.aRoom({ isAlone: true });
  await sql`create trigger full before insert on entries begin select raise(abort, 'full'); end`.execute(
    house.database,
  );
  const interviews = house.interviews();
  expect(await interviews.join(interviewId, wishOf(interviewId), carl)).toMatchObject({ code: 'not_saved' });
  await sql`drop trigger full`.execute(house.database);
  expect(await interviews.join(interviewId, wishOf(interviewId), carl)).toMatchObject({ ok: true });
  expect(await room.read((state) => Object.values(state.participants).map(({ name }) => name))).toEqual([
    'Ida',
    'Carl',
  ]);
});

test('an interview holds so many observers, however many come at once; its raters still find their seats', async () => {
  const { interviewId } = await house.aRoom({ isAlone: true });
  const interviews = house.interviews();
  const wish = wishOf(interviewId, 'observer');
  const crowd = Array.from({ length: mostObservers + 3 }, (_, i) => ({ id: `user-${i}` }));
  const answers = await Promise.all(crowd.map((user) => interviews.join(interviewId, wish, user)));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(mostObservers);
  expect(answers.find((answer) => !answer.ok)).toMatchObject({ code: 'full', canWatch: false });
  const seated = crowd[answers.findIndex((answer) => answer.ok)]!;
  expect(await interviews.join(interviewId, wish, seated)).toMatchObject({ ok: true });
  expect(await interviews.join(interviewId, wishOf(interviewId), carl)).toMatchObject({ ok: true });
});
