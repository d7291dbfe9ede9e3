// What a room holds of its interview in memory, folded from the recording: the state, which commands came true, the
// newest entries. It writes nothing and asks nobody; when it may be wrong, it is made anew from what the store has.
import { setImmediate as othersTurn } from 'node:timers/promises';
import { apply } from '#domain/fold.ts';
import type { Entry, EntryOf } from '#domain/recording.ts';
import { emptyRoom } from '#domain/room.ts';
import type { RoomState } from '#domain/room.ts';
import { disclosure } from '#domain/view.ts';
import { Answered } from './answered.ts';
import { oneCopy } from './one-copy.ts';
import { Tail } from './tail.ts';

/** So many entries are folded at a time: a long recording must not hold up the other rooms. */
const turnLength = 500;

export class RoomMemory {
  readonly state: RoomState = emptyRoom();
  /** `seq` of each command that came true, by who and which client sent it (RC3). */
  readonly #answered = new Answered();
  readonly #tail = new Tail();
  /** The last entry at which viewers began to be allowed more: earlier sealed entries are out of date. */
  #disclosedSeq = 0;

  static async of(recording: readonly Entry[]): Promise<RoomMemory> {
    const memory = new RoomMemory();
    for (const [i, entry] of recording.entries()) {
      if (i > 0 && i % turnLength === 0) await othersTurn();
      memory.apply(entry.type === 'interview.created' ? withSharedContents(entry) : entry);
    }
    memory.keep(recording);
    return memory;
  }

  /** Folds the next entry in, committed or about to be. */
  apply(entry: Entry): void {
    const before = disclosure(this.state);
    apply(this.state, entry);
    if (disclosure(this.state) !== before) this.#disclosedSeq = entry.seq;
    if (entry.clientId === null || entry.clientSeq === null) return;
    this.#answered.add(entry.by, entry.clientId, entry.clientSeq, entry.seq);
  }

  /** Keeps entries that are committed, for whoever was away for a moment. */
  keep(entries: readonly Entry[]): void {
    this.#tail.push(entries);
  }

  /** The seq of a participant's command, if it came true. */
  seqOf(by: string, clientId: string, clientSeq: number): number | undefined {
    return this.#answered.seqOf(by, clientId, clientSeq);
  }

  /** What a client that holds everything up to `seq` lacks; null when it needs a snapshot. */
  since(seq: number): readonly Entry[] | null {
    const missing = this.state.seq - seq;
    if (missing < 0 || missing > this.#tail.length || seq < this.#disclosedSeq) return null;
    return this.#tail.last(missing);
  }
}

function withSharedContents(entry: EntryOf<'interview.created'>): Entry {
  const { format, rubric, question } = entry;
  return {
    ...entry,
    format: oneCopy(format),
    rubric: oneCopy(rubric),
    ...(question && { question: oneCopy(question) }),
  };
}
