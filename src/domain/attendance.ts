// Who was in an interview's room when: coming and going as the server saw it, which is no entry and changes no state.
// It says what of that is worth showing on a replay's line; it draws nothing.

/** Somebody's first tab in the room was opened, or their last one closed. `at` in epoch ms. */
export type Coming = { participantId: string; at: number; isHere: boolean };

/** Somebody was not in the room while the interview went on. Epoch ms; `isBack`: they came again before its end. */
export type Absence = { by: string; from: number; to: number; isBack: boolean };

/** A reload or a short gap in the air is nobody's absence, as in the live room. */
const graceMs = 5_000;

/** Absences between the start and `endAt`, in order. Where the server itself was away nothing is known and nothing
 * is said: somebody who comes without having gone was here. */
export function absencesOf(comings: readonly Coming[], startAt: number, endAt: number): Absence[] {
  const goneSince = new Map<string, number>();
  const absences: Absence[] = [];
  const end = (by: string, to: number) => {
    const from = Math.max(goneSince.get(by) ?? to, startAt);
    goneSince.delete(by);
    if (Math.min(to, endAt) - from <= graceMs) return;
    absences.push({ by, from, to: Math.min(to, endAt), isBack: to < endAt });
  };
  for (const { participantId, at, isHere } of comings.toSorted((a, b) => a.at - b.at)) {
    if (isHere) end(participantId, at);
    else if (!goneSince.has(participantId)) goneSince.set(participantId, at);
  }
  for (const by of [...goneSince.keys()]) end(by, endAt);
  return absences.sort((a, b) => a.from - b.from);
}
