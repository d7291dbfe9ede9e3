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

/** How far apart two are in what is soft (MA2). */
export function stepsApart(a: Ticket, b: Ticket): number {
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
type Shelf = { places: number[]; from: number };

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
  const forgiven = stepsForgiven(ticket, at);
  for (let steps = 0; steps <= forgiven; steps += 1) {
    let best: number | null = null;
    for (const shelf of shelves.at(place, ticket, steps)) {
      while (shelf.from < shelf.places.length && isGone(shelf.places[shelf.from]!)) shelf.from += 1;
      for (let i = shelf.from; i < shelf.places.length; i += 1) {
        const other = shelf.places[i]!;
        if (best !== null && other >= best) break;
        if (!isGone(other) && isFree(ticket, order[other]!, known, at)) best = other;
      }
    }
    if (best !== null) return best;
  }
  return null;

  function isGone(other: number): boolean {
    return other <= place || isTaken[other] === 1;
  }
}

/** All of one format and language: a shelf for each level and length, empty ones left out. */
type Group = (Shelf | undefined)[];

class Shelves {
  readonly #groups = new Map<string, Group>();
  readonly #groupsOf: Group[][] = [];

  constructor(order: readonly Ticket[]) {
    for (const [place, ticket] of order.entries()) {
      const groups = [...new Set(ticket.languages)].map((language) => this.#group(ticket.formatId, language));
      this.#groupsOf.push(groups);
      const at = shelfOf(ticket.rank, ticket.isForBoth);
      for (const group of groups) (group[at] ??= { places: [], from: 0 }).places.push(place);
    }
  }

  /** The shelves of whoever is exactly so many steps from the one at `place`, and speaks a common language. */
  *at(place: number, { rank, isForBoth }: Ticket, steps: number): Generator<Shelf> {
    for (const group of this.#groupsOf[place] ?? []) {
      for (const [away, isOther] of [[steps, isForBoth] as const, [steps - 1, !isForBoth] as const]) {
        if (away < 0) continue;
        const [below, above] = [rank - away, rank + away];
        const near = below >= 0 ? group[shelfOf(below, isOther)] : undefined;
        if (near) yield near;
        const far = away > 0 && above < mostRanks ? group[shelfOf(above, isOther)] : undefined;
        if (far) yield far;
      }
    }
  }

  #group(formatId: string, language: string): Group {
    const key = `${formatId} ${language}`;
    const group = this.#groups.get(key) ?? [];
    this.#groups.set(key, group);
    return group;
  }
}

const shelfOf = (rank: number, isForBoth: boolean) => 2 * rank + (isForBoth ? 1 : 0);
