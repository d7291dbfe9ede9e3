// Which marks stand on a lane of the replay's line: in two rows, so that what was said and given is clear of who came
// and what was ticked; in a row none covers another. Pure: no screen.
import type { MarkerKind } from '#domain/timeline.ts';
import { clockFigures } from '../room/phase-words.ts';
import { inWords } from '../ui/words.ts';
import { commentSign, kinds } from './words.ts';

export type MarkKind = MarkerKind | 'comment';
export type Moment = { id: string; kind: MarkKind; position: number; text: string };
/** `moments`: all it stands for; `kind` and `position` are the weightiest one's. */
export type LaneMark = Moment & { row: 'upper' | 'lower'; moments: Moment[] };

/** The weightiest first. */
const upper: readonly MarkKind[] = ['comment', 'curveball', 'hint', 'rating', 'answer', 'note'];
const lower: readonly MarkKind[] = ['drop', 'back', 'join', 'tick'];

/** `nearMs`: nearer than that two signs would cover each other. */
export function laneMarks(moments: readonly Moment[], nearMs: number): LaneMark[] {
  return [...rowOf('upper', upper), ...rowOf('lower', lower)];

  function rowOf(row: LaneMark['row'], weights: readonly MarkKind[]): LaneMark[] {
    const marks: LaneMark[] = [];
    const inRow = moments.filter(({ kind }) => weights.includes(kind));
    for (const moment of inRow.toSorted((a, b) => a.position - b.position)) {
      const last = marks.at(-1);
      if (!last || moment.position - last.position >= nearMs)
        marks.push({ ...moment, row, moments: [moment] });
      else {
        const isWeightier = weights.indexOf(moment.kind) < weights.indexOf(last.kind);
        marks[marks.length - 1] = { ...last, ...(isWeightier && moment), moments: [...last.moments, moment] };
      }
    }
    return marks;
  }
}

export const signOf = (kind: MarkKind): string => (kind === 'comment' ? commentSign : kinds[kind].sign);
const wordOf = (kind: MarkKind): string => (kind === 'comment' ? 'Comment' : kinds[kind].word);

/** "Note and 2 × Answer at 5:12: text of the note" */
export function markTitle({ kind, position, text, moments }: LaneMark): string {
  const others = [...new Set(moments.map((one) => one.kind))].filter((one) => one !== kind);
  const said = [kind, ...others].map((one) => {
    const count = moments.filter((moment) => moment.kind === one).length;
    return count > 1 ? `${count} × ${wordOf(one)}` : wordOf(one);
  });
  return `${inWords(said)} at ${clockFigures(position)}${text && `: ${text.slice(0, 120)}`}`;
}
