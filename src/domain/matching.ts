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
const mostRanks = 8;
/** The furthest two can be apart: from the first level to the last, and in length. */
export const mostSteps = mostRanks;

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
    for (const shelf of shelves.at(ticket, steps)) {
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

class Shelves {
  readonly #shelves = new Map<string, Shelf>();

  constructor(order: readonly Ticket[]) {
    for (const [place, ticket] of order.entries()) {
      for (const language of new Set(ticket.languages)) {
        const key = keyOf(ticket.formatId, ticket.rank, ticket.isForBoth, language);
        const shelf = this.#shelves.get(key) ?? { places: [], from: 0 };
        shelf.places.push(place);
        this.#shelves.set(key, shelf);
      }
    }
  }

  /** The shelves of whoever is exactly so many steps away and speaks a common language. */
  *at(ticket: Ticket, steps: number): Generator<Shelf> {
    const { rank } = ticket;
    for (const isOther of [false, true]) {
      const away = steps - (isOther ? 1 : 0);
      if (away < 0) continue;
      for (const other of new Set([rank - away, rank + away])) {
        if (other < 0 || other >= mostRanks) continue;
        for (const language of ticket.languages) {
          const shelf = this.#shelves.get(
            keyOf(ticket.formatId, other, isOther ? !ticket.isForBoth : ticket.isForBoth, language),
          );
          if (shelf) yield shelf;
        }
      }
    }
  }
}

const keyOf = (formatId: string, rank: number, isForBoth: boolean, language: string) =>
  `${formatId} ${rank} ${isForBoth ? 2 : 1} ${language}`;
