// Snapshots as bytes, the newest of each viewer: a page that loads again is compressed once. Its key is the
// viewer with the seq, because what a viewer may read changes with entries only.
import type { Snapshot } from '#domain/protocol.ts';
import type { Packed } from './http-answer.ts';

export type CachedSnapshot = { seq: number; etag: string; packed: Packed };

const mostSnapshots = 64;

export class SnapshotCache {
  readonly #cached = new Map<string, CachedSnapshot>();
  /** Tells apart the same seq sealed by another version of the server. */
  readonly #startedAt = Date.now().toString(36);

  of(
    viewer: { interviewId: string; participantId: string },
    seq: number,
    make: () => Snapshot,
  ): CachedSnapshot {
    const key = `${viewer.interviewId} ${viewer.participantId}`;
    const known = this.#cached.get(key);
    const cached = known?.seq === seq ? known : this.#make(viewer.participantId, seq, make());
    // Taken out and put in again, the oldest read is always first.
    this.#cached.delete(key);
    this.#cached.set(key, cached);
    if (this.#cached.size > mostSnapshots) this.#cached.delete([...this.#cached.keys()][0] ?? '');
    return cached;
  }

  #make(participantId: string, seq: number, snapshot: Snapshot): CachedSnapshot {
    return {
      seq,
      etag: `W/"${this.#startedAt}-${seq}-${participantId}"`,
      packed: { raw: Buffer.from(JSON.stringify(snapshot)), packed: new Map() },
    };
  }
}
