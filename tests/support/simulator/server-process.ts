// One life of the server in a simulated world: the real rooms, audiences, conversations, seats and snapshots over
// a store that fails. It may die in the middle of anything.
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { Audiences } from '../../../server/audience.ts';
import type { Audience, Member } from '../../../server/audience.ts';
import type { Clock } from '../../../server/clock.ts';
import { Goodbyes } from '../../../server/goodbyes.ts';
import { LiveSeats } from '../../../server/live-seats.ts';
import { converse } from '../../../server/conversation.ts';
import { interviewRoutes } from '../../../server/http-interviews.ts';
import type { HttpParts } from '../../../server/http-parts.ts';
import { Interviews } from '../../../server/interviews.ts';
import type { InterviewsParts, Joining } from '../../../server/interviews.ts';
import { openInvites } from '../../../server/invites.ts';
import { openMetrics } from '../../../server/metrics.ts';
import { Rooms } from '../../../server/rooms.ts';
import type { Store } from '../../../server/store/store.ts';
import { answerFrame, frameOf } from './network.ts';
import type { Link, Reply } from './network.ts';
import type { Person } from './person.ts';
import type { Owner } from './scheduler.ts';
import { isPlanned, slowStore } from './slow-store.ts';
import type { World } from './world.ts';

const metrics = openMetrics({ rooms: () => 0, sockets: () => 0 });
export const invites = openInvites('a secret of the simulation');

export class ServerProcess implements Owner {
  readonly name: string;
  readonly isAsleep = false;
  isGone = false;
  /** Steps of writing, telling and answering until the process dies in the middle; Infinity: it lives. */
  fuse = Infinity;
  /** Appends that will fail, and readings that will fail. */
  failures = { append: 0, read: 0 };
  readonly rooms: Rooms;
  readonly #links = new Set<Link>();
  readonly #unanswered = new Set<(error: Error) => void>();
  readonly #world: World;
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #audiences: Audiences;
  readonly #interviews: Interviews;
  readonly #routes: ReturnType<typeof interviewRoutes>;

  constructor(name: string, world: World) {
    this.name = name;
    this.#world = world;
    this.#clock = {
      now: () => world.serverTime(),
      setTimer: (fire, ms) => world.scheduler.after(ms, fire, this),
    };
    const store = slowStore(world, this);
    this.#store = store;
    const onTrouble = (_: string, error: unknown): void => this.#trouble(error);
    this.rooms = new Rooms({ store, clock: this.#clock, onTrouble });
    this.#audiences = new Audiences(this.rooms, this.#clock);
    const { rooms } = this;
    this.#interviews = new Interviews({ store, rooms, invites, clock: this.#clock } as InterviewsParts);
    // A cookie is the name of its user here.
    const identity = { peek: async (headers: Headers) => ({ id: headers.get('cookie') ?? '' }) };
    this.#routes = interviewRoutes({ store, rooms, identity } as unknown as HttpParts);
    rooms.watchDeadlines().catch((error: unknown) => this.#trouble(error));
  }

  connect(link: Link): void {
    this.#links.add(link);
    const log = { error: ({ err }: { err: unknown }) => this.#trouble(err) } as unknown as Logger;
    converse(
      link.server.asSocket(),
      { id: link.userId },
      {
        store: this.#store,
        audiences: this.#audiencesFor(link),
        clock: this.#clock,
        goodbyes: new Goodbyes(this.#clock),
        liveSeats: new LiveSeats(),
        log,
        metrics,
      },
    );
  }

  /** Somebody opens their invite link. */
  join({ role, userId }: Person): Promise<Joining> {
    const { interviewId } = this.#world;
    const wish = { token: invites.tokenOf(interviewId, role), name: 'Guest', watch: false };
    return this.#interviews.join(interviewId, wish, { id: userId });
  }

  /** Answers a request for a snapshot with its status and text; rejects when the process dies meanwhile. */
  get(path: string, userId: string): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      this.#unanswered.add(reject);
      const answer = new HttpAnswer((status, text) => {
        if (!this.goesOn()) return;
        this.#unanswered.delete(reject);
        this.#world.watch.fetched(userId, status, text);
        resolve({ status, text });
      });
      const headers = { cookie: userId };
      const request = {
        method: 'GET',
        url: path.replace('/api', ''),
        headers,
        acceptsEncodings: () => false,
      };
      this.#routes(request as unknown as Request, answer as unknown as Response, (error: unknown) => {
        this.#trouble(error ?? new Error(`nothing at ${path}`));
        reject(new Error('internal'));
      });
    });
  }

  /** As by SIGKILL: nothing more is written, told or answered. */
  die(): void {
    if (this.isGone) return;
    this.isGone = true;
    for (const link of this.#links) link.cut();
    for (const reject of this.#unanswered) reject(new Error('connection reset'));
  }

  emit(link: Link, event: string, payload: unknown): void {
    if (!link.isOpen || !this.goesOn()) return;
    this.#world.watch.told(link, event, payload);
    link.tell(frameOf(event, payload));
  }

  answer(link: Link, asked: [event: string, payload: unknown], answer: unknown, reply: Reply): void {
    if (!link.isOpen || !this.goesOn()) return;
    const frame = answerFrame(answer);
    this.#world.watch.answered(link, asked, answer, String(frame));
    link.answer(frame, reply);
  }

  /** False when the process is dead, or dies now. */
  goesOn(): boolean {
    if (this.isGone) return false;
    this.fuse -= 1;
    if (this.fuse > 0) return true;
    this.#world.crash();
    return false;
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

  #trouble(error: unknown): void {
    if (!this.isGone && !isPlanned(error)) this.#world.fail('no exception in the server', error);
  }
}

/** As much of an HTTP response as the snapshot's route uses. */
class HttpAnswer {
  statusCode = 200;
  readonly locals = {};
  readonly #end: (status: number, text: string) => void;

  constructor(end: (status: number, text: string) => void) {
    this.#end = end;
  }

  status(code: number): this {
    this.statusCode = code;
    return this;
  }
  set = (): this => this;
  type = (): this => this;
  vary = (): this => this;
  setHeader = (): this => this;
  hasHeader = (): boolean => false;
  end(bytes: Uint8Array = new Uint8Array()): void {
    this.#end(this.statusCode, Buffer.from(bytes).toString());
  }
}
