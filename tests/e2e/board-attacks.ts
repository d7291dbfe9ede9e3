// Attacks by what is drawn: links and elements the board does not take, some it shows as what they are, and some that
// make no sense to an editor.
import { createHash } from 'node:crypto';
import { aCreation } from '../support/board.ts';
import { call, outside } from './attack.ts';
import type { Attack } from './attack.ts';

let element = 0;
const drawn = (type: string, props: object) => ({
  type: 'board.change',
  deltas: [aCreation(`attack-${++element}`, type, props as never)],
});
const refusedOnBoard = (name: string, type: string, props: object): Attack => ({
  ...{ name, command: drawn(type, props), answer: 'bad_element' },
});
const onBoard = (name: string, type: string, props: object): Attack => ({
  ...{ name, command: drawn(type, props), answer: 'ok' },
});

const links = [
  ...[
    'javascript:hit(0)',
    'JaVaScRiPt:hit(0)',
    'java\nscript:hit(0)',
    '\u0001javascript:hit(0)',
    ' javascript:hit(0)',
  ],
  ...[
    'data:text/html,<script>hit(0)</script>',
    'vbscript:hit(0)',
    'file:///etc/passwd',
    'blob:https://evil.example/1',
  ],
  ...['//evil.example/', 'about:blank', 'ftp://evil.example/', 'https:evil', 'https://'],
].map((link) => refusedOnBoard(`the link ${JSON.stringify(link)}`, 'rectangle', { link }));

const foreignElements: Attack[] = [
  ...['iframe', 'embeddable', 'magicframe', 'selection', 'script', '__proto__'].map((type) =>
    refusedOnBoard(`an element of type ${type}`, type, { link: 'https://evil.example/' }),
  ),
  refusedOnBoard('a picture by its address', 'image', { fileId: outside() }),
  refusedOnBoard('a picture as data', 'image', { fileId: 'data:image/svg+xml,<svg onload=hit(0)>' }),
  refusedOnBoard('a colour that loads', 'rectangle', { strokeColor: `url(${outside()})` }),
  refusedOnBoard('a colour that ends its rule', 'rectangle', {
    backgroundColor: `red;background:url(${outside()})`,
  }),
  refusedOnBoard('a property of nobody', 'rectangle', { onclick: 'hit(0)' }),
  refusedOnBoard('data of its own', 'rectangle', {
    customData: { generationData: { html: '<script>hit(0)</script>' } },
  }),
  refusedOnBoard('a font by its name', 'text', { fontFamily: `x;src:url(${outside()})` }),
];

const words = (text: string) => ({ text, originalText: text });
const inertElements: Attack[] = [
  onBoard('a link that is only shown', 'rectangle', { link: 'https://evil.example/only-if-clicked' }),
  onBoard('a link with markup in it', 'rectangle', { link: 'https://evil.example/"onmouseover="hit(0)' }),
  onBoard('a text of markup', 'text', words(`<img src=x onerror=${call()}>`)),
  onBoard('a text that is an address', 'text', words(outside())),
  onBoard('a text from right to left', 'text', words('\u202eabc')),
  onBoard('a text without an end', 'text', words('x'.repeat(20_000))),
  onBoard('a frame named by markup', 'frame', { name: `<svg onload=${call()}>` }),
  onBoard('a picture that is not there', 'image', {
    fileId: createHash('sha256').update('nothing').digest('hex'),
  }),
];

/** Sound by type, without sense: what an editor may trip over. */
const senseless: Attack[] = [
  {
    name: 'a box to be tied to',
    command: { type: 'board.change', deltas: [aCreation('attack-target')] },
    answer: 'ok',
  },
  onBoard('an arrow without a way', 'arrow', { points: [[0, 0]], width: 0, height: 0 }),
  refusedOnBoard('an arrow without points', 'arrow', { points: [] }),
  refusedOnBoard('a line without points', 'line', { points: [] }),
  onBoard('a stroke without points', 'freedraw', { points: [], pressures: [] }),
  onBoard('an arrow with a head of nobody', 'arrow', { endArrowhead: 'constructor' }),
  onBoard('an arrow with elbows that lead nowhere', 'arrow', {
    elbowed: true,
    fixedSegments: [{ index: 9_999, start: [0, 0], end: [0, 0] }],
  }),
  onBoard('an arrow bound to nobody', 'arrow', {
    startBinding: { elementId: 'gone', focus: 9, gap: -9, fixedPoint: [5, 5] },
  }),
  onBoard('a box bound to itself', 'rectangle', {
    boundElements: [{ id: `attack-${element + 1}`, type: 'text' }],
  }),
  onBoard('a text in a box of nobody', 'text', { containerId: 'gone' }),
  onBoard('a frame in itself', 'frame', { frameId: `attack-${element + 1}` }),
  onBoard('a size of nothing', 'ellipse', { width: 0, height: 0 }),
  onBoard('a size below nothing', 'diamond', { width: -1e7, height: -1e7 }),
  onBoard('a place at the edge of the board', 'rectangle', { x: 1e7, y: -1e7, width: 1e7 }),
  onBoard('a text of size 0', 'text', { fontSize: 0, lineHeight: 0 }),
  onBoard('a text in a font of nobody', 'text', { fontFamily: 99, fontSize: 10_000 }),
  onBoard('a roundness of its own', 'rectangle', { roundness: { type: 3, value: 1e6 } }),
  onBoard('a picture cut to nothing', 'image', {
    scale: [0, 0],
    crop: { x: 0, y: 0, width: 0, height: 0, naturalWidth: 0, naturalHeight: 0 },
  }),
  onBoard('an elbow tied to a place far outside', 'arrow', {
    elbowed: true,
    startBinding: { elementId: 'attack-target', focus: -1e7, gap: 1e7, fixedPoint: [1e7, -1e7] },
    endBinding: { elementId: 'attack-target', focus: 0, gap: 0, fixedPoint: [0, 0] },
  }),
  onBoard('a text in an arrow that is no arrow', 'text', { containerId: 'attack-target' }),
  onBoard('a hundred ties to nobody', 'rectangle', {
    boundElements: Array.from({ length: 100 }, (_, i) => ({
      id: `nobody-${i}`,
      type: i % 2 ? 'arrow' : 'text',
    })),
  }),
  onBoard('a thousand turns', 'rectangle', { angle: 1e4 }),
];

export const boardAttacks: Attack[] = [...links, ...foreignElements, ...inertElements, ...senseless];
