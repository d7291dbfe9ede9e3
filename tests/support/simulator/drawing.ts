// A hand at the board: what one person does in an editor, at random.
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

const colours = ['#e03131', '#2f9e44', '#1971c2'];
const digits = [...'0123456789'];
const types = ['rectangle', 'freedraw', 'freedraw', 'text', 'arrow'];
/** Few shapes, so that many hands meet at the same one. */
const fewShapes = 3;

type Tie = { id: string; type: string };

/** One edit in this tab's editor, of which its board sync then hears. */
export function drawSomething(world: World, tab: Tab): void {
  const { editor, sync } = tab;
  if (!sync) return;
  // Of any order among the others, and nobody else's.
  const id = `s${Math.trunc(world.random() * 1e6)}-${++world.drawn}`;
  const { shown } = editor;
  const target = world.chance(shown.length / fewShapes) ? world.pick(shown.slice(0, fewShapes)) : undefined;
  if (target) edit(world, tab, target);
  else {
    editor.draw(id, world.pick(types));
    if (editor.visible(id)?.type === 'freedraw') editor.grow(id, [1, 2]);
  }
  if (world.chance(0.2)) editor.inHand.clear();
  sync.editorChanged();
}

function edit(
  world: World,
  { editor }: Tab,
  { id, type, boundElements }: Tab['editor']['shown'][number],
): void {
  const number = () => Math.trunc(world.random() * 500);
  const isStroke = type === 'freedraw';
  const ties = (boundElements ?? []) as Tie[];
  const things: (() => void)[] = [
    () => editor.edit(id, { x: number(), y: number() }),
    () => editor.edit(id, { strokeColor: world.pick(colours) }),
    () => editor.edit(id, { index: `a${world.pick(digits)}V` }),
    () => world.chance(0.5) && editor.edit(id, { isDeleted: true }),
    () => (isStroke ? editor.grow(id, [number(), number()]) : editor.edit(id, { opacity: number() % 100 })),
    () => isStroke && editor.grow(id, [number(), number()]),
    () => isStroke && editor.grow(id, [number(), number()]),
    () =>
      isStroke &&
      editor.edit(id, {
        points: [
          [0, 0],
          [0, number()],
        ],
        pressures: [1, 1],
      }),
    () => editor.edit(id, { boundElements: [...ties, { id: `tie${number()}-${number()}`, type: 'arrow' }] }),
    () => editor.edit(id, { boundElements: [...ties, { id: `tie${number()}-${number()}`, type: 'text' }] }),
    () => ties.length > 0 && editor.edit(id, { boundElements: ties.slice(1) }),
    () => void editor.inHand.add(id),
  ];
  world.pick(things)();
}
