// Who is here, away and lost, when a person has several tabs.
import { expect, test } from 'vitest';
import type { PersonPresence } from '#domain/protocol.ts';
import { Presence } from '../../server/presence.ts';
import { WoundClock } from '../support/wound-clock.ts';

function aPresence() {
  const clock = new WoundClock();
  const told: PersonPresence[][] = [];
  const presence = new Presence(clock, { people: (people) => told.push(people), moved: () => undefined });
  const statusOf = (people = presence.people()) => people.find((p) => p.participantId === 'carl')?.status;
  presence.enter('carl', 'one');
  return { clock, told, presence, statusOf };
}

test('closing the tab one looks at tells the others that only hidden ones are left', () => {
  const { told, presence, statusOf } = aPresence();
  presence.enter('carl', 'two');
  presence.update('carl', 'two', { isAway: true });
  expect(statusOf()).toBe('here');
  const before = told.length;
  presence.leave('carl', 'one');
  expect(told.slice(before).map(statusOf)).toEqual(['away']);
});

test('a lost connection counts as it was, here or away, until the grace is over', () => {
  const { clock, told, presence, statusOf } = aPresence();
  presence.update('carl', 'one', { isAway: true });
  const before = told.length;
  presence.leave('carl', 'one');
  expect(statusOf()).toBe('away');
  clock.wind(4_999);
  expect([statusOf(), told.length]).toEqual(['away', before]);
  clock.wind(1);
  expect(statusOf(told.at(-1))).toBe('lost');
});

test('whoever typed in a tab that is closed does not type in the one that stays', () => {
  const { presence } = aPresence();
  presence.enter('carl', 'two');
  presence.update('carl', 'one', { isTyping: true });
  presence.leave('carl', 'one');
  expect(presence.people()).toEqual([{ participantId: 'carl', status: 'here', isTyping: false }]);
});
