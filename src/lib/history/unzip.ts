// Reads files out of a .zip in the browser, by its directory: stored or deflated, as *Export everything* packs them.
// Only the directory and the files asked for are read. It knows nothing of what is in them.

/** What the directory says of one file. */
export type Zipped = { path: string; size: number; bytes: () => Promise<Uint8Array<ArrayBuffer>> };

const endSize = 22;
const longestComment = 0xffff;
const headerSize = 30;
const lineSize = 46;
const marks = { end: 0x06054b50, line: 0x02014b50, header: 0x04034b50 };
const stored = 0;
const deflated = 8;

/** The files of an archive, or null when it cannot be read: damaged, encrypted or of more than 4 GB. */
export async function unzip(file: Blob): Promise<Zipped[] | null> {
  try {
    const tail = await viewOf(file.slice(-(endSize + longestComment)));
    const end = endOf(tail);
    if (end === null) return null;
    const from = tail.getUint32(end + 16, true);
    const directory = await viewOf(file.slice(from, from + tail.getUint32(end + 12, true)));
    return linesOf(file, directory, tail.getUint16(end + 10, true));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const viewOf = async (part: Blob) => new DataView(await part.arrayBuffer());

function endOf(tail: DataView): number | null {
  for (let at = tail.byteLength - endSize; at >= 0; at -= 1)
    if (tail.getUint32(at, true) === marks.end) return at;
  return null;
}

function linesOf(file: Blob, directory: DataView, count: number): Zipped[] | null {
  const files: Zipped[] = [];
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    if (directory.getUint32(at, true) !== marks.line) return null;
    const nameLength = directory.getUint16(at + 28, true);
    const path = new TextDecoder().decode(new Uint8Array(directory.buffer, at + lineSize, nameLength));
    const method = directory.getUint16(at + 10, true);
    const packed = directory.getUint32(at + 20, true);
    const header = directory.getUint32(at + 42, true);
    const size = directory.getUint32(at + 24, true);
    files.push({ path, size, bytes: () => contents(file, { method, packed, size, header }) });
    at += lineSize + nameLength + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
  }
  return files;
}

type Place = { method: number; packed: number; size: number; header: number };

async function contents(file: Blob, { method, packed, size, header }: Place) {
  const head = await viewOf(file.slice(header, header + headerSize));
  if (head.getUint32(0, true) !== marks.header || ![stored, deflated].includes(method))
    throw new Error('damaged or packed in another way');
  const start = header + headerSize + head.getUint16(26, true) + head.getUint16(28, true);
  const data = file.slice(start, start + packed);
  const stream =
    method === stored ? data.stream() : data.stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return read(stream, size);
}

/** No more than the directory promised: a small file must not unpack into the memory of the machine. */
async function read(stream: ReadableStream<Uint8Array<ArrayBuffer>>, size: number) {
  const bytes = new Uint8Array(size);
  let at = 0;
  const reader = stream.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (at + part.value.byteLength > size) throw new Error('longer than its directory says');
    bytes.set(part.value, at);
    at += part.value.byteLength;
  }
  if (at < size) throw new Error('shorter than its directory says');
  return bytes;
}
