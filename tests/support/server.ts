// A real server on a free port, with SQLite in a folder of its own, and people who talk to it as browsers do:
// by HTTP with cookies and an Origin, and by a Socket.IO client that folds what it is sent.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { ElementDelta } from '#domain/board.ts';
import { limits, protocolVersion } from '#domain/protocol.ts';
import type {
  Ack,
  Command,
  JoinAnswer,
  Me,
  PersonPresence,
  PresenceMessage,
  Role,
} from '#domain/protocol.ts';
import type { WireEntry } from '#domain/recording.ts';
import { apply, reviveSnapshot } from '#domain/fold.ts';
import { defaultRatingWaitMs, emptyRoom } from '#domain/room.ts';
import { binaryEvent, Decoder, Encoder } from '#domain/wire-packets.ts';
import { UpdateReader } from '#domain/wire-update.ts';
import { MoveWriter } from '#domain/wire.ts';
import type { Update } from '#domain/wire-update.ts';
import type { Move } from '#domain/wire.ts';
import type { RoomState } from '#domain/room.ts';
import { createApp } from '../../server/app.ts';
import { systemClock } from '../../server/clock.ts';
import type { Clock } from '../../server/clock.ts';
import { loadContent } from '../../server/content.ts';
import type { Content } from '#domain/content-rules.ts';
import { openDisk } from '../../server/disk.ts';
import { readSecret } from '../../server/secret.ts';
import { builtPages } from '../../server/web.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { aDrill } from './a-drill.ts';
import { aFormat, aQuestion, aRubric } from './an-interview.ts';

export type ServerWish = {
  rubricsDir?: string;
  content?: Content;
  clock?: Clock;
  /** Given: it is left in place when the server closes, so that another can start on it. */
  dataDir?: string;
  origins?: string[];
  connectionsPerAddress?: number;
  ratingWaitMs?: number;
  port?: number;
  log?: (line: string) => void;
  beatMs?: () => number;
  smtpUrl?: string;
  /** With the built pages, for a browser. */
  hasPages?: boolean;
  recordingBytes?: number;
  /** With less room on the disk no interview begins. */
  minimumFreeBytes?: number;
};

export type TestServer = Awaited<ReturnType<typeof startServer>>;

/** The content of the domain's tests: every text somebody must not read carries a canary. */
export const testContent = (): Content => ({
  formats: [aFormat()],
  rubrics: [aRubric()],
  questions: [aQuestion()],
  banks: [],
  calibrations: [],
  drills: [aDrill()],
});

