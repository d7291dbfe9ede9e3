// The load, in a process of its own: rooms of two, one of them drawing, both pointing. Reads its plan as JSON from
// standard input and prints what it measured as JSON.
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { percentile } from '../figure.ts';
import type { Person, RoomPlan, Talk } from './talk.ts';
import { talkOurs } from './talk-ours.ts';
import { talkRelay } from './talk-relay.ts';

export type Plan = {
  kind: 'ours' | 'relay';
  origin: string;
  rooms: RoomPlan[];
  warmUpMs: number;
  measureMs: number;
  /** The server's process, whose share of a core is measured. */
  pid: number;
};

export type Measured = {
  p50: number;
  p99: number;
  /** Share of one core: 1 is a whole one. */
  serverCores: number;
  generatorCores: number;
  drawingsSent: number;
  drawingsShown: number;
  pointersSent: number;
  pointersShown: number;
  refusals: Record<string, number>;
  bytesUp: number;
  bytesDown: number;
};

const ticksPerSecond = 30;
/** Of three ticks two carry a drawing: 20 updates a second. */
const isDrawingTick = (tick: number) => tick % 3 !== 2;
const tickMs = 1_000 / ticksPerSecond;

class Load {
  readonly #plan: Plan;
  readonly #people: { drawer: Person; peer: Person }[] = [];
  readonly #watchers: Person[] = [];
  /** When each update of a room was sent, by its number. */
  readonly #sentAt: number[][] = [];
  #samples: number[] = [];
  #counts = { drawingsSent: 0, drawingsShown: 0, pointersSent: 0, pointersShown: 0 };
  #refusals: Record<string, number> = {};

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  async connect(): Promise<void> {
    const talk: Talk = this.#plan.kind === 'ours' ? talkOurs : talkRelay;
    for (const [room, plan] of this.#plan.rooms.entries()) {
      this.#sentAt.push([]);
      const heard = {
        drawing: (update: number) => this.#shown(room, update),
        pointer: () => (this.#counts.pointersShown += 1),
        refusal: (code: string) => (this.#refusals[code] = (this.#refusals[code] ?? 0) + 1),
      };
      const ignore = { ...heard, drawing: () => undefined };
      const drawer = await talk(this.#plan.origin, room, plan, 0, ignore);
      const peer = await talk(this.#plan.origin, room, plan, 1, heard);
      this.#people.push({ drawer, peer });
      for (let nth = 2; nth < plan.cookies.length; nth += 1)
        this.#watchers.push(await talk(this.#plan.origin, room, plan, nth, heard));
    }
  }

  async run(): Promise<Measured> {
    const until = performance.now() + this.#plan.warmUpMs + this.#plan.measureMs;
    const ticking = this.#tickUntil(until);
    await new Promise((later) => setTimeout(later, this.#plan.warmUpMs));
    this.#samples = [];
    Object.assign(this.#counts, { drawingsSent: 0, drawingsShown: 0, pointersSent: 0, pointersShown: 0 });
    const [server, own, startedAt] = [cpuSeconds(this.#plan.pid), process.cpuUsage(), performance.now()];
    const bytes = this.#bytes();
    await ticking;
    const seconds = (performance.now() - startedAt) / 1_000;
    const used = process.cpuUsage(own);
    const after = this.#bytes();
    const measured = {
      serverCores: (cpuSeconds(this.#plan.pid) - server) / seconds,
      generatorCores: (used.user + used.system) / 1e6 / seconds,
      bytesUp: after.up - bytes.up,
      bytesDown: after.down - bytes.down,
    };
    // What is still under way counts too.
    await new Promise((later) => setTimeout(later, 1_500));
    return {
      ...measured,
      p50: percentile(this.#samples, 0.5),
      p99: percentile(this.#samples, 0.99),
      ...this.#counts,
      refusals: this.#refusals,
    };
  }

  close(): void {
    for (const { drawer, peer } of this.#people) for (const person of [drawer, peer]) person.wire.close();
    for (const { wire } of this.#watchers) wire.close();
  }

  #shown(room: number, update: number): void {
    const sentAt = this.#sentAt[room]?.[update];
    if (sentAt === undefined) return;
    this.#samples.push(performance.now() - sentAt);
    this.#counts.drawingsShown += 1;
  }

  /** Everyone ticks 30 times a second at a moment of their own. */
  #tickUntil(end: number): Promise<void> {
    const startedAt = performance.now();
    const everyone = this.#people.flatMap((pair, room) =>
      [pair.drawer, pair.peer].map((person, nth) => ({ person, room, isDrawer: nth === 0, at: 0, tick: 0 })),
    );
    everyone.forEach(
      (one, i) => (one.at = startedAt + (((i * 7) % everyone.length) / everyone.length) * tickMs),
    );
    everyone.sort((a, b) => a.at - b.at);
    return new Promise((done) => {
      let next = 0;
      const turn = () => {
        const now = performance.now();
        for (let one = everyone[next]; one && one.at <= now; one = everyone[next]) {
          this.#tick(one.person, one.room, one.isDrawer, one.tick);
          one.tick += 1;
          one.at += tickMs;
          next = (next + 1) % everyone.length;
        }
        if (now < end) setTimeout(turn, 1);
        else done();
      };
      turn();
    });
  }

  #tick(person: Person, room: number, isDrawer: boolean, tick: number): void {
    const sent = this.#sentAt[room];
    const draws = isDrawer && isDrawingTick(tick) && sent !== undefined;
    if (draws) {
      sent.push(performance.now());
      this.#counts.drawingsSent += 1;
    }
    this.#counts.pointersSent += 1;
    person.tick(draws ? sent.length - 1 : null);
  }

  #bytes(): { up: number; down: number } {
    const wires = this.#people.flatMap(({ drawer, peer }) => [drawer.wire, peer.wire]);
    return {
      up: wires.reduce((sum, { bytes }) => sum + bytes.up, 0),
      down: wires.reduce((sum, { bytes }) => sum + bytes.down, 0),
    };
  }
}

/** Seconds of processor time a process has used, all its threads together. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const load = new Load(JSON.parse(await text(process.stdin)) as Plan);
await load.connect();
const measured = await load.run();
load.close();
console.log(JSON.stringify(measured));
process.exit(0);
