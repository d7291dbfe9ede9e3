// A broken promise of the product, found in a simulated world: which one, and where.

export class Failure extends Error {
  readonly invariant: string;

  constructor(invariant: string, detail: string, cause?: unknown) {
    super(`${invariant}: ${detail}`, { cause });
    this.name = 'Failure';
    this.invariant = invariant;
  }
}
