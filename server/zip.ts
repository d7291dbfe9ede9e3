// A .zip as a stream: one file at a time is packed and sent on, so the whole is never in memory. With the 64-bit
// fields where they are needed; names are UTF-8. It knows nothing of what it packs.
import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';

export type ZipFile = { path: string; bytes: Uint8Array; at: number };

type Placed = {
  path: Buffer;
  crc: number;
  packed: number;
  size: number;
  method: number;
  time: Buffer;
  offset: bigint;
};

const deflate = promisify(deflateRaw);
const stored = 0;
const deflated = 8;
const withOffset64 = 45;
const plain = 20;
/** Bit 11: the name is UTF-8. */
const flags = 0x0800;
const full16 = 0xffff;
const full32 = 0xffffffff;

/** Packs files in the order they come. Two of the same path are both there: the caller names them apart. */
export async function* zip(files: AsyncIterable<ZipFile>): AsyncGenerator<Buffer> {
  const placed: Placed[] = [];
  let offset = 0n;
  for await (const file of files) {
    const { header, data, entry } = await pack(file, offset);
    yield header;
    yield data;
    placed.push(entry);
    offset += BigInt(header.byteLength + data.byteLength);
  }
  let size = 0n;
  for (const entry of placed) {
    const line = directoryLine(entry);
    size += BigInt(line.byteLength);
    yield line;
  }
  yield end(placed.length, size, offset);
}

async function pack({ path, bytes, at }: ZipFile, offset: bigint) {
  const squeezed = await deflate(bytes);
  // Pictures are packed already.
  const isWorthIt = squeezed.byteLength < bytes.byteLength;
  const data = isWorthIt ? squeezed : Buffer.from(bytes);
  const entry: Placed = {
    path: Buffer.from(path),
    crc: crc32(bytes),
    packed: data.byteLength,
    size: bytes.byteLength,
    method: isWorthIt ? deflated : stored,
    time: dosTime(at),
    offset,
  };
  const header = Buffer.concat([u32(0x04034b50), u16(plain), common(entry), u16(0), entry.path]);
  return { header, data, entry };
}

/** What local header and directory say alike. */
function common({ method, time, crc, packed, size, path }: Placed): Buffer {
  return Buffer.concat([
    u16(flags),
    u16(method),
    time,
    u32(crc),
    u32(packed),
    u32(size),
    u16(path.byteLength),
  ]);
}

function directoryLine(entry: Placed): Buffer {
  const isFar = entry.offset >= BigInt(full32);
  const extra = isFar ? Buffer.concat([u16(1), u16(8), u64(entry.offset)]) : Buffer.alloc(0);
  const version = u16(isFar ? withOffset64 : plain);
  return Buffer.concat([
    ...[u32(0x02014b50), version, version, common(entry), u16(extra.byteLength)],
    // No comment, first disk, no attributes.
    ...[u16(0), u16(0), u16(0), u32(0)],
    ...[u32(isFar ? full32 : Number(entry.offset)), entry.path, extra],
  ]);
}

function end(count: number, size: bigint, offset: bigint): Buffer {
  const is64 = count >= full16 || offset + size >= BigInt(full32);
  const short = Buffer.concat([
    ...[u32(0x06054b50), u16(0), u16(0)],
    ...[u16(is64 ? full16 : count), u16(is64 ? full16 : count)],
    ...[u32(is64 ? full32 : Number(size)), u32(is64 ? full32 : Number(offset)), u16(0)],
  ]);
  if (!is64) return short;
  const record = Buffer.concat([
    ...[u32(0x06064b50), u64(44n), u16(withOffset64), u16(withOffset64), u32(0), u32(0)],
    ...[u64(BigInt(count)), u64(BigInt(count)), u64(size), u64(offset)],
  ]);
  const locator = Buffer.concat([u32(0x07064b50), u32(0), u64(offset + size), u32(1)]);
  return Buffer.concat([record, locator, short]);
}

/** UTC, to two seconds; the format begins in 1980, ends with 2107 and knows no zones. */
function dosTime(at: number): Buffer {
  const date = new Date(Math.min(Math.max(at, Date.UTC(1980, 0, 1)), Date.UTC(2107, 11, 31)));
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  return Buffer.concat([u16(time), u16(day)]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}