export async function startServer(wish: ServerWish = {}) {
  const dataDir = wish.dataDir ?? (await aFolder());
  const secret = await readSecret(dataDir);
  const { store, database } = await openSqlite(join(dataDir, 'fourstep.db'));
  const app = await createApp({
    store,
    database,
    secret,
    content: wish.content ?? (wish.rubricsDir ? await loadContent(wish.rubricsDir) : testContent()),
    origins: wish.origins ?? [],
    ratingWaitMs: wish.ratingWaitMs ?? defaultRatingWaitMs,
    connectionsPerAddress: wish.connectionsPerAddress ?? limits.connectionsPerAddress,
    version: '0.0.0-test',
    log: wish.log ? pino({ level: 'info' }, { write: wish.log }) : pino({ level: 'silent' }),
    clock: wish.clock ?? systemClock,
    ...(wish.smtpUrl && { smtpUrl: wish.smtpUrl }),
    ...(wish.recordingBytes !== undefined && { recordingBytes: wish.recordingBytes }),
    ...(wish.minimumFreeBytes !== undefined && { disk: openDisk(dataDir, wish.minimumFreeBytes) }),
    ...(wish.beatMs && { beatMs: wish.beatMs }),
    ...(wish.hasPages && { pages: () => builtPages('build') }),
  });
  await new Promise<void>((resolve) => app.server.listen(wish.port ?? 0, '127.0.0.1', resolve));
  const address = app.server.address();
  if (typeof address !== 'object' || !address) throw new Error('the server took no port');
  const origin = `http://127.0.0.1:${address.port}`;
  const people: Guest[] = [];
  return {
    origin,
    dataDir,
    store,
    database,
    guest(): Guest {
      const guest = new Guest(origin);
      people.push(guest);
      return guest;
    },
    async close(): Promise<void> {
      for (const guest of people) guest.leave();
      await app.close();
      if (!wish.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export const aFolder = () => mkdtemp(join(tmpdir(), 'fourstep-'));

// What an answer holds is what its test says of it.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type HttpAnswer = { status: number; body: any; headers: Headers; text: string };

/** Somebody with a browser: one cookie jar, any number of tabs. */
export class Guest {
  readonly origin: string;
  cookie = '';
  readonly #tabs: Tab[] = [];

  constructor(origin: string) {
    this.origin = origin;
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<HttpAnswer> {
    const isBytes = body instanceof Uint8Array;
    const response = await fetch(this.origin + path, {
      method,
      headers: {
        origin: this.origin,
        ...(this.cookie && { cookie: this.cookie }),
        ...(body !== undefined && !isBytes && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isBytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    });
    const [fresh] = response.headers.getSetCookie();
    if (fresh) this.cookie = fresh.split(';')[0] ?? '';
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : text,
      headers: response.headers,
      text,
    };
  }

  get = (path: string, headers?: Record<string, string>) => this.ask('GET', path, undefined, headers);
  post = (path: string, body: unknown, headers?: Record<string, string>) =>
    this.ask('POST', path, body, headers);

  async create(wish: Record<string, unknown> = {}): Promise<string> {
    const answer = await this.post('/api/interviews', {
      formatId: 'system-design',
      questionId: 'notification-service',
      level: 'senior',
      role: 'interviewer',
      name: 'Ida',
      ...wish,
    });
    if (answer.status !== 201) throw new Error(`not created: ${answer.text}`);
    return answer.body.id as string;
  }

  async tokens(interviewId: string): Promise<Partial<Record<Role, string>>> {
    const { body } = await this.get(`/api/interviews/${interviewId}/invites`);
    return Object.fromEntries(
      Object.entries(body as Record<string, string>).map(([role, link]) => [role, link.split('#invite=')[1]]),
    );
  }

  join(interviewId: string, token: string | undefined, name: string, more: object = {}): Promise<HttpAnswer> {
    return this.post(`/api/interviews/${interviewId}/join`, { token, name, ...more });
  }

  /** Opens the interview in a tab of its own, which may hold a part already, and waits until it has joined. */
  async open(interviewId: string, held?: RoomState): Promise<Tab> {
    const tab = new Tab(this, interviewId);
    this.#tabs.push(tab);
    if (held) tab.state = held;
    try {
      await tab.join(held?.seq ?? null);
    } catch (error) {
      // A tab that was refused would go on knocking.
      tab.close();
      throw error;
    }
    return tab;
  }

  leave(): void {
    for (const tab of this.#tabs) tab.close();
  }
}

/** One open page: its socket, and the state folded from what that socket brought. */
export class Tab {
  readonly socket: Socket;
  readonly interviewId: string;
  readonly clientId = `tab-${Math.random().toString(36).slice(2, 12).padEnd(8, '0')}`;
  state: RoomState = emptyRoom();
  me: Me | null = null;
  people: PersonPresence[] = [];
  pointers: NonNullable<PresenceMessage['pointers']> = {};
  readonly entries: WireEntry[] = [];
  /** Every frame as it came over the wire. */
  readonly frames: string[] = [];
  /** What was heard in short frames, whole. */
  readonly updates: Update[] = [];
  #writer = new MoveWriter();
  #reader = new UpdateReader();
  #clientSeq = 0;
  #isJoined = false;
  readonly #early: WireEntry[] = [];
  #waiting: { isDone: () => boolean; done: () => void }[] = [];

  constructor(guest: Guest, interviewId: string) {
    this.interviewId = interviewId;
    this.socket = io(guest.origin, {
      transports: ['websocket'],
      forceNew: true,
      parser: { Encoder, Decoder },
      reconnectionDelay: 20,
      reconnectionDelayMax: 100,
      extraHeaders: { origin: guest.origin, cookie: guest.cookie },
    });
    this.socket.io.on('open', () => {
      this.#writer = new MoveWriter();
      this.#reader = new UpdateReader();
      this.socket.io.engine.on('data', (data: unknown) => this.frames.push(asText(data)));
    });
    this.socket.on(binaryEvent, (bytes: Uint8Array) => this.#hear(bytes));
    this.socket.on('presence', ({ people }: PresenceMessage) => {
      if (people) this.people = people;
      this.#look();
    });
  }

  async join(lastSeq: number | null): Promise<JoinAnswer> {
    await this.#connected();
    const message = { interviewId: this.interviewId, lastSeq, protocol: protocolVersion };
    return new Promise((resolve) => {
      this.#isJoined = false;
      // Taken in the callback itself: the entries that follow may be in the same read as the answer.
      this.socket.emit('join', message, (answer: JoinAnswer) => {
        if (answer.ok) this.#enter(answer);
        resolve(answer);
      });
    });
  }

  submit(command: Command, clientSeq = ++this.#clientSeq): Promise<Ack> {
    return this.socket.emitWithAck('command', {
      clientId: this.clientId,
      clientSeq,
      command,
    }) as Promise<Ack>;
  }

  /** Draws and points in one short frame, as the board does. The answer to a drawing is its entry, or a refusal. */
  async move(
    move: Omit<Move, 'draw'> & { deltas?: ElementDelta[] },
    clientSeq?: number,
  ): Promise<Ack | null> {
    const { deltas, ...rest } = move;
    if (!deltas) {
      this.sendBytes(this.encode(rest));
      return null;
    }
    const draw = { clientId: this.clientId, clientSeq: clientSeq ?? ++this.#clientSeq, deltas };
    this.sendBytes(this.encode({ ...rest, draw }));
    let ack: Ack | undefined;
    const answerIn = ({ entries = [], answers = [] }: Update) => {
      const entry = entries.find(
        (one) => 'clientSeq' in one && one.clientId === this.clientId && one.clientSeq === draw.clientSeq,
      );
      return entry
        ? { ok: true as const, seq: entry.seq }
        : answers.find((one) => one.clientSeq === draw.clientSeq)?.ack;
    };
    const after = this.updates.length;
    await this.until(() =>
      this.updates.slice(after).some((update) => (ack = answerIn(update)) !== undefined),
    );
    return ack ?? null;
  }

  /** The bytes of a short frame, as the next one on this connection. */
  encode(move: Move): Uint8Array<ArrayBuffer> {
    const bytes = this.#writer.write(move);
    if (!bytes) throw new Error('this has no short form');
    return bytes;
  }

  /** Any bytes as one frame. */
  sendBytes(bytes: Uint8Array): void {
    this.socket.emit(binaryEvent, bytes);
  }

  /** Submits and fails the test when refused. */
  async must(command: Command): Promise<number> {
    const ack = await this.submit(command);
    if (!ack.ok) throw new Error(`${command.type} was refused: ${ack.code} ${ack.message}`);
    return ack.seq;
  }

  /** Resolves as soon as what came over the wire makes it true. */
  until(isDone: (tab: Tab) => boolean): Promise<void> {
    if (isDone(this)) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ isDone: () => isDone(this), done }));
  }

  close(): void {
    this.socket.disconnect();
  }

  #enter(answer: Extract<JoinAnswer, { ok: true }>): void {
    this.me = answer.me;
    this.people = answer.people;
    this.#isJoined = true;
    if ('snapshot' in answer) this.state = reviveSnapshot(answer.snapshot);
    this.#take('entries' in answer ? answer.entries : []);
    this.#take(this.#early.splice(0));
  }

  #hear(bytes: Uint8Array): void {
    const update = this.#reader.read(bytes);
    if (!update) throw new Error('a frame that cannot be read');
    this.updates.push(update);
    Object.assign(this.pointers, update.pointers);
    const entries = update.entries ?? [];
    if (this.#isJoined) this.#take(entries);
    else this.#early.push(...entries);
  }

  #take(entries: readonly WireEntry[]): void {
    for (const entry of entries) {
      if (entry.seq <= this.state.seq) continue;
      this.entries.push(entry);
      apply(this.state, entry);
    }
    this.#look();
  }

  #look(): void {
    const done = this.#waiting.filter((waiting) => waiting.isDone());
    this.#waiting = this.#waiting.filter((waiting) => !done.includes(waiting));
    for (const waiting of done) waiting.done();
  }

  #connected(): Promise<void> {
    if (this.socket.connected) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.socket.once('connect', resolve);
      this.socket.once('connect_error', reject);
    });
  }
}

const asText = (data: unknown): string =>
  typeof data === 'string' ? data : Buffer.from(data as Uint8Array).toString();
