// The board in words: one line a labelled shape, arrow or text, for screen readers and the scorecard.
import type { BoardItem, Element } from './board.ts';

interface Binding {
  elementId: string;
}

/** Lines such as "Client → API gateway: HTTPS", shapes first, each from the top left to the bottom right. */
export function boardOutline(scene: ReadonlyMap<string, BoardItem>): string[] {
  const elements = [...scene.values()].filter((item) => !item.isDeleted);
  const textsOf = Map.groupBy(elements.filter(isText), (text) => text.containerId ?? '');
  const label = (element: Element): string => textOf(textsOf.get(element.id)?.[0]) || wordFor(element);
  const byId = new Map(elements.map((element) => [element.id, element]));
  const end = (binding: unknown): string => {
    const target = byId.get((binding as Binding | null)?.elementId ?? '');
    return target ? (isText(target) ? textOf(target) : label(target)) : 'nothing';
  };
  const inReadingOrder = elements.sort((a, b) => row(a) - row(b) || a.x - b.x);
  const shapes = inReadingOrder.filter((e) =>
    ['rectangle', 'ellipse', 'diamond', 'image', 'frame'].includes(e.type),
  );
  const named = shapes.filter((e) => textsOf.has(e.id) || e.type === 'image' || e.type === 'frame');
  const arrows = inReadingOrder.filter((e) => e.type === 'arrow' && (e.startBinding || e.endBinding));
  const loose = inReadingOrder.filter((e) => isText(e) && !e.containerId && textOf(e));
  return [
    ...named.map(label),
    ...arrows.map((e) => {
      const caption = textOf(textsOf.get(e.id)?.[0]);
      return `${end(e.startBinding)} ${arrowSign(e)} ${end(e.endBinding)}${caption && `: ${caption}`}`;
    }),
    ...loose.map((e) => `Text: ${textOf(e)}`),
  ];
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
