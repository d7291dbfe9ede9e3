// What one connected socket says and is answered: join, command, pointer, clock, and the short frames in which a
// hand draws and points. The trust boundary of the live wire: parse, limit, submit, ack. Whatever comes in, the
// process never dies of it.
import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import * as v from 'valibot';
import {
  commandMessageSchema,
  joinMessageSchema,
  limits,
  pointerMessageSchema,
  refuse,
} from '#domain/protocol.ts';
import type { Ack, CommandMessage, PointerMessage, Refusal } from '#domain/protocol.ts';
import type { Pointing } from '#domain/wire-pointing.ts';
import type { SharedBytes, Update } from '#domain/wire-update.ts';
import type { Draw, Move } from '#domain/wire.ts';
import { Frames } from './frames.ts';
import type { User } from './identity.ts';
import { invalid } from './invalid-fields.ts';
import type { Metrics } from './metrics.ts';
import { Outlet } from './outlet.ts';
import { Budget, isTooDeep } from './socket-limits.ts';
import { Visit } from './visit.ts';
import type { Joined, VisitParts } from './visit.ts';

export type ConversationParts = VisitParts & { log: Logger; metrics: Metrics };

type Reply = (answer: unknown) => void;

/** A join may answer the whole state, which is dear; nobody needs many. */
const joinCost = 10;

export function converse(socket: Socket, user: User, parts: ConversationParts): void {
  new Conversation(socket, user, parts).begin();
}

class Conversation {
  readonly #socket: Socket;
  readonly #parts: ConversationParts;
  readonly #budget: Budget;
  readonly #outlet: Outlet;
  readonly #frames: Frames;
  readonly #visit: Visit;

