// A reference diagram as it stands in a question file: the part of Mermaid's flowchart language that boxes, arrows
// and groups need. Text in, nodes and edges out; how they are laid out and drawn is the page's affair.

export type DiagramShape = 'box' | 'store' | 'queue' | 'round' | 'choice';
export type DiagramNode = { id: string; label: string; shape: DiagramShape; group: string | null };
export type DiagramEdge = { from: string; to: string; label: string; isDashed: boolean; hasArrow: boolean };
export type DiagramGroup = { id: string; label: string };
export type Diagram = {
  direction: 'LR' | 'TB';
  nodes: DiagramNode[];
  edges: DiagramEdge[];
  groups: DiagramGroup[];
};

/** A line that is not understood; `line` counts from 1. */
export type DiagramProblem = { line: number; message: string };

const shapes: [open: string, close: string, shape: DiagramShape][] = [
  ['[(', ')]', 'store'],
  ['{{', '}}', 'queue'],
  ['((', '))', 'round'],
  ['([', '])', 'round'],
  ['[', ']', 'box'],
  ['(', ')', 'round'],
  ['{', '}', 'choice'],
];

/** The one tag that Mermaid's labels know. */
export const lineBreak = /<br\s*\/?>/g;

const header = /^(?:flowchart|graph)\s+(LR|RL|TB|TD|BT)\s*;?$/;
const subgraph = /^subgraph\s+([\w-]+)(?:\s*\[(.+)\])?$|^subgraph\s+(.+)$/;
/** `-->`, `---`, `-.->`, `==>`, each with its words in `|…|` behind it or between its two halves. */
const link =
  /^(?:--\s+([^|]+?)\s+--(>|-)|-\.\s+([^|]+?)\s+\.-(>?)|==\s+([^|]+?)\s+==(>|=)|(--|-\.-|==)(>|-|=)?(?:\|([^|]*)\|)?)\s*/;

/** Reads a flowchart; what cannot be read is a problem with its line, and the rest is read all the same. */
export function parseDiagram(source: string): { diagram: Diagram; problems: DiagramProblem[] } {
  const lines = source.trim().split('\n');
  const problems: DiagramProblem[] = [];
  const direction = header.exec(lines[0]?.trim() ?? '')?.[1];
  if (!direction) problems.push({ line: 1, message: 'expected “flowchart LR” or “flowchart TB”' });
  const isAcross = direction === 'LR' || direction === 'RL';
  const reader = new DiagramReader(isAcross ? 'LR' : 'TB');
  lines.slice(1).forEach((line, i) => {
    const words = line.replace(/%%.*$/, '').trim().replace(/;$/, '');
    const message = words && reader.read(words);
    if (message) problems.push({ line: i + 2, message });
  });
  return { diagram: reader.diagram, problems };
}

class DiagramReader {
  readonly diagram: Diagram;
  #group: string | null = null;
  #rest = '';

  constructor(direction: Diagram['direction']) {
    this.diagram = { direction, nodes: [], edges: [], groups: [] };
  }

  /** Reads one line; a sentence when it is not understood. */
  read(line: string): string | null {
    if (line === 'end') {
      this.#group = null;
      return null;
    }
    const opened = subgraph.exec(line);
    if (opened) {
      const id = opened[1] ?? opened[3] ?? '';
      this.diagram.groups.push({ id, label: unquoted(opened[2] ?? opened[3] ?? id) });
      this.#group = id;
      return null;
    }
    this.#rest = line;
    let from = this.#nodes();
    while (from && this.#rest) {
      const edge = this.#link();
      const to = edge && this.#nodes();
      if (!edge || !to) return `does not understand “${this.#rest || line}”`;
      for (const a of from) for (const b of to) this.diagram.edges.push({ from: a, to: b, ...edge });
      from = to;
    }
    return from ? null : `does not understand “${line}”`;
  }

  /** `A & B[Label]`: the ids, or null. */
  #nodes(): string[] | null {
    const ids: string[] = [];
    do {
      const id = this.#node();
      if (!id) return null;
      ids.push(id);
    } while (this.#take(/^&\s*/));
    return ids;
  }

  #node(): string | null {
    const id = this.#take(/^([A-Za-z0-9_]+)/)?.[1];
    if (!id) return null;
    const known = this.diagram.nodes.find((node) => node.id === id);
    const node = known ?? { id, label: id, shape: 'box' as DiagramShape, group: this.#group };
    if (!known) this.diagram.nodes.push(node);
    const shape = shapes.find(([open]) => this.#rest.startsWith(open));
    if (shape) {
      const [open, close, kind] = shape;
      const end = this.#rest.indexOf(close, open.length);
      if (end < 0) return null;
      node.label = unquoted(this.#rest.slice(open.length, end));
      node.shape = kind;
      this.#rest = this.#rest.slice(end + close.length);
    }
    this.#rest = this.#rest.trimStart();
    return id;
  }

  #link(): Omit<DiagramEdge, 'from' | 'to'> | null {
    const match = this.#take(link);
    if (!match) return null;
    const [sign, solid, solidHead, dashed, dashedHead, thick, thickHead, , bareHead, label] = match;
    const head = solidHead ?? dashedHead ?? thickHead ?? bareHead ?? '';
    return {
      label: unquoted(solid ?? dashed ?? thick ?? label ?? ''),
      isDashed: sign.startsWith('-.'),
      hasArrow: head === '>',
    };
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    const match = pattern.exec(this.#rest);
    if (match) this.#rest = this.#rest.slice(match[0].length).trimStart();
    return match;
  }
}

function unquoted(label: string): string {
  return label
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replace(lineBreak, ' ');
}
