// The board in words: its named parts, how they are joined and what is written beside them, for screen readers, the
// scorecard and the design document.
import type { BoardItem, Element } from './board.ts';

interface Binding {
  elementId: string;
}

/** `sign`: →, ←, ↔ or —. `from` and `to` are parts' ids, null where an end is tied to nothing. */
type Join = {
  from: string | null;
  to: string | null;
  words: [from: string, sign: string, to: string];
  caption: string;
};
type BoardParts = { parts: { id: string; label: string }[]; joins: Join[]; texts: string[] };

/** Lines such as "Client → API gateway: HTTPS", shapes first, each from the top left to the bottom right. */
export function boardOutline(scene: ReadonlyMap<string, BoardItem>): string[] {
  const { parts, joins, texts } = boardParts(scene);
  return [
    ...parts.map(({ label }) => label),
    ...joins.map(({ words, caption }) => words.join(' ') + (caption && `: ${caption}`)),
    ...texts.map((text) => `Text: ${text}`),
  ];
}

/** Each in reading order. */
export function boardParts(scene: ReadonlyMap<string, BoardItem>): BoardParts {
  const elements = [...scene.values()].filter((item) => !item.isDeleted);
  const textsOf = Map.groupBy(elements.filter(isText), (text) => text.containerId ?? '');
  const label = (element: Element): string => textOf(textsOf.get(element.id)?.[0]) || wordFor(element);
  const byId = new Map(elements.map((element) => [element.id, element]));
  const boundTo = (binding: unknown) => byId.get((binding as Binding | null)?.elementId ?? '');
  const wordsFor = (target: Element | undefined): string =>
    target ? (isText(target) ? textOf(target) : label(target)) : 'nothing';
  const inReadingOrder = elements.sort((a, b) => row(a) - row(b) || a.x - b.x);
  const shapes = inReadingOrder.filter((e) =>
    ['rectangle', 'ellipse', 'diamond', 'image', 'frame'].includes(e.type),
  );
  const named = shapes.filter((e) => textsOf.has(e.id) || e.type === 'image' || e.type === 'frame');
  const arrows = inReadingOrder.filter((e) => e.type === 'arrow' && (e.startBinding || e.endBinding));
  const loose = inReadingOrder.filter((e) => isText(e) && !e.containerId && textOf(e));
  return {
    parts: named.map((e) => ({ id: e.id, label: label(e) })),
    joins: arrows.map((e) => {
      const [start, end] = [boundTo(e.startBinding), boundTo(e.endBinding)];
      return {
        ...{ from: start?.id ?? null, to: end?.id ?? null },
        words: [wordsFor(start), arrowSign(e), wordsFor(end)],
        caption: textOf(textsOf.get(e.id)?.[0]),
      };
    }),
    texts: loose.map(textOf),
  };
}

/** Shapes whose tops are in the same band read from left to right. */
const row = (element: Element): number => Math.floor(element.y / 80);
const isText = (element: Element): boolean => element.type === 'text';

function textOf(element: Element | undefined): string {
  return (element?.originalText ?? element?.text ?? '').replace(/\s+/g, ' ').trim().slice(0, 200);
}

function wordFor(element: Element): string {
  if (element.type === 'image') return 'Picture';
  if (element.type === 'frame') return element.name ? `Frame ${element.name}` : 'Frame';
  return `unnamed ${element.type}`;
}

function arrowSign(element: Element): string {
  if (element.startArrowhead && element.endArrowhead) return '↔';
  if (element.startArrowhead) return '←';
  return element.endArrowhead ? '→' : '—';
}
