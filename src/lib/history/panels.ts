// From series to what is drawn: which sessions stand where on an axis, and which dots, medians and bands each plot
// has. Pure; the components only turn these numbers into shapes.
import type { CriterionTrend, Difficulty, Point, Series } from '#domain/history.ts';
import { median } from '#domain/trend.ts';

/** Below three a series is a list, not a picture. */
export const leastDrawn = 3;
/** More dots than this in one series say nothing more. */
const mostDrawn = 24;
const lastFew = 3;
/** Half of a median's bar where there is no other to join it to. */
const halfBar = 5;

/** One interview on the axis of its format; `x` is its place from 0 to 100. */
export type Session = { interviewId: string; at: number; x: number };
/** One series on that axis. Blocks stand side by side, never joined: another level or rubric is another scale. */
export type Block = { series: Series; sessions: Session[]; from: number; to: number };

/** `difficulty`: of its question, where that was kept. */
export type Dot = Session & {
  observed: number | null;
  self: number | null;
  difficulty?: Difficulty | undefined;
};

/** In pixels; a dot is larger the harder its question was. */
export const radiusOf = (difficulty: Difficulty | undefined): number =>
  ({ easy: 3.5, medium: 5, hard: 6.5 })[difficulty ?? 'medium'];

export type Line = { x1: number; x2: number; y1: number; y2: number };
export type Plot = {
  dots: Dot[];
  medians: Line[];
  bands: { from: number; to: number; low: number; high: number }[];
};

/** The series of one format that can be drawn, the one with the oldest session first. */
export function blocksOf(series: readonly Series[]): Block[] {
  const drawn = series
    .filter(({ count }) => count >= leastDrawn)
    .map((one) => ({ series: one, points: sessionsOf(one).slice(-mostDrawn) }))
    .filter(({ points }) => points.length > 0)
    .sort((a, b) => a.points[0]!.at - b.points[0]!.at);
  // A free place between two blocks, where the break is.
  const places = drawn.reduce((sum, { points }) => sum + points.length, Math.max(0, drawn.length - 1));
  let place = 0;
  return drawn.map(({ series: one, points }): Block => {
    const from = (place / places) * 100;
    const sessions = points.map(({ interviewId, at }): Session => {
      place += 1;
      return { interviewId, at, x: ((place - 0.5) / places) * 100 };
    });
    const to = (place / places) * 100;
    place += 1;
    return { series: one, sessions, from, to };
  });
}

/** The criteria of all blocks, those of the latest block first. */
export function criteriaOf(blocks: readonly Block[]): string[] {
  const latestFirst = blocks.toSorted((a, b) => (b.sessions.at(-1)?.at ?? 0) - (a.sessions.at(-1)?.at ?? 0));
  return [...new Set(latestFirst.flatMap(({ series }) => series.criteria.map(({ criterion }) => criterion)))];
}

export function plotOf(criterion: string, blocks: readonly Block[]): Plot {
  const parts = blocks.flatMap((block) => {
    const found = block.series.criteria.find((one) => one.criterion === criterion);
    return found ? [partOf(found, block)] : [];
  });
  return {
    dots: parts.flatMap(({ dots }) => dots),
    medians: parts.flatMap(({ medians }) => medians),
    bands: parts.flatMap(({ bands }) => bands),
  };
}

function partOf(criterion: CriterionTrend, { sessions, from, to, series }: Block): Plot {
  const valueIn = (points: readonly Point[], id: string) =>
    points.find(({ interviewId }) => interviewId === id)?.value ?? null;
  const dots = sessions
    .map((session): Dot => ({
      ...session,
      observed: valueIn(criterion.observed, session.interviewId),
      self: valueIn(criterion.self, session.interviewId),
      difficulty: series.difficulties[session.interviewId],
    }))
    .filter(({ observed, self }) => observed !== null || self !== null);
  const interval = criterion.trend?.interval;
  return {
    dots,
    medians: mediansOf(series.mode === 'solo' ? criterion.self : criterion.observed, sessions),
    bands: interval ? [{ from, to, low: interval.from, high: interval.to }] : [],
  };
}

/** The median of the last three at each session from the fourth on (TR2), joined; a short bar where there is one. */
export function mediansOf(points: readonly Point[], sessions: readonly Session[]): Line[] {
  const places = new Map(sessions.map(({ interviewId, x }) => [interviewId, x]));
  const marks = points.flatMap(({ interviewId }, i) => {
    const x = places.get(interviewId);
    if (i < lastFew || x === undefined) return [];
    return [{ x, y: median(points.slice(i - lastFew + 1, i + 1).map(({ value }) => value)) }];
  });
  const [only, second] = marks;
  if (only && !second) {
    // Never wider than the session's own place, so that it ends where its series does.
    const half = Math.min(halfBar, ((sessions[1]?.x ?? 100) - (sessions[0]?.x ?? 0)) / 2);
    return [{ x1: only.x - half, x2: only.x + half, y1: only.y, y2: only.y }];
  }
  return marks.slice(1).map(({ x, y }, i): Line => ({ x1: marks[i]!.x, y1: marks[i]!.y, x2: x, y2: y }));
}

/** All interviews a series has a rating of, oldest first. */
export function sessionsOf({ criteria }: Series): Point[] {
  const points = new Map<string, Point>();
  for (const { observed, self } of criteria)
    for (const point of [...observed, ...self]) points.set(point.interviewId, point);
  return [...points.values()].sort((a, b) => a.at - b.at);
}

/** A single row of sessions with a value each, spread evenly: what is not split into blocks. */
export function evenly<T extends { interviewId: string; at: number }>(points: readonly T[]): (T & Session)[] {
  const drawn = points.slice(-mostDrawn);
  return drawn.map((point, i) => ({ ...point, x: ((i + 0.5) / drawn.length) * 100 }));
}

/** Points on one line, those that would cover each other moved up or down by a row: 0, -1, 1, -2, 2. `near`: how
 * far apart two must be to stand in the same row, in the unit of `value`. */
export function swarm<T extends { value: number }>(
  points: readonly T[],
  near: number,
): (T & { row: number })[] {
  const placed: (T & { row: number })[] = [];
  for (const point of points.toSorted((a, b) => a.value - b.value)) {
    const taken = placed.filter(({ value }) => point.value - value < near).map(({ row }) => row);
    const row = [0, -1, 1, -2, 2].find((free) => !taken.includes(free)) ?? 0;
    placed.push({ ...point, row });
  }
  return placed;
}
