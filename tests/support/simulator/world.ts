// One simulated interview: a server that may die, people with tabs, a network between them, and a store that
// outlives every process. All chance comes from the seed, all time from the scheduler.
import type { Command, CommandMessage } from '#domain/protocol.ts';
import type { Entry } from '#domain/recording.ts';
import type { Store } from '../../../server/store/store.ts';
import { seeded } from '../board-room.ts';
import { startOfTime } from '../an-interview.ts';
import { theFormat } from './content.ts';
import { Failure } from './failure.ts';
import { Ledger } from './ledger.ts';
import { Link } from './network.ts';
import type { LinkEnd } from './network.ts';
import { Scheduler, nobody } from './scheduler.ts';
import { ServerProcess } from './server-process.ts';
import type { Tab } from './tab.ts';
import type { Person } from './person.ts';
import type { VirtualSocket } from './virtual-socket.ts';
import { Watch } from './watch.ts';

/** Hears of every step and message, for whoever looks into a seed. */
export type Trace = ((...words: unknown[]) => void) | null;

export class World {
  readonly seed: number;
  readonly random: () => number;
  readonly scheduler: Scheduler;
  readonly store: Store;
  readonly trace: Trace;
  readonly interviewId: string;
  readonly format;
  readonly ledger: Ledger;
  readonly watch: Watch;
  readonly recording: { entry: Entry; json: string }[] = [];
  /** Every command that left a tab, by who, client and number. */
  readonly asked = new Map<string, Command>();
  /** The same by the very object that was asked. */
  readonly keys = new WeakMap<object, string>();
  /** Commands that the network delivered twice, or that two tabs sent: the server remembers no refusal. */
  readonly repeated = new Set<string>();
  readonly #senders = new Map<string, Tab>();
  people: Person[] = [];
  /** Shapes begun by anybody. */
  drawn = 0;
  readonly hasBeenHere = new Set<Person>();
  /** Rarely a crowd: the server then gathers what it tells. */
  readonly mostTabs: number;
  tabs: Tab[] = [];
  /** Pages their users closed: they must fall silent. */
  readonly closed: Tab[] = [];
  server: ServerProcess | null = null;
  failure: Failure | null = null;
  isNetworkDown = false;
  /** How often each kind of trouble happened. */
  readonly trouble: Record<string, number> = {};
  hasClockJumped = false;
  /** The process or its disk failed at some time. */
  hasTrouble = false;
  #serverOffsetMs = 0;
  #lives = 0;
  #links = 0;

  constructor(seed: number, store: Store, trace: Trace) {
    this.trace = trace;
    this.seed = seed;
    this.random = seeded(seed);
    this.store = store;
    this.interviewId = `interview-${seed}`;
    this.mostTabs = this.random() < 0.05 ? 10 : 6;
    this.format = theFormat(this.random() < 0.5);
    this.scheduler = new Scheduler((error, owner) =>
      this.fail(`no exception in ${kindOf(owner.name)}`, error),
    );
    this.ledger = new Ledger(this.format);
    this.watch = new Watch({
      ledger: this.ledger,
      reader: (userId) => this.people.find((person) => person.userId === userId) ?? null,
      committed: (seq) => this.recording[seq - 1],
      fail: (error) => this.fail('no exception in the watch', error),
    });
  }

  /** The first broken promise counts; what follows from it does not. */
  fail(invariant: string, error: unknown): void {
    this.failure ??= error instanceof Failure ? error : new Failure(invariant, String(error), error);
  }

  count(trouble: string): void {
    this.trouble[trouble] = (this.trouble[trouble] ?? 0) + 1;
  }

