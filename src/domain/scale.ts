// The scale every rating is on. A file of its own, so that a page that draws ratings does not load the checks of
// content files.
export const levelValues = [1, 2, 3, 4] as const;
/** A point on the four-point scale; anchors are absolute, the bar moves with the target level (RB1). */
export type LevelValue = (typeof levelValues)[number];
