// The board told a second time, as simply as can be: every command that was taken, in the order of the
// recording, property by property. Of versions it only knows that they rise.
import type { BoardItem, ElementChange, ElementDelta, Scene } from '#domain/board.ts';
import { Failure } from './failure.ts';

type Thing = Map<string, unknown> | 'deleted';
type Tie = { id: string; type: string };

export class ReferenceBoard {
  readonly #things = new Map<string, Thing>();
  readonly #versions = new Map<string, number>();

  /** What was asked, and what the recording made of it. */
  take(deltas: readonly ElementDelta[], changes: readonly ElementChange[]): void {
    for (const delta of deltas) this.#takeOne(delta);
    for (const { id, version, append } of changes) {
      const known = this.#versions.get(id) ?? 0;
      // The pieces of one long stroke share a version.
      if (append ? version < known : version <= known)
        throw new Failure('a version rises', `${id} from ${known} to ${version}`);
      this.#versions.set(id, version);
    }
  }

  #takeOne({ id, base, props, append, wasBound }: ElementDelta): void {
    const thing = this.#things.get(id);
    if (props.isDeleted === true) {
      if (thing) this.#things.set(id, 'deleted');
      return;
    }
    if (thing === undefined || thing === 'deleted') {
      // A deletion stands against whoever did not see it.
      const isRestore = typeof props.type === 'string' && (thing === undefined || base !== null);
      if (isRestore) this.#things.set(id, new Map(Object.entries(props)));
      return;
    }
    for (const [name, value] of Object.entries(props)) {
      const isTies = name === 'boundElements' && wasBound !== undefined;
      thing.set(name, isTies ? tiesOf(thing.get(name), value, wasBound) : value);
    }
    if (!append) return;
    const points = thing.get('points') as unknown[];
    if (points.length !== append.from) throw new Failure('a stroke grows from where it ends', id);
    thing.set('points', [...points, ...append.points]);
    if (append.pressures)
      thing.set('pressures', [...((thing.get('pressures') ?? []) as unknown[]), ...append.pressures]);
  }

  /** Fails unless `scene` is this board. */
  compare(scene: Scene): void {
    for (const [id, thing] of this.#things) {
      const item = scene.get(id);
      if (thing === 'deleted' ? item?.isDeleted !== true : !item || item.isDeleted)
        throw new Failure('no drawing is lost', `${id} is ${JSON.stringify(item)}`);
      if (thing !== 'deleted') compareOne(id, thing, item!);
    }
    for (const id of scene.keys())
      if (!this.#things.has(id)) throw new Failure('no drawing comes from nowhere', id);
  }
}

function compareOne(id: string, thing: Map<string, unknown>, item: BoardItem): void {
  for (const [name, value] of thing) {
    const is = (item as unknown as Record<string, unknown>)[name];
    const [wanted, found] = name === 'boundElements' ? [inOrder(value), inOrder(is)] : [value, is];
    if (JSON.stringify(wanted) !== JSON.stringify(found))
      throw new Failure(
        'no drawing is lost',
        `${id}.${name} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`,
      );
  }
}

/** What others tied meanwhile stays, what the author untied goes. */
function tiesOf(current: unknown, mine: unknown, wasBound: readonly string[]): Tie[] {
  const [present, wished] = [(current ?? []) as Tie[], (mine ?? []) as Tie[]];
  const kept = present.filter(({ id }) => !wasBound.includes(id) || wished.some((tie) => tie.id === id));
  const added = wished.filter(({ id }) => !wasBound.includes(id) && !kept.some((tie) => tie.id === id));
  return [...kept, ...added];
}

const inOrder = (ties: unknown): unknown =>
  [...((ties ?? []) as Tie[])].map(({ id }) => id).sort((a, b) => (a < b ? -1 : 1));
