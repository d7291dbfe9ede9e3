// Opens a details element when it appears, and leaves it to its reader from then on: an `open` attribute that depends
// on the room would be set again with every entry, and close what somebody has just opened.
export function startsOpen(node: HTMLDetailsElement, isOpen: boolean): void {
  node.open = isOpen;
}
