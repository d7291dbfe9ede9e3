// A room of board clients without sockets: a real decision and merge on the server side, real BoardSyncs, a plain
// editor that behaves as the real one does (mutates, bumps versions, repairs indices), and channels that deliver
// when the test says so.
import { propertyNames } from '#domain/board-check.ts';
import { applyChanges, decideBoardChange, reviveScene } from '#domain/board.ts';
import type { BoardItem, ElementChange, ElementDelta, Props, Scene } from '#domain/board.ts';
import type { BoardPointer, BoardPort, PeerPointer, SendAnswer } from '../../src/lib/board/board-port.ts';
import { BoardSync } from '../../src/lib/board/board-sync.ts';
import type { Pace } from '../../src/lib/board/board-sync.ts';
import { byIndex } from '../../src/lib/board/editor.ts';
import type { Editor, LocalElement } from '../../src/lib/board/editor.ts';
import { allProps } from './board.ts';

type Mutable = { -readonly [Name in keyof LocalElement]: LocalElement[Name] };

/** Stands where Excalidraw stands: same mutation, same version arithmetic, same repair of clashing indices. */
export class PlainEditor implements Editor {
  list: Mutable[] = [];
  inHand = new Set<string>();
  replaced = 0;
  readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }
  elements = (): readonly LocalElement[] => this.list;
  held = (): ReadonlySet<string> => this.inHand;

  replace(elements: readonly LocalElement[]): void {
    this.replaced += 1;
    this.list = elements as Mutable[];
    let previous = '';
    for (const element of this.list) {
      if (element.index === null || !(element.index > previous))
        this.mutate(element, { index: `${previous}V` });
      previous = String(element.index);
    }
  }
  mutate(element: Mutable, props: object): void {
    const versionNonce = Math.trunc(this.random() * 2 ** 31);
    Object.assign(element, props, { version: element.version + 1, versionNonce });
  }
  edit(id: string, props: object): void {
    const element = this.list.find((one) => one.id === id);
    if (element) this.mutate(element, props);
    if ('index' in props) this.list.sort(byIndex);
  }
  draw(id: string, type: string, props: Props = {}): void {
    const top = this.list.reduce((max, { index }) => (index !== null && index > max ? index : max), 'Zz');
    const index =
      top.startsWith('a') && top.length === 2 && top < 'ay'
        ? `a${next(top[1]!)}`
        : top === 'Zz'
          ? 'a0'
          : `${top}V`;
    const element = { id, ...allProps(type, props), index, version: 1, versionNonce: 0, isDeleted: false };
    this.list.push(element as unknown as Mutable);
    this.edit(id, {});
  }
  grow(id: string, point: [number, number]): void {
    const stroke = this.visible(id);
    if (!stroke) return;
    const [points, pressures] = [stroke.points as [], stroke.pressures as []];
    this.edit(id, { points: [...points, point], pressures: [...pressures, 0.5] });
  }
  visible(id: string): LocalElement | undefined {
    return this.list.find((one) => one.id === id && !one.isDeleted);
  }
  get shown(): LocalElement[] {
    return this.list.filter((element) => !element.isDeleted);
  }
}

const next = (digit: string): string => {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  return digits[digits.indexOf(digit) + 1]!;
};

type Asked = { from: RoomPort; deltas: ElementDelta[]; answer: (answer: SendAnswer) => void };
type Told = { changes: ElementChange[]; own?: () => void };

export class BoardServer {
  scene: Scene = new Map();
  ports: RoomPort[] = [];
  log: ElementChange[][] = [];
  refused: string[] = [];

  take({ from, deltas, answer }: Asked): void {
    const decision = decideBoardChange(this.scene, JSON.parse(JSON.stringify(deltas)));
    if (!decision.ok) {
      this.refused.push(decision.code);
      from.inbox.push({ changes: [], own: () => answer(decision) });
      return;
    }
    applyChanges(this.scene, decision.changes);
    const wire = JSON.stringify(decision.changes);
    const seq = this.log.push(JSON.parse(wire));
    for (const port of this.ports) {
      const own = port === from ? () => answer({ ok: true, seq }) : undefined;
      port.inbox.push({ changes: JSON.parse(wire), ...(own && { own }) });
    }
  }
}

/** One browser's way to the room; the test delivers by hand. */
export class RoomPort implements BoardPort {
  readonly server: BoardServer;
  outbox: Asked[] = [];
  inbox: Told[] = [];
  #scene: Scene;
  #listeners = new Set<(ids: Set<string>) => void>();

