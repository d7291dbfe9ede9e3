// What one socket is in: one interview at a time, come into with all that its client lacks, left when it leaves or
// comes into another. It knows who sits there and what they are shown at the door; what is said then is not its own.
import { toSnapshot } from '#domain/fold.ts';
import { protocolVersion, refuse } from '#domain/protocol.ts';
import type { JoinAnswer, JoinMessage } from '#domain/protocol.ts';
import type { RoomState } from '#domain/room.ts';
import { seal, sealState } from '#domain/view.ts';
import type { Viewer } from '#domain/view.ts';
import { noteAbsence, noteReturn } from './absence.ts';
import type { Audience, Audiences, Member } from './audience.ts';
import type { Clock } from './clock.ts';
import type { Goodbyes } from './goodbyes.ts';
import { sitDown } from './interviews.ts';
import type { Outlet } from './outlet.ts';
import type { LiveSeats } from './live-seats.ts';
import { isShortCatchUp } from './socket-limits.ts';
import type { Seat, Store } from './store/store.ts';

export type VisitParts = {
  store: Store;
  audiences: Audiences;
  liveSeats: LiveSeats;
  goodbyes: Goodbyes;
  clock: Clock;
};

/** `afterSeq`: entries beyond it are sent to this socket as they happen. `standUp`: when it is left. */
export type Joined = {
  audience: Audience;
  viewer: Viewer;
  afterSeq: number;
  isSolo: boolean;
  standUp: () => void;
};

/** Whoever comes: a socket, its user, and how it is told what happens. */
type Visitor = Pick<Member, 'send' | 'sendPeople'> & {
  socket: { id: string; connected: boolean };
  userId: string;
  outlet: Outlet;
  broke: (error: unknown) => void;
};

export class Visit {
  readonly #visitor: Visitor;
  readonly #parts: VisitParts;
  #joined: Joined | null = null;
  #joining: Promise<unknown> = Promise.resolve();
  #joins = 0;
  #isGivenUp = false;

  constructor(visitor: Visitor, parts: VisitParts) {
    this.#visitor = visitor;
    this.#parts = parts;
  }

  get joined(): Joined | null {
    return this.#joined;
  }

  get isJoining(): boolean {
    return this.#joins > 0;
  }

  /** Resolves when every join asked for so far is answered. */
  get joining(): Promise<unknown> {
    return this.#joining;
  }

  join(message: JoinMessage): Promise<JoinAnswer> {
    this.#joins += 1;
    const joining = this.#joining.then(() => this.#join(message)).finally(() => (this.#joins -= 1));
    this.#joining = joining.catch(() => undefined);
    return joining;
  }

  /** When the socket is gone. */
  end(): void {
    this.#joining = this.#joining.then(() => this.#leave());
  }

  async #join(message: JoinMessage): Promise<JoinAnswer> {
    if (message.protocol !== protocolVersion) return refuse('old_client');
    // Who has not read the last answer is not given another one to keep for them.
    if (this.#visitor.outlet.isClogged) return refuse('too_fast');
    const { store, audiences } = this.#parts;
    const seat = await store.seatOf(message.interviewId, this.#visitor.userId);
    if (!seat) return refuse('unknown_interview');
    const standUp = this.#parts.liveSeats.sit(seat, () => this.#giveUp());
    const answer = await audiences.arrive(seat.interviewId, async (audience) => {
      const sitting = await sitDown(audience.room, store, seat);
      if (sitting === 'not_saved') return refuse('not_saved');
      if (sitting === 'too_late')
        return refuse('too_late', 'This interview is over; nobody can join it any more.');
      await this.#leave(audience);
      return audience.room.read((state) => this.#enter(audience, seat, standUp, state, message.lastSeq));
    });
    if (this.#joined?.standUp !== standUp) standUp();
    return answer ?? refuse('unknown_interview');
  }

  #enter(
    audience: Audience,
    seat: Seat,
    standUp: () => void,
    state: RoomState,
    lastSeq: number | null,
  ): JoinAnswer {
    const { participantId, role, isHost } = seat;
    const viewer = { participantId, role };
    const { socket, send, sendPeople, outlet } = this.#visitor;
    if (socket.connected && !this.#isGivenUp) {
      audience.add({ id: socket.id, viewer, send, sendPeople });
      this.#joined = { audience, viewer, afterSeq: state.seq, isSolo: state.solo !== null, standUp };
      if (state.solo) this.#returned(audience, participantId);
    }
    const people = audience.presence.people();
    const answer = {
      ok: true as const,
      me: { participantId, role, isHost },
      serverAt: this.#parts.clock.now(),
      people,
    };
    const missing = lastSeq === null ? null : audience.room.since(lastSeq);
    if (missing && isShortCatchUp(missing)) {
      return { ...answer, entries: missing.map((entry) => seal(entry, viewer, state)) };
    }
    outlet.expectSnapshot();
    return { ...answer, snapshot: toSnapshot(sealState(state, viewer)) };
  }

  /** `next`: what they come into instead; whoever only asks again was never away. */
  async #leave(next: Audience | null = null): Promise<void> {
    const joined = this.#joined;
    this.#joined = null;
    if (!joined) return;
    const { audience, viewer, isSolo } = joined;
    joined.standUp();
    await this.#parts.audiences.leave(audience, this.#visitor.socket.id);
    if (!isSolo || !audience.isEmpty || audience.room === next?.room) return;
    const isLeaving = this.#parts.goodbyes.wasSaid(viewer.participantId);
    await noteAbsence(audience.room, viewer.participantId, isLeaving);
  }

  /** Nothing of it is heard or told any more, not even what is under way. */
  #giveUp(): void {
    this.#isGivenUp = true;
    const joined = this.#joined;
    this.#joined = null;
    joined?.standUp();
    this.#visitor.outlet.cut('gave_up');
    if (!joined) return;
    const leaving = this.#parts.audiences.leave(joined.audience, this.#visitor.socket.id);
    leaving.catch((error: unknown) => this.#visitor.broke(error));
  }

  #returned(audience: Audience, participantId: string): void {
    this.#parts.goodbyes.forget(participantId);
    noteReturn(audience.room, participantId).catch((error: unknown) => this.#visitor.broke(error));
  }
}
