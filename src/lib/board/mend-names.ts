// Names and roles that Excalidraw 0.18 lacks or gets wrong for a screen reader (issue 11297 and its like), set on its
// own elements whenever it draws them anew.

interface Mending {
  selector: string;
  set?: Record<string, string>;
  remove?: string[];
}

const mendings: Mending[] = [
  { selector: '.main-menu-trigger', set: { 'aria-label': 'Board menu' } },
  // Rows of buttons that say they are modal dialogs.
  {
    selector: '.color-picker-container',
    set: { role: 'group', 'aria-label': 'Colours' },
    remove: ['aria-modal'],
  },
  {
    selector: '.FontPicker__container',
    set: { role: 'group', 'aria-label': 'Fonts' },
    remove: ['aria-modal'],
  },
  // A plain box around a button that says what the button should say.
  { selector: 'div[type="button"]', remove: ['aria-expanded', 'aria-haspopup', 'aria-controls'] },
  { selector: 'footer[role="contentinfo"]', set: { role: 'group', 'aria-label': 'Zoom and history' } },
];

/** Mends what is in `container` as long as it is there; returns the way to stop. */
export function mendNames(container: HTMLElement): () => void {
  mend(container);
  const observer = new MutationObserver(() => mend(container));
  observer.observe(container, { childList: true, subtree: true });
  return () => observer.disconnect();
}

function mend(container: HTMLElement): void {
  for (const { selector, set = {}, remove = [] } of mendings) {
    for (const element of container.querySelectorAll(selector)) {
      for (const [name, value] of Object.entries(set)) {
        if (element.getAttribute(name) !== value) element.setAttribute(name, value);
      }
      for (const name of remove) element.removeAttribute(name);
    }
  }
}
