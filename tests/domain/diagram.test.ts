import { expect, test } from 'vitest';
import { parseDiagram } from '#domain/diagram.ts';

const read = (...lines: string[]) => parseDiagram(['flowchart LR', ...lines].join('\n'));

test('boxes keep their shape and label, whichever line names them', () => {
  const { diagram, problems } = read('A[Clients] --> B[(Store: main)]', 'B --> C{{Queue}}', 'C --> D(Round)');
  expect(problems).toEqual([]);
  expect(diagram.nodes.map(({ id, label, shape }) => [id, label, shape])).toEqual([
    ['A', 'Clients', 'box'],
    ['B', 'Store: main', 'store'],
    ['C', 'Queue', 'queue'],
    ['D', 'Round', 'round'],
  ]);
});

test('arrows carry their words, chains and groups of ends', () => {
  const { diagram } = read('A & B -->|reads| C -- then --> D', 'A -. slow .-> D', 'A --- D');
  expect(
    diagram.edges.map(({ from, to, label, isDashed, hasArrow }) => [from + to, label, isDashed, hasArrow]),
  ).toEqual([
    ['AC', 'reads', false, true],
    ['BC', 'reads', false, true],
    ['CD', 'then', false, true],
    ['AD', 'slow', true, true],
    ['AD', '', false, false],
  ]);
});

test('a subgraph holds what is named first inside it', () => {
  const { diagram } = read('A --> B', 'subgraph edge [At the edge]', 'C --> A', 'end', 'D --> C');
  expect(diagram.groups).toEqual([{ id: 'edge', label: 'At the edge' }]);
  expect(diagram.nodes.filter(({ group }) => group === 'edge').map(({ id }) => id)).toEqual(['C']);
});

test.each(['A --> [x]', 'A ~~> B', 'A[open', 'A -->'])('“%s” is named with its line', (line) => {
  expect(read('A --> B', line).problems).toEqual([
    { line: 3, message: expect.stringContaining('does not understand') },
  ]);
});

test('another kind of diagram is not a flowchart', () => {
  expect(parseDiagram('sequenceDiagram\nA->>B: hi').problems[0]).toMatchObject({ line: 1 });
});
