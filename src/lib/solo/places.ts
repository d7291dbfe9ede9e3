// What a tick can point at: one's own notes of this interview and the parts of the board that have words.
import type { BoardItem } from '#domain/board.ts';
import type { RoomState } from '#domain/room.ts';
import { sinceStart } from '../room/phase-words.ts';

type Option = { value: string; label: string };
export type Places = { label: string; options: Option[] };

const longest = 60;
const cut = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
};

/** Notes in the order they were begun, board texts from the top left to the bottom right; empty groups are left out. */
export function placesIn(state: RoomState, by: string): Places[] {
  const frozenAt = state.runs.at(-1)?.pausedAt ?? Infinity;
  const notes = state.notes
    .filter((note) => note.by === by && note.begunAt <= frozenAt)
    .map(({ id, begunAt, text }) => ({
      value: JSON.stringify({ noteId: id }),
      label: `${sinceStart(state, begunAt)} ${cut(text)}`,
    }));
  const groups = [
    { label: 'Your notes', options: notes },
    { label: 'On the board', options: boardPlaces(state) },
  ];
  return groups.filter(({ options }) => options.length > 0);
}

function boardPlaces({ scene }: RoomState): Option[] {
  const drawn = [...scene.values()].filter((item) => !item.isDeleted) as Drawn[];
  const labelled = drawn.filter((item) => item.type === 'text' && item.text?.trim());
  const strokes = drawn.length - labelled.length;
  const options = labelled
    .sort((a, b) => Math.round((a.y - b.y) / 100) || a.x - b.x)
    .map((item) => ({
      value: JSON.stringify({ elementId: item.id }),
      label: cut(item.text ?? ''),
    }));
  const other = drawn.find((item) => item.type !== 'text');
  if (other && strokes > 0)
    options.push({
      value: JSON.stringify({ elementId: other.id }),
      label: 'The drawing itself',
    });
  return options;
}

type Drawn = BoardItem & { type: string; text?: string; x: number; y: number };
