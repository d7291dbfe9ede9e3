// Short messages in the corner. They carry nothing that cannot be found elsewhere, and wait while they are
// pointed at or focused, so that an action in them can be reached.
export type Toast = {
  id: number;
  text: string;
  tone: 'calm' | 'error';
  action?: { label: string; run: () => void };
  durationMs: number;
};
type Options = Partial<Pick<Toast, 'tone' | 'action' | 'durationMs'>>;

let lastId = 0;
let shown = $state.raw<Toast[]>([]);

export const toasts = {
  get shown(): readonly Toast[] {
    return shown;
  },
  /** Shows a message; returns its id for `dismiss`. Errors stay for ten seconds, the rest for five. */
  show(text: string, { tone = 'calm', action, durationMs }: Options = {}): number {
    const id = ++lastId;
    const stay = durationMs ?? (tone === 'error' || action ? 10_000 : 5_000);
    const toast: Toast = { id, text, tone, durationMs: stay, ...(action && { action }) };
    shown = [...shown.filter((other) => other.text !== text), toast].slice(-3);
    return id;
  },
  dismiss(id: number): void {
    shown = shown.filter((toast) => toast.id !== id);
  },
};
