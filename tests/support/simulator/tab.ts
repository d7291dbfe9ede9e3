// One open page: the real live room, connection, outbox and board sync of the client, with a plain editor in
// the place of the drawing editor.
import type { Ack, Command, CommandMessage, Refusal } from '#domain/protocol.ts';
import type { RoomState } from '#domain/room.ts';
import type { BoardPort } from '../../../src/lib/board/board-port.ts';
import { BoardSync } from '../../../src/lib/board/board-sync.ts';
import { Outbox } from '../../../src/lib/room/outbox.ts';
import { PlainEditor } from '../board-room.ts';
import type { Person } from './person.ts';
import type { Owner } from './scheduler.ts';
import type { VirtualSocket } from './virtual-socket.ts';
import { presentWorld } from './virtual-browser.ts';
import type { World } from './world.ts';

/** What is used of src/lib/room/live-room.svelte.ts; compiled by module-hooks.ts, which tsc does not know. */
type LiveRoom = {
  readonly state: RoomState | null;
  readonly connection: 'connecting' | 'live' | 'reconnecting';
  readonly refusal: Refusal | null;
  readonly unsent: number;
  readonly board: BoardPort;
  open(): Promise<void>;
  close(): void;
  submit(command: Command): Promise<Ack>;
  sendPointer(message: { pointer: { x: number; y: number; button: 'up' | 'down' } }): void;
  setTyping(isTyping: boolean): void;
};

const liveRoomFile = '../../../src/lib/room/live-room.svelte.ts';
const { LiveRoom: OpenRoom } = (await import(liveRoomFile)) as {
  LiveRoom: new (interviewId: string) => LiveRoom;
};

// Every command that leaves a tab is noted as it was asked, before any wire had it.
const takeUnsent = Reflect.get<Outbox, 'takeUnsent'>(Outbox.prototype, 'takeUnsent');
Outbox.prototype.takeUnsent = function (most: number): CommandMessage[] {
  const messages = takeUnsent.call(this, most);
  for (const message of messages) presentWorld().note(message);
  return messages;
};

export type Submitted = { command: Command; ack: Ack | null };

export class Tab implements Owner {
  readonly name: string;
  readonly person: Person;
  isAsleep = false;
  isGone = false;
  isOffline = false;
  socket: VirtualSocket | null = null;
  room!: LiveRoom;
  editor!: PlainEditor;
  sync: BoardSync | null = null;
  readonly submitted: Submitted[] = [];
  readonly #world: World;

  constructor(name: string, person: Person, world: World) {
    this.name = name;
    this.person = person;
    this.#world = world;
  }

  get isObserver(): boolean {
    return this.person.role === 'observer';
  }

  async open(): Promise<void> {
    await this.do(() => {
      this.room = new OpenRoom(this.#world.interviewId);
      this.editor = new PlainEditor(this.#world.random);
      void this.room.open();
    });
  }

  /** The page's own code at work; its promises run out before anything else happens. */
  async do(work: () => void): Promise<void> {
    await this.#world.scheduler.as(this, () => {
      this.#mountBoard();
      work();
    });
  }

  submit(command: Command): void {
    const submitted: Submitted = { command, ack: null };
    this.submitted.push(submitted);
    void this.room.submit(command).then((ack) => {
      submitted.ack = ack;
    });
  }

  /** Closed by its user: what is unanswered stays on the device. */
  async close(): Promise<void> {
    await this.do(() => {
      this.sync?.stop();
      this.room.close();
    });
    this.#world.tabs = this.#world.tabs.filter((tab) => tab !== this);
    this.#world.closed.push(this);
  }

  /** The browser died: nothing is kept that was not kept before, and the server notices late. */
  kill(): void {
    this.#world.count('tabs killed');
    this.socket?.link?.cut(this.#world.between(0, 18_000));
    this.isGone = true;
    this.#world.tabs = this.#world.tabs.filter((tab) => tab !== this);
  }

  /** Everything asked is answered, everything drawn is settled. */
  get isAtRest(): boolean {
    const { connection, unsent, state } = this.room;
    const isAnswered = this.submitted.every(({ ack }) => ack !== null);
    return (
      connection === 'live' && state !== null && unsent === 0 && isAnswered && this.sync?.isSettled !== false
    );
  }

  #mountBoard(): void {
    if (this.sync || !this.room?.state) return;
    const { scheduler } = this.#world;
    const pace = {
      now: () => scheduler.now,
      after: (ms: number, run: () => void) => scheduler.after(ms, run, this),
      frame: (run: () => void) => scheduler.after(16, run, this),
    };
    this.sync = new BoardSync({
      port: this.room.board,
      editor: this.editor,
      pace,
      onRefused: () => undefined,
    });
    this.sync.start();
  }
}
