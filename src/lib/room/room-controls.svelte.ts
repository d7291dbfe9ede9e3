// What a person can do with the interview's clock and with this screen. Buttons, shortcuts and the palette
// all come through here, so that none of them can do what another would have asked about first.
import { getContext, setContext, tick } from 'svelte';
import type { Ack, Command } from '#domain/protocol.ts';
import { toasts } from '$lib/ui/toasts.svelte.ts';
import type { LiveRoom } from './live-room.svelte.ts';

export type Tool = 'question' | 'checklist' | 'notes' | 'rubric' | 'chat';
/** What a dialog asks about. */
export type Question = 'advance' | 'end';

const key = Symbol('room controls');

export function setRoomControls(controls: RoomControls): RoomControls {
  return setContext(key, controls);
}

export function getRoomControls(): RoomControls {
  return getContext<RoomControls>(key);
}

export class RoomControls {
  asking = $state<Question | null>(null);
  tool = $state<Tool>('question');
  /** On a tablet the tools are a drawer, on a phone a sheet; on a laptop this says nothing. */
  isToolsOpen = $state(false);
  isSheetOpen = $state(false);
  isPaletteOpen = $state(false);
  /** Whose view of the board is followed. */
  following = $state<string | null>(null);

  #room: LiveRoom;

  constructor(room: LiveRoom) {
    this.#room = room;
  }

  /** The tools of this role, in the order of Alt+1, Alt+2 ... An observer has none. */
  get tools(): Tool[] {
    const role = this.#room.me?.role;
    const { solo } = this.#room.state ?? {};
    if (solo?.help === 'guided') return ['question', 'checklist', 'notes', 'rubric'];
    if (solo) return ['question', 'notes', 'rubric'];
    if (role === 'interviewer') return ['question', 'checklist', 'notes', 'rubric', 'chat'];
    return role === 'candidate' ? ['question', 'notes', 'rubric', 'chat'] : [];
  }

  get isPaused(): boolean {
    return this.#room.state?.runs.at(-1)?.pausedAt != null;
  }

  async advance(confirmed = false): Promise<void> {
    const from = this.#room.state?.stage;
    if (!from) return;
    if (!confirmed && !this.#room.can('phase.advance')) {
      if (this.#room.can('phase.advance', true)) this.asking = 'advance';
      return;
    }
    const ack = await this.#room.submit({
      type: 'phase.advance',
      from,
      ...(confirmed && { confirmed }),
    });
    // The minimum is judged by the server; a clock a moment ahead asks here instead.
    if (!ack.ok && ack.code === 'needs_confirmation') this.asking = 'advance';
    else tell(ack);
  }

  async extend(): Promise<void> {
    const from = this.#room.state?.stage;
    if (from && this.#room.can('phase.extend')) await this.#send({ type: 'phase.extend', from });
  }

  async togglePause(): Promise<void> {
    const type = this.isPaused ? 'phase.resume' : 'phase.pause';
    if (this.#room.can(type)) await this.#send({ type });
  }

  askToEnd(): void {
    if (this.#room.can('interview.end')) this.asking = 'end';
  }

  async end(): Promise<void> {
    await this.#send({ type: 'interview.end' });
  }

  async undo(): Promise<void> {
    await this.#send({ type: 'phase.undo' });
  }

  async show(tool: Tool): Promise<void> {
    if (!this.tools.includes(tool)) return;
    this.tool = tool;
    this.isToolsOpen = true;
    await tick();
    document.querySelector<HTMLElement>(`[role="tab"][data-value="${tool}"]`)?.focus();
  }

  async writeNote(): Promise<void> {
    await this.show('notes');
    document.querySelector<HTMLElement>('[data-new-note]')?.focus();
  }

  async #send(command: Command): Promise<void> {
    tell(await this.#room.submit(command));
  }
}

/** Shows a refusal in the words the server or the domain chose. */
export function tell(ack: Ack): void {
  if (!ack.ok) toasts.show(ack.message, { tone: 'error' });
}
