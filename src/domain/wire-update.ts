// What comes down the live wire, as bytes: an `Update`, what happened, where the others point and what was answered.
// A writer and its reader belong to one connection: every frame is written and read once, in order (wire.ts).
import type { Ack, PresenceMessage, Refusal } from './protocol.ts';
import { isSealed } from './recording.ts';
import type { Entry, EntryOf, WireEntry } from './recording.ts';
import { NameTable, readChange, writeChange } from './wire-board.ts';
import { ByteWriter, Unreadable } from './wire-bytes.ts';
import { part, partsOf, reading, readPointing, writePointing } from './wire-pointing.ts';
import type { ByteReader } from './wire-reader.ts';

export type Answer = { clientId: string; clientSeq: number; ack: Ack };
export type Update = {
  /** One after the other in `seq` order. */
  entries?: readonly WireEntry[];
  pointers?: NonNullable<PresenceMessage['pointers']>;
  answers?: readonly Answer[];
};
/** Bytes that are the same for everybody, by the entry they tell of: written once for a whole audience. */
export type SharedBytes = Map<WireEntry, Uint8Array[]>;

const kind = { sealed: 0, drawing: 1, ownDrawing: 2, other: 3, ownOther: 4 } as const;

/** One of each for the whole process: a frame is written from its beginning to its end without a pause. */
const out = new ByteWriter();
const shared = new ByteWriter();

/** Writes what one member of an audience is told. */
export class UpdateWriter {
  readonly #names = new NameTable();
  #seq = 0;
  #at = 0;

  /** `own` is whose commands are answered by their entries: nobody else is told which command it was. Null: all are. */
  write(
    { entries = [], pointers, answers = [] }: Update,
    own: string | null,
    known?: SharedBytes,
  ): Uint8Array<ArrayBuffer> {
    out.clear();
    out.byte(
      (entries.length > 0 ? part.entries : 0) |
        (pointers ? part.pointers : 0) |
        (answers.length > 0 ? part.answers : 0),
    );
    if (entries.length > 0) this.#entries(entries, own, known);
    if (pointers) this.#pointers(pointers);
    if (answers.length > 0) this.#answers(answers);
    return out.take();
  }

  #entries(entries: readonly WireEntry[], own: string | null, known: SharedBytes | undefined): void {
    out.natural(entries.length);
    out.whole((entries[0]?.seq ?? 0) - this.#seq);
    for (const entry of entries) {
      this.#seq = entry.seq + 1;
      if (isSealed(entry)) out.byte(kind.sealed);
      else this.#entry(entry, own, known);
    }
  }

  #entry(entry: Entry, own: string | null, known: SharedBytes | undefined): void {
    const isTold = own === null || entry.by === own;
    const isOwn = isTold && entry.clientId !== null && entry.clientSeq !== null;
    const isDrawing = entry.type === 'board.changed';
    out.byte(isDrawing ? (isOwn ? kind.ownDrawing : kind.drawing) : isOwn ? kind.ownOther : kind.other);
    this.#names.write(out, entry.by);
    out.whole(entry.at - this.#at);
    this.#at = entry.at;
    if (isOwn) {
      this.#names.write(out, entry.clientId ?? '');
      out.natural(entry.clientSeq ?? 0);
    }
    const parts = known?.get(entry) ?? partsOfEntry(entry);
    known?.set(entry, parts);
    if (isDrawing) out.natural(entry.changes.length);
    parts.forEach((bytes, i) => {
      if (isDrawing) this.#names.write(out, entry.changes[i]?.id ?? '');
      out.bytes(bytes);
    });
  }

