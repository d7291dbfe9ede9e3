// A board that is only looked at fits its place again when that changes, as when a window is made narrow or a phone is
// turned, until somebody moves or zooms it: then it is theirs.

/** `fit` brings everything into sight; answers what ends it and what gives the board back to being fitted. */
export function keepFit(container: HTMLElement, fit: () => void): { stop: () => void; again: () => void } {
  let isTheirs = false;
  let frame = 0;
  const take = () => (isTheirs = true);
  // What the editor knows of its own size is a frame behind.
  const fitSoon = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => !isTheirs && fit());
  };
  const observer = new ResizeObserver(fitSoon);
  observer.observe(container);
  const moving = ['wheel', 'pointerdown', 'keydown'] as const;
  for (const type of moving) container.addEventListener(type, take, { capture: true, passive: true });
  return {
    stop: () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      for (const type of moving) container.removeEventListener(type, take, { capture: true });
    },
    again: () => (isTheirs = false),
  };
}
