// Where a diagram's boxes and arrows stand. Loaded with the first diagram somebody opens, so that no page carries the
// layout library for nothing. Plain numbers in pixels; the component draws them.
import dagre from '@dagrejs/dagre';
import type { Diagram, DiagramEdge, DiagramNode } from '#domain/diagram.ts';

export type Place = { x: number; y: number };
export type Box = DiagramNode & Place & { width: number; height: number; lines: string[] };
export type Path = DiagramEdge & { points: Place[]; label: string; at: Place | null; width: number };
export type Frame = { id: string; label: string; x: number; y: number; width: number; height: number };
export type Layout = { width: number; height: number; boxes: Box[]; paths: Path[]; frames: Frame[] };

export const fontSize = 13;
export const lineHeight = 17;
/** An average letter of the page's typeface at that size; a little wide, so that no label is cut. */
const letterWidth = 7.1;
const longestLine = 18;
const padding = { x: 14, y: 10 };
const framePadding = 14;

/** A label in lines of about equal length. */
export function wrapped(label: string, longest = longestLine): string[] {
  const lines: string[] = [];
  for (const word of label.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= longest)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function layOut(diagram: Diagram): Layout {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({
    rankdir: diagram.direction,
    nodesep: 26,
    ranksep: 46,
    edgesep: 14,
    marginx: 8,
    marginy: 8,
  });
  for (const node of diagram.nodes) {
    const lines = wrapped(node.label);
    const width = Math.max(...lines.map((line) => line.length)) * letterWidth + 2 * padding.x;
    const extra = node.shape === 'store' ? 12 : 0;
    graph.setNode(node.id, { width, height: lines.length * lineHeight + 2 * padding.y + extra });
  }
  diagram.edges.forEach((edge, i) => {
    const width = edge.label ? edge.label.length * letterWidth * 0.88 + 8 : 0;
    graph.setEdge(
      edge.from,
      edge.to,
      { width, height: edge.label ? lineHeight : 0, labelpos: 'c' },
      String(i),
    );
  });
  dagre.layout(graph);
  const boxes = diagram.nodes.map((node): Box => {
    const { x, y, width, height } = graph.node(node.id) as Place & { width: number; height: number };
    return { ...node, x, y, width, height, lines: wrapped(node.label) };
  });
  const paths = diagram.edges.map((edge, i): Path => {
    const laid = graph.edge(edge.from, edge.to, String(i)) as {
      points: Place[];
      x?: number;
      y?: number;
      width: number;
    };
    const at = edge.label && laid.x !== undefined && laid.y !== undefined ? { x: laid.x, y: laid.y } : null;
    return { ...edge, points: laid.points, at, width: laid.width };
  });
  const frames = diagram.groups.map(({ id, label }) => frameOf(id, label, boxes));
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { width, height, boxes, paths, frames: frames.filter((frame) => frame.width > 0) };
}

/** Smaller than this, labels can no longer be read; then the picture scrolls instead. */
const smallestScale = 0.62;

/** The layout that fits best into `width` pixels, as the author drew it or turned by a quarter. */
export function fitted(diagram: Diagram, width: number): Fitted {
  const turned: Diagram = { ...diagram, direction: diagram.direction === 'LR' ? 'TB' : 'LR' };
  const [drawn, other] = [diagram, turned].map((one) => {
    const layout = layOut(one);
    return { layout, scale: Math.max(smallestScale, Math.min(1, width / layout.width)) };
  }) as [Fitted, Fitted];
  return drawn.layout.width * drawn.scale <= width || drawn.scale >= other.scale ? drawn : other;
}
type Fitted = { layout: Layout; scale: number };

/** Groups are drawn around where their boxes came to stand. */
function frameOf(id: string, label: string, boxes: readonly Box[]): Frame {
  const inside = boxes.filter((box) => box.group === id);
  const left = Math.min(...inside.map((box) => box.x - box.width / 2)) - framePadding;
  const top = Math.min(...inside.map((box) => box.y - box.height / 2)) - framePadding;
  const right = Math.max(...inside.map((box) => box.x + box.width / 2)) + framePadding;
  const bottom = Math.max(...inside.map((box) => box.y + box.height / 2)) + framePadding;
  return inside.length === 0
    ? { id, label, x: 0, y: 0, width: 0, height: 0 }
    : { id, label, x: left, y: top, width: right - left, height: bottom - top };
}

/** A smooth line through the points the layout gives. */
export function curve(points: readonly Place[]): string {
  const [first, ...rest] = points;
  const last = points.at(-1);
  if (!first || !last) return '';
  const between = rest.slice(0, -1).map((point, i) => {
    const next = rest[i + 1] ?? last;
    const isBeforeLast = i === rest.length - 2;
    const to = isBeforeLast ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q ${point.x} ${point.y} ${to.x} ${to.y}`;
  });
  return [`M ${first.x} ${first.y}`, ...(between.length > 0 ? between : [`L ${last.x} ${last.y}`])].join(' ');
}
