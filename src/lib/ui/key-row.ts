// A line of a sheet of keyboard shortcuts.
export type KeyRow = {
  keys: string[];
  /** Each does one of what `does` names; without, they are held together. */
  areEither?: boolean;
  does: string;
};