  constructor(server: BoardServer) {
    this.server = server;
    this.#scene = reviveScene(JSON.parse(JSON.stringify([...server.scene.values()])));
    server.ports.push(this);
  }
  scene = (): Scene => this.#scene;
  send(deltas: ElementDelta[]): Promise<SendAnswer> {
    return new Promise((answer) => this.outbox.push({ from: this, deltas, answer }));
  }
  onCommitted(listener: (ids: Set<string>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  sendPointer(_pointer: BoardPointer): void {}
  onPointers(_listener: (pointers: Map<string, PeerPointer>) => void): () => void {
    return () => {};
  }
  uploadFile = () => Promise.resolve({ ok: false as const, message: 'no files here' });
  fileUrl = (file: string): string => file;

  /** One command reaches the server. */
  deliver(): void {
    const asked = this.outbox.shift();
    if (asked) this.server.take(asked);
  }
  /** One entry, or one answer, reaches the client. */
  async receive(): Promise<void> {
    const told = this.inbox.shift();
    if (!told) return;
    applyChanges(this.#scene, told.changes);
    told.own?.();
    for (const listener of this.#listeners) listener(new Set(told.changes.map((change) => change.id)));
    await Promise.resolve();
    await Promise.resolve();
  }
  /** The page's connection was away too long: it gets the scene whole. */
  adoptSnapshot(): void {
    const answers = this.inbox.splice(0);
    this.#scene = reviveScene(JSON.parse(JSON.stringify([...this.server.scene.values()])));
    for (const { own } of answers) own?.();
    for (const listener of this.#listeners) listener(new Set());
  }
}

/** A port with a plain editor kept the same by a real BoardSync; time and frames pass by hand too. */
export class Client extends RoomPort {
  readonly editor: PlainEditor;
  readonly sync: BoardSync;
  messages: string[] = [];
  #timers: (() => void)[] = [];
  #frames: (() => void)[] = [];

  constructor(server: BoardServer, random: () => number) {
    super(server);
    this.editor = new PlainEditor(random);
    const pace: Pace = {
      now: () => 0,
      after: (_, run) => queue(this.#timers, run),
      frame: (run) => queue(this.#frames, run),
    };
    const onRefused = (message: string) => void this.messages.push(message);
    this.sync = new BoardSync({ port: this, editor: this.editor, pace, onRefused });
    this.sync.start();
  }
  /** Time passes: whatever waits for a timer happens. */
  tick(): void {
    this.sync.editorChanged();
    for (const run of this.#timers.splice(0)) run();
  }
  paint(): void {
    for (const run of this.#frames.splice(0)) run();
  }
}

/** Until nothing moves any more. */
export async function settle(server: BoardServer, clients: readonly Client[]): Promise<void> {
  for (let round = 0; round < 200; round++) {
    for (const client of clients) {
      client.tick();
      while (client.outbox.length > 0) client.deliver();
    }
    for (const client of clients) {
      while (client.inbox.length > 0) await client.receive();
      client.paint();
    }
    const isQuiet = clients.every((c) => c.sync.isSettled && c.outbox.length === 0 && c.inbox.length === 0);
    if (isQuiet && round > 3) return;
  }
  throw new Error(`the room does not come to rest after ${server.log.length} entries`);
}

function queue(list: (() => void)[], run: () => void): () => void {
  list.push(run);
  return () => void list.splice(list.indexOf(run) >>> 0, 1);
}

/** Numbers in [0, 1) that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed + 0x9e3779b9;
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    state = (state ^ (state >>> 15)) + 0x9e3779b9;
    return (state >>> 0) / 2 ** 32;
  };
}

export function aRoom(count = 2, seed = 1): { server: BoardServer; clients: Client[] } {
  const server = new BoardServer();
  const random = seeded(seed);
  return { server, clients: Array.from({ length: count }, () => new Client(server, random)) };
}

/** What two people compare: every property that travels, in drawing order; indices may be repaired locally. */
export function pictureOf(elements: readonly (LocalElement | BoardItem)[]): object[] {
  return elements
    .filter((element) => !element.isDeleted)
    .map((element) => {
      const names = propertyNames(String((element as LocalElement).type)).filter((name) => name !== 'index');
      return {
        id: element.id,
        ...Object.fromEntries(names.map((name) => [name, (element as LocalElement)[name]])),
      };
    });
}

/** The picture everybody should see. */
export function truth(server: BoardServer): object[] {
  return pictureOf([...server.scene.values()].sort(byIndex));
}
