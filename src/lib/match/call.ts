// Calling somebody back to the page: two soft tones, and the browser's own notification where it is allowed.

let audio: AudioContext | null = null;

/** Browsers let a page sound only after it was touched: to be called from a click. */
export function readySound(): void {
  try {
    audio ??= new AudioContext();
    void audio.resume();
  } catch {
    audio = null; // No sound here; the notification and the title remain.
  }
}

export function sound(): void {
  const context = audio;
  if (!context) return;
  for (const [i, pitch] of [660, 880].entries()) {
    const from = context.currentTime + i * 0.22;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.15, from + 0.03);
    volume.gain.linearRampToValueAtTime(0, from + 0.2);
    tone.connect(volume).connect(context.destination);
    tone.start(from);
    tone.stop(from + 0.21);
  }
}

export type NotifyState = 'granted' | 'denied' | 'default' | 'missing';
export const notifyState = (): NotifyState =>
  typeof Notification === 'undefined' ? 'missing' : Notification.permission;

export async function askToNotify(): Promise<NotifyState> {
  if (typeof Notification === 'undefined') return 'missing';
  return Notification.requestPermission();
}

export function notify(title: string, body: string): void {
  if (notifyState() !== 'granted') return;
  try {
    const shown = new Notification(title, { body, tag: 'fourstep-match' });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
  } catch {
    // Some phones have the word and not the thing.
  }
}
