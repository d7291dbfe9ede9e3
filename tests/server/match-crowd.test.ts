// Two hundred people at the real queue on a real store, doing anything in any order, with the power cut in between:
// nobody is in two pairs, and every pair has two seats and two distinct questions in either interview.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { graceMs } from '#domain/reliability.ts';
import { meetingOf } from '#domain/queue.ts';
import { Matchmaker } from '../../server/matchmaker.ts';
import { openInvites } from '../../server/invites.ts';
import { defaultRatingWaitMs } from '#domain/room.ts';
import { House } from '../support/house.ts';
import { contentWith } from '../support/match-people.ts';
import { aTicket } from '../support/tickets.ts';

const people = 200;
const someone = fc.nat({ max: people - 1 }).map((i) => `user-${i}`);
const deed = fc.oneof(
  { weight: 5, arbitrary: someone.map((userId) => ({ do: 'enter' as const, userId })) },
  { weight: 1, arbitrary: someone.map((userId) => ({ do: 'leave' as const, userId })) },
  { weight: 8, arbitrary: fc.nat({ max: 400 }).map((which) => ({ do: 'confirm' as const, which })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(1_000, 16_000, 11 * 60_000).map((ms) => ({ do: 'wind' as const, ms })),
  },
  { weight: 1, arbitrary: fc.tuple(someone, someone).map((two) => ({ do: 'block' as const, two })) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
);

test('[MQ1] [MQ3] [MQ4] [PA1] whatever 200 people do at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(deed, { maxLength: 60 }), { minLength: 5, maxLength: 15 }),
      async (turns) => {
        const house = await House.open();
        const content = contentWith(['one', 'two', 'three', 'four']);
        const open = () =>
          Matchmaker.open({
            ...{ store: house.store, rooms: house.rooms, content, clock: house.clock },
            ...{ invites: openInvites('secret'), ratingWaitMs: defaultRatingWaitMs },
            onTrouble: (error) => {
              throw error;
            },
          });
        let matchmaker = await open();
        for (const turn of turns) {
          // All of a turn is asked at once, and comes in whatever order it comes.
          await Promise.all(
            turn.map(async (one) => {
              const at = house.clock.now();
              if (one.do === 'enter') await matchmaker.enter(aTicket(one.userId, { since: at }));
              if (one.do === 'leave') await matchmaker.leave(one.userId);
              if (one.do === 'wind') house.clock.wind(one.ms);
              if (one.do === 'block') await matchmaker.block(...one.two);
              if (one.do === 'confirm') {
                const asked = [...matchmaker.queue.meetings.values()].flatMap(({ userIds }) => userIds);
                const userId = asked[one.which % Math.max(1, asked.length)] ?? 'nobody';
                await matchmaker.confirm(userId, meetingOf(matchmaker.queue, userId)?.id ?? 'none');
              }
            }),
          );
          if (turn.some((one) => one.do === 'restart')) {
            await matchmaker.close();
            matchmaker = await open();
          }
        }
        await matchmaker.leave('nobody');
        await expectSound(house, matchmaker);
        await matchmaker.close();
        await house.close();
      },
    ),
    { numRuns: 15 },
  );
});

async function expectSound(house: House, matchmaker: Matchmaker): Promise<void> {
  const { database, store } = house;
  const kept = (await store.tickets()).map(({ userId }) => userId).toSorted();
  expect(kept).toEqual([...matchmaker.queue.tickets.keys()].toSorted());
  const inPairs = await database.selectFrom('pairing_people').selectAll().execute();
  const pairings = await database.selectFrom('pairings').selectAll().orderBy('created_at').execute();
  const freeAt = new Map<string, number>();
  const interviews = await database
    .selectFrom('paired_interviews')
    .innerJoin('interviews', 'interviews.id', 'paired_interviews.interview_id')
    .select(['pairing_id', 'asked_question', 'interviews.id'])
    .execute();
  const seats = await database.selectFrom('participants').selectAll().execute();
  expect(await database.selectFrom('interviews').select('id').execute()).toHaveLength(interviews.length);
  for (const { id, created_at, starts_at } of pairings) {
    const two = inPairs.filter((person) => person.pairing_id === id).map(({ user_id }) => user_id);
    const ofPairing = interviews.filter(({ pairing_id }) => pairing_id === id);
    expect(new Set(two).size).toBe(2);
    for (const userId of two) {
      expect(created_at).toBeGreaterThanOrEqual(freeAt.get(userId) ?? 0);
      freeAt.set(userId, Number(starts_at) + graceMs);
    }
    expect(new Set(ofPairing.map(({ asked_question }) => asked_question)).size).toBe(2);
    for (const interview of ofPairing) {
      const seated = seats.filter(({ interview_id }) => interview_id === interview.id);
      expect(seated.map(({ user_id }) => user_id).toSorted()).toEqual(two.toSorted());
      expect(seated.map(({ role }) => role).toSorted()).toEqual(['candidate', 'interviewer']);
    }
  }
}
