// Who is brought together with whom: one round over everybody who waits. Pure: the time is given, and what people
// decided about each other comes with their tickets. It knows nothing of confirmations, seats or the store.
/** What somebody waits for, and what keeps them apart from others. */
export type Ticket = {
  userId: string;
  /** Shown to whoever is proposed; nothing else of a stranger is, but level and reliability. */
  alias: string;
  formatId: string;
  level: string;
  /** The level's place among those of its format. */
  rank: number;
  languages: readonly string[];
  /** Time for both interviews in a row, or for one now and the other some other day. */
  isForBoth: boolean;
  /** Tags of questions not to be asked. */
  avoid: readonly string[];
  /** Whether somebody met within the week may be met again; both have to say so. */
  isAgainWelcome: boolean;
  since: number;
};

/** Who keeps away from whom: blocks in either direction, and when the two last met. */
export type Acquaintance = {
  blocked: ReadonlySet<string>;
  metAt: ReadonlyMap<string, number>;
};
export type Acquaintances = ReadonlyMap<string, Acquaintance>;

export const againAfterMs = 7 * 24 * 60 * 60_000;
/** Every so long the wait forgives one step more: a level apart, or another idea of how long. */
export const relaxAfterMs = 30_000;
/** Levels beyond these count as the last. */
export const mostRanks = 8;
const furthestRanks = mostRanks - 1;
/** The furthest two can be apart: from the first level to the last, and in length. */
export const mostSteps = furthestRanks + 1;

type Soft = Pick<Ticket, 'rank' | 'isForBoth'>;

/** How far apart two are in what is soft (MA2). */
export function stepsApart(a: Soft, b: Soft): number {
  return Math.abs(a.rank - b.rank) + (a.isForBoth === b.isForBoth ? 0 : 1);
}

export function stepsForgiven(ticket: Pick<Ticket, 'since'>, at: number): number {
  return Math.min(mostSteps, Math.floor(Math.max(0, at - ticket.since) / relaxAfterMs));
}

/** What is hard (MA1): format, a common language, nobody blocked, nobody again within a week unless both want. */
export function mayMeet(a: Ticket, b: Ticket, known: Acquaintances, at: number): boolean {
  if (a.userId === b.userId || a.formatId !== b.formatId) return false;
  if (!a.languages.some((language) => b.languages.includes(language))) return false;
  return isFree(a, b, known, at);
}

function isFree(a: Ticket, b: Ticket, known: Acquaintances, at: number): boolean {
  const ofA = known.get(a.userId);
  const ofB = known.get(b.userId);
  if (ofA?.blocked.has(b.userId) || ofB?.blocked.has(a.userId)) return false;
  if (a.isAgainWelcome && b.isAgainWelcome) return true;
  const metAt = Math.max(ofA?.metAt.get(b.userId) ?? -Infinity, ofB?.metAt.get(a.userId) ?? -Infinity);
  return at - metAt >= againAfterMs;
}

/** Tickets of one format, level, length and language, by their place in the order of waiting. */
type Shelf = Soft & { places: number[]; from: number };

/** One round: pairs of tickets, no ticket twice (MA3). Whoever has waited longest chooses first, and takes of those who
 * came later the nearest within what their wait forgives, of these who has waited longest (MA4). */
export function matchRound(
  waiting: readonly Ticket[],
  known: Acquaintances,
  at: number,
): [older: Ticket, younger: Ticket][] {
  const order = waiting.toSorted((a, b) => a.since - b.since || (a.userId < b.userId ? -1 : 1));
  const shelves = new Shelves(order);
  const isTaken = new Uint8Array(order.length);
  const pairs: [Ticket, Ticket][] = [];
  for (const [place, ticket] of order.entries()) {
    if (isTaken[place]) continue;
    const other = nearestTo(place, { order, shelves, isTaken, known, at });
    if (other === null) continue;
    isTaken[place] = isTaken[other] = 1;
    pairs.push([ticket, order[other]!]);
  }
  return pairs;
}

type Round = {
  order: readonly Ticket[];
  shelves: Shelves;
  isTaken: Uint8Array;
  known: Acquaintances;
  at: number;
};

/** Only among those who came later: whoever came earlier has chosen already, and not this one. */
function nearestTo(place: number, { order, shelves, isTaken, known, at }: Round): number | null {
  const ticket = order[place]!;
  let best: number | null = null;
  let fewest = stepsForgiven(ticket, at);
  for (const shelf of shelves.near(place)) {
    const steps = stepsApart(ticket, shelf);
    if (steps > fewest) continue;
    const { places } = shelf;
    while (shelf.from < places.length && isGone(places[shelf.from]!)) shelf.from += 1;
    for (let i = shelf.from; i < places.length; i += 1) {
      const other = places[i]!;
      if (best !== null && steps === fewest && other >= best) break;
      if (isGone(other) || !isFree(ticket, order[other]!, known, at)) continue;
      [best, fewest] = [other, steps];
      break;
    }
  }
  return best;

  function isGone(other: number): boolean {
    return other <= place || isTaken[other] === 1;
  }
}

/** All of one format and language: a shelf for each level and length there is. */
type Group = Map<number, Shelf>;

class Shelves {
  readonly #groups = new Map<string, Group>();
  readonly #groupsOf: Group[][];

  constructor(order: readonly Ticket[]) {
    this.#groupsOf = order.map((ticket, place) => {
      const { formatId, languages, rank, isForBoth } = ticket;
      const groups = [...new Set(languages)].map((language) => this.#group(`${formatId} ${language}`));
      const key = 2 * rank + (isForBoth ? 1 : 0);
      for (const group of groups) {
        const shelf = group.get(key) ?? { rank, isForBoth, places: [], from: 0 };
        shelf.places.push(place);
        group.set(key, shelf);
      }
      return groups;
    });
  }

  /** The shelves of all who speak a common language with the one at `place`. */
  *near(place: number): Generator<Shelf> {
    for (const group of this.#groupsOf[place] ?? []) yield* group.values();
  }

  #group(key: string): Group {
    const group = this.#groups.get(key) ?? new Map<number, Shelf>();
    this.#groups.set(key, group);
    return group;
  }
}
