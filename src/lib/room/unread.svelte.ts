// What arrived in a tool nobody is looking at: chat for both, and for the candidate what the interviewer gave.
import { getContext, setContext } from 'svelte';
import { givenSoFar } from './given.ts';
import type { LiveRoom } from './live-room.svelte.ts';
import type { RoomControls, Tool } from './room-controls.svelte.ts';

const key = Symbol('unread');

export function setUnread(unread: Unread): Unread {
  return setContext(key, unread);
}

export function getUnread(): Unread {
  return getContext<Unread>(key);
}

export class Unread {
  #room: LiveRoom;
  #seen = $state({ chat: 0, question: 0 });

  constructor(room: LiveRoom) {
    this.#room = room;
    this.#seen = { chat: this.#chat, question: this.#given };
  }

  get #chat(): number {
    const { state, me } = this.#room;
    return state?.chat.filter((message) => message.by !== me?.participantId).length ?? 0;
  }

  get #given(): number {
    const { state, me } = this.#room;
    return state && me?.role === 'candidate' ? givenSoFar(state).length : 0;
  }

  of(tool: Tool): number {
    if (tool === 'chat') return Math.max(0, this.#chat - this.#seen.chat);
    return tool === 'question' ? Math.max(0, this.#given - this.#seen.question) : 0;
  }

  get total(): number {
    return this.of('chat') + this.of('question');
  }

  /** What this tool shows has been seen. */
  see(tool: Tool): void {
    if (tool === 'chat' && this.of('chat') > 0) this.#seen.chat = this.#chat;
    if (tool === 'question' && this.of('question') > 0) this.#seen.question = this.#given;
  }
}

/** Whether the tools are on the screen at all; a drawer may be closed. */
export function isToolShown(controls: RoomControls, tool: Tool, isLaptop: boolean): boolean {
  return controls.tool === tool && (isLaptop || controls.isToolsOpen);
}
