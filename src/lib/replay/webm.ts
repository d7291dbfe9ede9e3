// A recorder writes while it does not know how long it will run, so its file says no length and players cannot seek in
// it. This puts the length in. It knows as much of WebM as that takes.

const ids = { header: 0x1a45dfa3, segment: 0x18538067, info: 0x1549a966, duration: 0x4489, scale: 0x2ad7b1 };
/** Where everything stands that is needed; sections before the pictures are short. */
const headBytes = 4_096;

/** The same file with its length in ms; as it came when it has one, or is not written as expected. */
export async function withDuration(file: Blob, ms: number): Promise<Blob> {
  const head = new DataView(await file.slice(0, headBytes).arrayBuffer());
  const info = infoIn(head);
  if (!info) return file;
  const parts = [
    file.slice(0, info.sizeAt),
    sizeOf(info.size + 11),
    file.slice(info.from, info.from + info.size),
  ];
  return new Blob([...parts, durationOf(ms), file.slice(info.from + info.size)], { type: file.type });
}

type Element = { id: number; sizeAt: number; size: number; from: number };

/** The section that says how long it is, when it does not say so yet and counts in ms, as recorders do. */
function infoIn(head: DataView): Element | null {
  const header = elementAt(head, 0);
  if (header?.id !== ids.header) return null;
  const segment = elementAt(head, header.from + header.size);
  if (segment?.id !== ids.segment) return null;
  const info = elementAt(head, segment.from);
  if (info?.id !== ids.info || info.from + info.size > head.byteLength) return null;
  for (let at = info.from; at < info.from + info.size;) {
    const inner = elementAt(head, at);
    if (!inner || inner.id === ids.duration) return null;
    const isMs = inner.id !== ids.scale || numberAt(head, inner) === 1_000_000;
    if (!isMs) return null;
    at = inner.from + inner.size;
  }
  return info;
}

function elementAt(view: DataView, at: number): Element | null {
  const idBytes = lengthAt(view, at, 4);
  if (idBytes === 0) return null;
  const sizeAt = at + idBytes;
  const sizeBytes = lengthAt(view, sizeAt, 8);
  if (sizeBytes === 0) return null;
  let id = 0;
  for (let i = 0; i < idBytes; i += 1) id = id * 256 + view.getUint8(at + i);
  let size = view.getUint8(sizeAt) & (0xff >> sizeBytes);
  for (let i = 1; i < sizeBytes; i += 1) size = size * 256 + view.getUint8(sizeAt + i);
  return { id, sizeAt, size, from: sizeAt + sizeBytes };
}

/** How many bytes a number takes: one more than its first byte has zeros in front. 0 beyond the end. */
function lengthAt(view: DataView, at: number, atMost: number): number {
  const bytes = at < view.byteLength ? Math.clz32(view.getUint8(at)) - 23 : 0;
  return bytes <= atMost && at + bytes <= view.byteLength ? bytes : 0;
}

function numberAt(view: DataView, { from, size }: Element): number {
  let value = 0;
  for (let i = 0; i < size; i += 1) value = value * 256 + view.getUint8(from + i);
  return value;
}

/** A size in eight bytes. */
function sizeOf(size: number): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, 0x01000000);
  view.setUint32(4, size);
  return view.buffer;
}

function durationOf(ms: number): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(11));
  view.setUint16(0, ids.duration);
  view.setUint8(2, 0x88);
  view.setFloat64(3, ms);
  return view.buffer;
}