  between(least: number, most: number): number {
    return least + this.random() * (most - least);
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.trunc(this.random() * list.length)]!;
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  serverTime(): number {
    return Math.trunc(startOfTime + this.scheduler.now + this.#serverOffsetMs);
  }

  /** Sets the server's wall clock forward, or a little back. */
  setClock(byMs: number): void {
    this.count('clocks set');
    this.#serverOffsetMs += byMs;
    this.hasClockJumped = true;
  }

  /** What the device of the running tab takes for the time. */
  wallTime(): number {
    return Math.trunc(startOfTime + this.scheduler.now + (this.#ownTab()?.person.clockOffsetMs ?? 0));
  }

  storageOfOwner(): Storage | null {
    return this.#ownTab()?.person.storage ?? null;
  }

  adoptSocket(socket: VirtualSocket): void {
    const tab = this.#ownTab();
    if (tab) tab.socket = socket;
  }

  establish(end: LinkEnd): Link | null {
    const tab = end.owner as Tab;
    const { server } = this;
    if (!server || this.isNetworkDown || tab.isOffline) return null;
    const id = `socket-${++this.#links}`;
    const { scheduler, random } = this;
    const onRepeated = (message: CommandMessage) => void this.repeated.add(keyOf(tab, message));
    const count = (trouble: string) => this.count(trouble);
    const parts = { scheduler, random, client: end, process: server, onRepeated, count, trace: this.trace };
    const link = new Link(id, tab.person.userId, parts);
    server.connect(link);
    return link;
  }

  /** A command leaves the outbox of the running tab, maybe not for the first time. */
  note(message: CommandMessage): void {
    const tab = this.#ownTab();
    if (!tab) throw new Error('a command of nobody');
    const key = keyOf(tab, message);
    if (this.#senders.has(key)) this.count('commands sent again');
    const sender = this.#senders.get(key) ?? tab;
    this.#senders.set(key, sender);
    this.asked.set(key, message.command);
    this.keys.set(message.command, key);
    if (sender !== tab) this.repeated.add(key);
  }

  /** What a page asks by HTTP; it gives up when no answer comes. */
  fetch(path: string): Promise<{ ok: boolean; json: () => Promise<unknown> }> {
    const tab = this.#ownTab();
    const { scheduler, server } = this;
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        cancel();
        reject(new Error('no answer'));
      };
      const cancel = scheduler.after(8_000, giveUp);
      const arrive = (status: number, text: string): void => {
        cancel();
        const answer = { ok: status === 200, json: async () => JSON.parse(text) as unknown };
        scheduler.after(this.between(5, 80), () => resolve(answer), tab);
      };
      const ask = (): void => {
        if (!tab || !server || server.isGone || this.isNetworkDown || tab.isOffline) return giveUp();
        server.get(path, tab.person.userId).then(
          ({ status, text }) => arrive(status, text),
          () => scheduler.after(1, giveUp, tab),
        );
      };
      scheduler.after(this.between(5, 60), ask);
    });
  }

  boot(): void {
    if (this.server) return;
    const name = `server-${++this.#lives}`;
    this.server = new ServerProcess(name, this);
  }

  crash(): void {
    if (this.server) this.count('processes killed');
    this.hasTrouble = true;
    this.server?.die();
    this.server = null;
    this.scheduler.after(this.between(50, 3_000), () => this.boot(), nobody);
  }

  breakDisk(append: number, read: number): void {
    this.hasTrouble = true;
    if (this.server) this.server.failures = { append, read };
  }

  committed(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const asked = this.asked.get(`${entry.by}:${entry.clientId}:${entry.clientSeq}`);
      try {
        this.#checkLateness(entry);
        this.ledger.take(entry, asked);
      } catch (error) {
        this.fail('the ledger', error);
      }
      this.recording.push({ entry, json: JSON.stringify(entry) });
    }
  }

  /** Where nothing was in the way, a deadline is met when it is due and not at somebody's next word. */
  #checkLateness({ by, at, seq }: Entry): void {
    const lateMs = this.serverTime() - at;
    if (by === 'clock' && !this.hasClockJumped && !this.hasTrouble && lateMs > 1_000)
      throw new Failure('deadlines fire once and at their own time', `${seq} came ${lateMs} ms late`);
  }

  #ownTab(): Tab | undefined {
    const { owner } = this.scheduler;
    return this.tabs.find((tab) => tab === owner) ?? this.closed.find((tab) => tab === owner);
  }
}

const keyOf = ({ person }: Tab, { clientId, clientSeq }: CommandMessage): string =>
  `${person.participantId}:${clientId}:${clientSeq}`;
const kindOf = (owner: string): string => owner.split('-')[0] ?? owner;
