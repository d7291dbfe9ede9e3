// What goes up the live wire, as bytes: a `Move`, what a hand drew and where it points. What comes down is in
// wire-update.ts. Both ends use these files.
// A writer and its reader belong to one connection and direction: every frame is written and read once, in order.
// Whatever is no such frame reads as null; the connection then has to end, because the tables of its ends differ.
import type { ElementDelta } from './board.ts';
import type { CommandMessage } from './protocol.ts';
import { NameTable, readDelta, writeDelta } from './wire-board.ts';
import { ByteWriter, Unreadable } from './wire-bytes.ts';
import { part, partsOf, reading, readPointing, writePointing } from './wire-pointing.ts';
import type { Pointing } from './wire-pointing.ts';
import type { ByteReader } from './wire-reader.ts';

export type Draw = Omit<CommandMessage, 'command'> & { deltas: ElementDelta[] };
/** At most one command of the board, and where the hand is. */
export type Move = { draw?: Draw; pointing?: Pointing };

const clientIdShape = /^[\w-]{8,40}$/;
const mostDeltas = 10_000;

/** One for the whole process: a frame is written from its beginning to its end without a pause. */
const out = new ByteWriter();

/** Writes what a client moves. Null, once and then for good: it has no short form and goes as a `command` instead. */
export class MoveWriter {
  readonly #names = new NameTable();
  #isBroken = false;

  write({ draw, pointing }: Move): Uint8Array<ArrayBuffer> | null {
    if (this.#isBroken) return null;
    try {
      out.clear();
      out.byte((draw ? part.draw : 0) | partsOf(pointing));
      if (draw) this.#draw(draw);
      writePointing(out, pointing);
      return out.take();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      // The table holds names that are never sent.
      this.#isBroken = true;
      return null;
    }
  }

  #draw({ clientId, clientSeq, deltas }: Draw): void {
    this.#names.write(out, clientId);
    out.natural(clientSeq);
    out.natural(deltas.length);
    for (const delta of deltas) writeDelta(out, this.#names, delta);
  }
}

/** Reads what a client moves: null, or exactly what the schemas of protocol.ts take. */
export class MoveReader {
  readonly #names = new NameTable();

  read(bytes: Uint8Array): Move | null {
    return reading(bytes, (from) => {
      const parts = from.byte();
      const draw = parts & part.draw ? this.#draw(from) : undefined;
      const pointing = readPointing(from, parts);
      return { ...(draw && { draw }), ...(pointing && { pointing }) };
    });
  }

  #draw(from: ByteReader): Draw {
    const clientId = this.#names.read(from).name;
    const clientSeq = from.natural();
    const count = from.count(6);
    if (!clientIdShape.test(clientId) || clientSeq < 1 || count < 1 || count > mostDeltas)
      throw new Unreadable('no command');
    const deltas: ElementDelta[] = [];
    for (let i = 0; i < count; i++) deltas.push(readDelta(from, this.#names));
    return { clientId, clientSeq, deltas };
  }
}