  #pointers(pointers: NonNullable<Update['pointers']>): void {
    const everyone = Object.entries(pointers);
    out.natural(everyone.length);
    for (const [participantId, pointing] of everyone) {
      this.#names.write(out, participantId);
      out.byte(partsOf(pointing));
      writePointing(out, pointing);
    }
  }

  #answers(answers: readonly Answer[]): void {
    out.natural(answers.length);
    for (const { clientId, clientSeq, ack } of answers) {
      this.#names.write(out, clientId);
      out.natural(clientSeq);
      out.byte(ack.ok ? 1 : 0);
      if (ack.ok) out.natural(ack.seq);
      else out.text(JSON.stringify(ack));
    }
  }
}

/** Reads what the server tells. */
export class UpdateReader {
  readonly #names = new NameTable();
  #seq = 0;
  #at = 0;

  read(bytes: Uint8Array): Update | null {
    return reading(bytes, (from) => {
      const parts = from.byte();
      return {
        ...(parts & part.entries && { entries: this.#entries(from) }),
        ...(parts & part.pointers && { pointers: this.#pointers(from) }),
        ...(parts & part.answers && { answers: this.#answers(from) }),
      };
    });
  }

  #entries(from: ByteReader): WireEntry[] {
    const count = from.count(1);
    this.#seq += from.whole();
    const entries: WireEntry[] = [];
    for (let i = 0; i < count; i++) entries.push(this.#entry(from, this.#seq++));
    return entries;
  }

  #entry(from: ByteReader, seq: number): WireEntry {
    const what = from.byte();
    if (what === kind.sealed) return { seq, sealed: true };
    if (what > kind.ownOther) throw new Unreadable('no entry');
    const by = this.#names.read(from).name;
    this.#at += from.whole();
    const isOwn = what === kind.ownDrawing || what === kind.ownOther;
    const clientId = isOwn ? this.#names.read(from).name : null;
    const clientSeq = isOwn ? from.natural() : null;
    const head = { seq, at: this.#at, by, clientId, clientSeq };
    if (what === kind.other || what === kind.ownOther) return { ...(jsonOf(from) as Entry), ...head };
    const changes: EntryOf<'board.changed'>['changes'] = [];
    for (let left = from.count(7); left > 0; left--)
      changes.push(readChange(from, this.#names.read(from).name));
    return { type: 'board.changed', changes, ...head };
  }

  #pointers(from: ByteReader): NonNullable<Update['pointers']> {
    const pointers: NonNullable<Update['pointers']> = {};
    for (let left = from.count(2); left > 0; left--) {
      const { name } = this.#names.read(from);
      pointers[name] = readPointing(from, from.byte()) ?? {};
    }
    return pointers;
  }

  #answers(from: ByteReader): Answer[] {
    const answers: Answer[] = [];
    for (let left = from.count(4); left > 0; left--) {
      const [clientId, clientSeq] = [this.#names.read(from).name, from.natural()];
      const ack: Ack = from.byte() === 1 ? { ok: true, seq: from.natural() } : (jsonOf(from) as Refusal);
      answers.push({ clientId, clientSeq, ack });
    }
    return answers;
  }
}

/** Consecutive entries in a tenth of the memory they take as objects. */
export function packEntries(entries: readonly Entry[]): Uint8Array {
  return new UpdateWriter().write({ entries }, null);
}

/** What `packEntries` was given. */
export function unpackEntries(packed: Uint8Array): Entry[] {
  return [...(new UpdateReader().read(packed)?.entries ?? [])] as Entry[];
}

/** One part for each change of a drawing; any other entry as JSON, without what its head says. */
function partsOfEntry(entry: Entry): Uint8Array[] {
  if (entry.type === 'board.changed') {
    return entry.changes.map((change) => {
      writeChange(shared.clear(), change);
      return shared.take();
    });
  }
  const { seq: _seq, at: _at, by: _by, clientId: _clientId, clientSeq: _clientSeq, ...rest } = entry;
  shared.clear().text(JSON.stringify(rest));
  return [shared.take()];
}

function jsonOf(from: ByteReader): object {
  try {
    const value: unknown = JSON.parse(from.text());
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Unreadable('no JSON');
}
