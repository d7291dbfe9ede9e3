// The four-point scale and what ticked behaviours propose on it. Free of schemas, so that the rating form carries none.
import type { Criterion } from './rubric.ts';

export const levelValues = [1, 2, 3, 4] as const;
/** A point on the four-point scale; anchors are absolute, the bar moves with the target level (RB1). */
export type LevelValue = (typeof levelValues)[number];

/** The value the ticks propose: from 4 down the first level with half of its behaviours ticked, but at
 * most 2 when any level-1 behaviour is ticked; null when nothing is ticked (RB2). */
export function proposedValue(of: Criterion, ticked: readonly string[]): LevelValue | null {
  const share = (value: LevelValue) => {
    const ids = of.levels[value].map((b) => b.id);
    return ids.filter((id) => ticked.includes(id)).length / ids.length;
  };
  const top = ([4, 3, 2, 1] as const).find((value) => share(value) >= 0.5);
  if (share(1) > 0) return top === undefined || top === 1 ? 1 : 2;
  return top ?? null;
}
