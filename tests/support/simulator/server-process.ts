// One life of the server in a simulated world: the real rooms, audiences and conversations over a real store
// that takes its time, fails for a while, or has the process die under it.
import type { Logger } from 'pino';
import type { Entry } from '#domain/recording.ts';
import { Audiences } from '../../../server/audience.ts';
import type { Audience, Member } from '../../../server/audience.ts';
import type { Clock } from '../../../server/clock.ts';
import { converse } from '../../../server/conversation.ts';
import { openMetrics } from '../../../server/metrics.ts';
import { Rooms } from '../../../server/rooms.ts';
import { StoreError } from '../../../server/store/store.ts';
import type { Append, Store } from '../../../server/store/store.ts';
import { frameOf } from './network.ts';
import type { Link, Reply } from './network.ts';
import type { Owner } from './scheduler.ts';
import type { World } from './world.ts';

const metrics = openMetrics({ rooms: () => 0, sockets: () => 0 });

export class ServerProcess implements Owner {
  readonly name: string;
  readonly isAsleep = false;
  isGone = false;
  /** Steps of writing, telling and answering until the process dies in the middle; Infinity: it lives. */
  fuse = Infinity;
  /** Appends that will fail, and readings that will fail after them. */
  failures = { append: 0, read: 0 };
  readonly rooms: Rooms;
  readonly links = new Set<Link>();
  readonly #world: World;
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #audiences: Audiences;

  constructor(name: string, world: World) {
    this.name = name;
    this.#world = world;
    this.#clock = {
      now: () => world.serverTime(),
      setTimer: (fire, ms) => world.scheduler.after(ms, fire, this),
    };
    this.#store = this.#slowStore(world.store);
    const onTrouble = (_: string, error: unknown): void => this.#trouble(error);
    this.rooms = new Rooms({ store: this.#store, clock: this.#clock, onTrouble });
    this.#audiences = new Audiences(this.rooms, this.#clock);
    this.rooms.watchDeadlines().catch((error: unknown) => this.#trouble(error));
  }

  connect(link: Link): void {
    this.links.add(link);
    const log = { error: ({ err }: { err: unknown }) => this.#trouble(err) } as unknown as Logger;
    const user = { id: link.userId };
    converse(link.server.asSocket(), user, {
      store: this.#store,
      audiences: this.#audiencesFor(link),
      clock: this.#clock,
      log,
      metrics,
    });
  }

  /** As by SIGKILL: nothing more is written, told or answered. */
  die(): void {
    if (this.isGone) return;
    this.isGone = true;
    for (const link of this.links) link.cut();
  }

  emit(link: Link, event: string, payload: unknown): void {
    if (!link.isOpen || !this.#goesOn()) return;
    this.#world.watch.told(link, event, payload);
    link.tell(frameOf(event, payload));
  }

  answer(link: Link, asked: [event: string, payload: unknown], answer: unknown, reply: Reply): void {
    if (!link.isOpen || !this.#goesOn()) return;
    this.#world.watch.answered(link, asked, answer);
    link.answer(answer, reply);
  }

  /** The audiences, for a connection that may lose what the room tells it. */
  #audiencesFor(link: Link): Audiences {
    const lossy = (audience: Audience) => ({
      room: audience.room,
      presence: audience.presence,
      remove: (id: string) => audience.remove(id),
      add: (member: Member) => {
        const send: Member['send'] = (update, shared) => link.loses(update) || member.send(update, shared);
        audience.add({ ...member, send });
      },
    });
    return {
      arrive: <T>(interviewId: string, enter: (audience: Audience) => Promise<T>) =>
        this.#audiences.arrive(interviewId, (audience) => enter(lossy(audience) as unknown as Audience)),
      leave: (audience: Audience, memberId: string) => this.#audiences.leave(audience, memberId),
    } as Audiences;
  }

  /** False when the process is dead, or dies now. */
  #goesOn(): boolean {
    if (this.isGone) return false;
    this.fuse -= 1;
    if (this.fuse > 0) return true;
    this.#world.crash();
    return false;
  }

  #trouble(error: unknown): void {
    // A room that could neither write nor read says so without a cause.
    const isPlanned = error instanceof StoreError && (error.cause === planned || error.cause === undefined);
    const isExpected = this.isGone || isPlanned;
    if (!isExpected) this.#world.fail('no exception in the server', error);
  }

  #slowStore(store: Store): Store {
    const slow = async <T>(work: () => Promise<T>): Promise<T> => {
      await this.#delay();
      const result = await this.#really(work);
      await this.#delay();
      return result;
    };
    const readable = (work: () => Promise<Entry[]>) => {
      if (this.failures.read-- > 0) throw new StoreError('failed', planned);
      return work();
    };
    return {
      ...store,
      seatOf: (...asked) => slow(() => store.seatOf(...asked)),
      hasFile: (...asked) => slow(() => store.hasFile(...asked)),
      giveBackSeat: (...asked) => slow(() => store.giveBackSeat(...asked)),
      nextDue: (...asked) => slow(() => store.nextDue(...asked)),
      entries: (...asked) => slow(async () => readable(() => store.entries(...asked))),
      append: (append) => this.#append(append),
    };
  }

  async #append(append: Append): Promise<void> {
    await this.#delay();
    if (!this.#goesOn()) return never();
    if (this.failures.append-- > 0) throw new StoreError('failed', planned);
    await this.#really(async () => {
      await this.#world.store.append(append);
      this.#world.committed(append.entries);
    });
    // Between the append and the publish.
    if (!this.#goesOn()) return never();
    await this.#delay();
  }

  /** The disk's own turn of the event loop; virtual time stands still meanwhile. */
  async #really<T>(work: () => Promise<T>): Promise<T> {
    if (this.isGone) return never();
    const result = await this.#world.scheduler.whileBusy(work);
    return this.isGone ? never() : result;
  }

  #delay(): Promise<void> {
    return new Promise((resolve) => {
      this.#world.scheduler.after(this.#world.between(0, 4), resolve, this);
    });
  }
}

/** The cause of a failure the scenario asked for. */
const planned = new Error('the disk is full');

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