  constructor(socket: Socket, user: User, parts: ConversationParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#budget = new Budget(parts.clock.now());
    this.#outlet = new Outlet(socket, parts.metrics.cuts);
    this.#frames = new Frames(socket, this.#outlet, {
      moved: (move, bytes) => this.#moved(move, bytes),
      broke: (error) => this.#broke(error),
    });
    this.#visit = new Visit(
      {
        ...{ socket, userId: user.id, outlet: this.#outlet },
        send: (update, shared) => this.#send(update, shared),
        sendPeople: (people) => this.#outlet.write('presence', { people }),
        broke: (error) => this.#broke(error),
      },
      parts,
    );
  }

  begin(): void {
    this.#socket.use((packet, next) => {
      // All of it, the packet's own array included: what we do not read has been sent too.
      const isDeep = isTooDeep(packet, limits.nesting + 1);
      // What is too deep to be written is refused anyway.
      const bytes = isDeep ? 0 : JSON.stringify(packet).length;
      const cost = packet[0] === 'join' ? joinCost : 1;
      if (!this.#budget.take(this.#parts.clock.now(), cost, bytes)) this.#reply(packet, refuse('too_fast'));
      else if (isDeep) this.#reply(packet, refuse('bad_message'));
      else next();
    });
    this.#on('join', joinMessageSchema, (message) => this.#visit.join(message));
    this.#on('command', commandMessageSchema, (message) => this.#command(message));
    this.#on('pointer', pointerMessageSchema, (message) => Promise.resolve(this.#pointer(message)));
    this.#frames.listen();
    this.#on('clock', v.unknown(), () => Promise.resolve(this.#parts.clock.now()));
    this.#socket.on('disconnect', () => this.#visit.end());
  }

  /** Parses, works, replies; a handler that throws is logged and answered with a refusal. */
  #on<S extends v.GenericSchema>(
    event: string,
    schema: S,
    work: (message: v.InferOutput<S>) => Promise<unknown>,
  ): void {
    this.#socket.on(event, (...args: unknown[]) => {
      const reply = (answer: unknown) => this.#reply(args, answer);
      const [message] = args;
      // No further than the first fault: ten thousand of them, told apart, would stop everybody for a while.
      const parsed = v.safeParse(schema, message, { abortEarly: true });
      if (!parsed.success) {
        reply(invalid(parsed.issues));
        return;
      }
      Promise.try(work, parsed.output).then(reply, (error: unknown) => {
        this.#parts.log.error({ err: error, event }, 'a message could not be handled');
        reply(refuse('not_saved'));
      });
    });
  }

  /** A frame is read before it can be refused, because the next one builds on it. */
  #moved(move: Move | null, bytes: number): void {
    if (!move) {
      this.#count(refuse('bad_message'));
      this.#parts.metrics.cuts.inc({ reason: 'bad_frame' });
      this.#socket.emit('refused', refuse('bad_message'));
      this.#socket.conn.close();
      return;
    }
    const isTaken = this.#budget.take(this.#parts.clock.now(), 1, bytes);
    const { draw, pointing } = move;
    if (pointing && isTaken) this.#point(pointing, draw !== undefined);
    if (!draw) return;
    if (!isTaken) this.#drawn(draw, refuse('too_fast'));
    else if (this.#visit.isJoining) void this.#visit.joining.then(() => this.#draw(draw));
    else this.#draw(draw);
  }

  #point(pointing: Pointing, isDrawing: boolean): void {
    // An observer only sees: nobody is shown where they point.
    const { joined } = this.#visit;
    if (!joined || joined.viewer.role === 'observer') return;
    const { audience, viewer } = joined;
    audience.presence.point(viewer.participantId, pointing);
    // With a drawing it is shown by what the drawing brings.
    if (!isDrawing) audience.presence.show();
  }

  /** As `#command`, without its detours: this is what happens all the time. */
  #draw(draw: Draw): void {
    const { joined } = this.#visit;
    if (!joined) return this.#drawn(draw, refuse('not_joined'));
    const { audience, viewer } = joined;
    const { clientId, clientSeq, deltas } = draw;
    const startedAt = performance.now();
    const command = { type: 'board.change' as const, deltas };
    audience.room
      .submit(viewer.participantId, { clientId, clientSeq, command })
      .then((ack) => {
        this.#measure(ack, startedAt);
        this.#drawn(draw, ack);
      })
      .catch((error: unknown) => this.#broke(error));
  }

  #drawn({ clientId, clientSeq }: Draw, ack: Ack): void {
    this.#count(ack);
    const { joined } = this.#visit;
    joined?.audience.presence.show();
    // Its entry is the answer, where it is sent to this socket.
    if (ack.ok && joined && ack.seq > joined.afterSeq) return;
    this.#send({ answers: [{ clientId, clientSeq, ack }] });
  }

  #pointer({ pointer, view, ...status }: PointerMessage): void {
    const { joined } = this.#visit;
    if (!joined) return;
    const { audience, viewer } = joined;
    // An observer only sees: nobody is shown where they point.
    const message = viewer.role === 'observer' ? status : { ...status, pointer, view };
    audience.presence.update(viewer.participantId, this.#socket.id, message);
  }

  async #command(message: CommandMessage): Promise<Ack> {
    const startedAt = performance.now();
    // At once where it can be, or a frame that came later would be carried out before.
    if (this.#visit.isJoining) await this.#visit.joining;
    const { joined } = this.#visit;
    const ack = joined ? await this.#submit(joined, message) : refuse('not_joined');
    this.#measure(ack, startedAt);
    return ack;
  }

  #measure(ack: Ack, startedAt: number): void {
    this.#parts.metrics.commands.inc({ answer: ack.ok ? 'ok' : ack.code });
    this.#parts.metrics.commandSeconds.observe((performance.now() - startedAt) / 1000);
  }

  async #submit({ audience, viewer }: Joined, message: CommandMessage): Promise<Ack> {
    const { command } = message;
    // The recording must not point at a picture that is not there.
    if (
      command.type === 'picture.set' &&
      !(await this.#parts.store.hasFile(audience.room.interviewId, command.file))
    ) {
      return refuse('unknown_item');
    }
    return audience.room.submit(viewer.participantId, message);
  }

  #send(update: Update, shared?: SharedBytes): void {
    const own = this.#visit.joined?.viewer.participantId ?? '';
    try {
      this.#frames.write(update, own, shared);
    } catch (error) {
      this.#broke(error);
    }
  }

  /** What cannot be told must not stop what the others are told; the client comes back and is told all of it. */
  #broke(error: unknown): void {
    this.#parts.log.error({ err: error }, 'a socket could not be served');
    this.#outlet.cut('broken');
  }

  #reply(args: readonly unknown[], answer: unknown): void {
    this.#count(answer);
    this.#outlet.answer(replyOf(args), answer);
  }

  #count(answer: unknown): void {
    if (isRefusal(answer)) this.#parts.metrics.refusals.inc({ via: 'socket', code: answer.code });
  }
}

const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false;

/** The ack, if the client asked for one. */
function replyOf(args: readonly unknown[]): Reply {
  const last = args.at(-1);
  return typeof last === 'function' ? (last as Reply) : () => undefined;
}
