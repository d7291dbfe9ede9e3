// The partner queue: how long one round over ten thousand people takes, and how long people wait over a week of
// arrivals as an evening site sees them, with those who do not answer and those who give up.
import { matchRound } from '#domain/matching.ts';
import type { Acquaintances, Ticket } from '#domain/matching.ts';
import { aTicket, strangers } from '../support/tickets.ts';
import { median, percentile, timed } from './figure.ts';
import type { Report, Series } from './figure.ts';

const formats = ['system-design', 'coding', 'behavioral-star', 'negotiation'];
const hourMs = 60 * 60_000;
const weekMs = 7 * 24 * hourMs;
const roundMs = 5_000;
/** Arrivals in an hour of the day: few at night, most in the evening. */
const arrivals = [3, 2, 1, 1, 1, 2, 4, 7, 9, 8, 8, 9, 12, 10, 8, 9, 12, 20, 32, 40, 42, 34, 18, 7];

/** The same week each time. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function someTicket(chance: () => number, userId: string, since: number): Ticket {
  const one = <T>(list: readonly T[]): T => list[Math.floor(chance() ** 1.6 * list.length)]!;
  const second = chance() < 0.3 ? [one(['de', 'fr', 'es', 'pt'])] : [];
  const languages = chance() < 0.9 ? ['en', ...second] : [one(['de', 'fr', 'es', 'pt'])];
  const change = { formatId: one(formats), rank: Math.floor(chance() * 3), isForBoth: chance() < 0.7 };
  return aTicket(userId, { ...change, languages, since });
}

export function benchMatching(): Report {
  const chance = chances(8);
  const crowd = Array.from({ length: 10_000 }, (_, i) => someTicket(chance, `user-${i}`, i * 20));
  const alike = Array.from({ length: 10_000 }, (_, i) => aTicket(`user-${i}`, { since: i * 20 }));
  // Nobody may meet anybody: the only other who speaks the language was met yesterday.
  const apart = Array.from({ length: 10_000 }, (_, i) =>
    aTicket(`user-${i}`, { languages: [`language-${i >> 1}`], rank: i % 3, since: 0 }),
  );
  const met = new Map(
    apart.map(({ userId }, i) => [
      userId,
      { blocked: new Set<string>(), metAt: new Map([[`user-${i ^ 1}`, 0]]) },
    ]),
  );
  const roundOf = (tickets: Ticket[], known: Acquaintances = strangers) =>
    timed(15, () => void matchRound(tickets, known, 300_000));
  const week = simulate(chances(9));
  const waitsByHour = byHour(week);
  console.table(
    waitsByHour.rows.map((row) => Object.fromEntries(waitsByHour.columns.map((name, i) => [name, row[i]]))),
  );
  const waits = week.flatMap(({ found }) => found);
  const gaveUp = week.reduce((sum, { gaveUp }) => sum + gaveUp, 0);
  return {
    figures: [
      { what: 'a round over 10,000 waiting, mixed', value: roundOf(crowd), unit: 'ms', atMost: 50 },
      { what: 'a round over 10,000 who are all alike', value: roundOf(alike), unit: 'ms', atMost: 50 },
      {
        what: 'a round over 10,000 of whom no two may meet',
        value: roundOf(apart, met),
        unit: 'ms',
        atMost: 50,
      },
      {
        what: 'a simulated week: found somebody',
        value: (100 * waits.length) / (waits.length + gaveUp),
        unit: '%',
      },
      { what: 'a simulated week: half found somebody within', value: median(waits) / 1_000, unit: 's' },
    ],
    series: [waitsByHour],
  };
}

type Hour = { found: number[]; gaveUp: number };

function simulate(chance: () => number): Hour[] {
  const hours = arrivals.map((): Hour => ({ found: [], gaveUp: 0 }));
  const patience = new Map<string, number>();
  let waiting: Ticket[] = [];
  let count = 0;
  const hourOf = ({ since }: Ticket) => hours[Math.floor(since / hourMs) % 24]!;
  for (let at = 0; at < weekMs; at += roundMs) {
    const perRound = ((arrivals[Math.floor(at / hourMs) % 24] ?? 0) * roundMs) / hourMs;
    if (chance() < perRound) {
      const ticket = someTicket(chance, `user-${(count += 1)}`, at);
      patience.set(ticket.userId, at - 8 * 60_000 * Math.log(1 - chance()));
      waiting.push(ticket);
    }
    const gone = new Set(waiting.filter(({ userId }) => (patience.get(userId) ?? 0) < at));
    for (const ticket of gone) hourOf(ticket).gaveUp += 1;
    waiting = waiting.filter((ticket) => !gone.has(ticket));
    const out = new Set<Ticket>();
    for (const pair of matchRound(waiting, strangers, at)) {
      // One in twenty does not say that they are here: they are out, the other keeps the place.
      const silent = pair.filter(() => chance() < 0.05);
      for (const ticket of silent) {
        hourOf(ticket).gaveUp += 1;
        out.add(ticket);
      }
      if (silent.length > 0) continue;
      for (const ticket of pair) {
        hourOf(ticket).found.push(at - ticket.since);
        out.add(ticket);
      }
    }
    waiting = waiting.filter((ticket) => !out.has(ticket));
  }
  return hours;
}

function byHour(week: Hour[]): Series {
  return {
    name: 'matching-waits',
    title: 'Waiting for a partner by time of day, a simulated week',
    columns: ['hour', 'came', 'found %', 'half within s', 'nine in ten within s'],
    rows: week.map(({ found, gaveUp }, hour) => [
      ...[hour, found.length + gaveUp],
      Math.round((100 * found.length) / Math.max(1, found.length + gaveUp)),
      ...[median(found) / 1_000, percentile(found, 0.9) / 1_000].map((value) => Math.round(value) || 0),
    ]),
    plots: [
      { columns: ['half within s', 'nine in ten within s'], unit: 's' },
      { columns: ['found %'], unit: '%' },
    ],
  };
}
