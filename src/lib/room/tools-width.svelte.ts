// How much of the room the tools take, in percent. Remembered on this device.

export const toolsShare = { min: 18, max: 60, usual: 25 } as const;
const key = 'fourstep.tools-share';

function clamp(share: number): number {
  return Math.round(Math.min(toolsShare.max, Math.max(toolsShare.min, share)));
}

function read(): number {
  try {
    return clamp(Number(localStorage.getItem(key) ?? toolsShare.usual) || toolsShare.usual);
  } catch {
    return toolsShare.usual;
  }
}

export class ToolsWidth {
  #share = $state(read());

  get share(): number {
    return this.#share;
  }

  set share(next: number) {
    this.#share = clamp(next);
    try {
      localStorage.setItem(key, String(this.#share));
    } catch {
      // Forgotten on the next visit, and nothing worse.
    }
  }
}
