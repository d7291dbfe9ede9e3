// How a person of the load talks: what they send for a drawing and for a pointer, and what they hear of their peer.
import type { Wire } from './wire.ts';

export type Heard = {
  /** The peer's update with this number has arrived. */
  drawing: (update: number) => void;
  pointer: () => void;
  refusal: (code: string) => void;
};

export type Person = {
  wire: Wire;
  /** A tick of the hand, 30 a second: the pointer and, where one is due, the drawing's next update. */
  tick: (update: number | null) => void;
};

/** One room to talk in, as the generator is told of it. */
export type RoomPlan = {
  id: string;
  /** Who draws, who points with them, and whoever watches. */
  cookies: string[];
};

export type Talk = (
  origin: string,
  room: number,
  plan: RoomPlan,
  nth: number,
  heard: Heard,
) => Promise<Person>;
