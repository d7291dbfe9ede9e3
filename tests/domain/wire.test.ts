// The live wire's short frames: read as they were written, over a whole connection; anything else reads as nothing.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { propertyNames } from '#domain/board-check.ts';
import type { ElementChange, ElementDelta, Point } from '#domain/board.ts';
import { commandMessageSchema, pointerMessageSchema, refuse } from '#domain/protocol.ts';
import type { WireEntry } from '#domain/recording.ts';
import { propertyCodes } from '#domain/wire-board.ts';
import { UpdateReader, UpdateWriter } from '#domain/wire-update.ts';
import { MoveReader, MoveWriter } from '#domain/wire.ts';
import type { Pointing } from '#domain/wire-pointing.ts';
import type { Update } from '#domain/wire-update.ts';
import type { Move } from '#domain/wire.ts';
import { allProps } from '../support/board.ts';

const types = ['rectangle', 'ellipse', 'diamond', 'line', 'arrow', 'freedraw', 'text', 'image', 'frame'];

const natural = fc.oneof(fc.nat(300), fc.nat(), fc.maxSafeNat());
const version = natural.map((n) => Math.max(1, n));
const nonce = fc.oneof(fc.nat(), fc.constantFrom(0, 2 ** 31, 2 ** 32 - 1, 2 ** 32));
const stamp = fc.record({ version: natural, versionNonce: nonce });
// What JSON tells apart too.
const number = fc
  .oneof(
    fc.integer(),
    fc.integer({ min: -1e7 * 100, max: 1e7 * 100 }).map((n) => n / 100),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.float({ noNaN: true, noDefaultInfinity: true }),
  )
  .map((n) => n + 0 || 0);
const point = fc.tuple(number, number) as fc.Arbitrary<Point>;
const wholePoint = fc.tuple(fc.integer(), fc.integer()) as fc.Arbitrary<Point>;
const points = fc.oneof(fc.array(point, { minLength: 1 }), fc.array(wholePoint, { minLength: 1 }));
// No property of ours, and no short form: it goes as a command, which is refused.
const name = fc.stringMatching(/^[\w-]{1,12}$/).filter((one) => one !== '__proto__');
const json = fc
  .jsonValue({ maxDepth: 4 })
  .map((value) => JSON.parse(JSON.stringify(value).replaceAll('__proto__', 'proto')) as unknown)
  .filter((value) => JSON.stringify(value).isWellFormed() && !JSON.stringify(value).includes('\\ud'));
const props = fc.oneof(
  fc.dictionary(fc.oneof(fc.constantFrom(...propertyCodes), name), json),
  fc.constantFrom(...types).map((type) => allProps(type)),
);
const pressures = fc.array(number);
const pointing: fc.Arbitrary<Pointing> = fc.record(
  {
    pointer: fc.record({
      x: fc.double({ min: -1e7, max: 1e7, noNaN: true }).map((n) => n || 0),
      y: fc.integer({ min: -1e7, max: 1e7 }),
      button: fc.constantFrom('up' as const, 'down' as const),
    }),
    view: fc.record({ x: fc.integer({ min: -1e7, max: 1e7 }), y: fc.constant(0.1), zoom: fc.constant(1.25) }),
  },
  { requiredKeys: [] },
);
const delta = (ids: fc.Arbitrary<string>): fc.Arbitrary<ElementDelta> =>
  fc.record(
    {
      id: ids,
      base: fc.option(stamp),
      version,
      versionNonce: nonce,
      props,
      append: fc.record({ from: fc.nat(), points, pressures }, { requiredKeys: ['from', 'points'] }),
      wasBound: fc.array(name),
    },
    { requiredKeys: ['id', 'base', 'version', 'versionNonce', 'props'] },
  );
/** Few ids, so that most have been named before. */
const fewIds = fc.oneof(fc.constantFrom('stroke-1', 'stroke-2', 'box'), name);
const move: fc.Arbitrary<Move> = fc
  .record(
    {
      draw: fc.record({
        clientId: fc.constantFrom('client-0001', 'client-0002'),
        clientSeq: version,
        deltas: fc.array(delta(fewIds), { minLength: 1, maxLength: 4 }),
      }),
      pointing,
    },
    { requiredKeys: [] },
  )
  .map(({ draw, pointing: at }) => ({
    ...(draw && { draw }),
    ...(at && Object.keys(at).length > 0 && { pointing: at }),
  }));

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

// Many runs on a busy machine.
const patience = { timeout: 60_000 };

describe('what goes up', patience, () => {
  test('is read as it was written, frame after frame', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
        const [writer, reader] = [new MoveWriter(), new MoveReader()];
        for (const one of moves) expect(plain(reader.read(writer.write(one)!))).toEqual(plain(one));
      }),
      { numRuns: 150 },
    );
  });

  test('a long connection names more elements than the table holds', () => {
    const [writer, reader] = [new MoveWriter(), new MoveReader()];
    for (let i = 0; i < 1_000; i++) {
      const id = `element-${(i * i) % 331}`;
      const deltas = [{ id, base: null, version: 1, versionNonce: i, props: {} }];
      const one = { draw: { clientId: 'client-0001', clientSeq: i + 1, deltas } };
      expect(reader.read(writer.write(one)!)).toEqual(one);
    }
  });

  test('a growing stroke costs some thirty bytes a point', () => {
    const writer = new MoveWriter();
    const sizes = Array.from({ length: 20 }, (_, i) => {
      const append = { from: i + 1, points: [[i * 3, i]] as Point[] };
      const base = { version: i + 1, versionNonce: i };
      const grown = { id: 'a-stroke-of-21-letters', base, version: i + 2, versionNonce: i + 1 };
      const deltas = [{ ...grown, props: { width: i * 3, height: i }, append }];
      return writer.write({ draw: { clientId: 'client-0001', clientSeq: i + 1, deltas } })!.length;
    });
    expect(Math.max(...sizes.slice(1))).toBeLessThan(30);
  });

  test('what has no short form is said to have none, and nothing after it is written', () => {
    const writer = new MoveWriter();
    const deltas = [{ id: 'box', base: null, version: 1.5, versionNonce: 1, props: {} }];
    expect(writer.write({ draw: { clientId: 'client-0001', clientSeq: 1, deltas } })).toBeNull();
    const named = JSON.parse('{"__proto__": 1}') as Record<string, unknown>;
    expect(
      new MoveWriter().write({
        draw: {
          clientId: 'client-0001',
          clientSeq: 1,
          deltas: [{ ...deltas[0]!, version: 1, props: named }],
        },
      }),
    ).toBeNull();
    expect(writer.write({ pointing: { pointer: { x: 1, y: 1, button: 'up' } } })).toBeNull();
  });

  test('every property of the board has a code', () => {
    const names = new Set(types.flatMap((type) => [...propertyNames(type), 'type']));
    expect([...names].filter((one) => !propertyCodes.includes(one))).toEqual([]);
  });
});

describe('hostile bytes', patience, () => {
  const isTaken = (read: Move): boolean => {
    const { draw, pointing: at = {} } = read;
    const { deltas, ...envelope } = draw ?? { deltas: [] };
    const command = { ...envelope, command: { type: 'board.change', deltas } };
    return v.is(pointerMessageSchema, at) && (!draw || v.is(commandMessageSchema, command));
  };

  test('are read as nothing, or as what the schemas take', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (frames) => {
        const reader = new MoveReader();
        for (const bytes of frames) {
          const read = reader.read(bytes);
          if (read) expect(isTaken(read)).toBe(true);
        }
      }),
      { numRuns: 600 },
    );
  });

  test('frames with some bytes changed, cut or repeated are too', () => {
    const change = fc.record({ at: fc.nat(400), to: fc.nat(255), isCut: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.tuple(move, change), { maxLength: 6 }), (moves) => {
        const [writer, reader] = [new MoveWriter(), new MoveReader()];
        for (const [one, { at, to, isCut }] of moves) {
          const bytes = writer.write(one)!;
          const i = at % bytes.length;
          bytes[i] = to;
          const read = reader.read(isCut ? bytes.subarray(0, i) : bytes);
          if (read) expect(isTaken(read)).toBe(true);
        }
      }),
      { numRuns: 600 },
    );
  });

  test('a base that was never said is none', () => {
    const head = [1, 0, 9, ...new TextEncoder().encode('client-01'), 1, 1, 0, 1, 65];
    expect(new MoveReader().read(new Uint8Array([...head, 3 + 32, 0, 0, 0, 0, 0]))).toBeNull();
    expect(new MoveReader().read(new Uint8Array([...head, 1 + 32, 1, 1, 0, 0, 0, 0, 0]))).not.toBeNull();
  });

  test('a count beyond the frame is not waited for, and depth has an end', () => {
    const head = [1, 0, 9, ...new TextEncoder().encode('client-01'), 1, 1, 0, 1, 65, 0, 1, 0, 0, 0, 0, 1, 2];
    const many = [4, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
    const deep = Array.from({ length: 20_000 }, () => [4, 1]).flat();
    for (const value of [many, deep])
      expect(new MoveReader().read(new Uint8Array([...head, ...value]))).toBeNull();
    expect(new MoveReader().read(new Uint8Array([...head, 0]))).not.toBeNull();
  });

  test('a reader of what comes down does not throw either', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        new UpdateReader().read(bytes);
      }),
      { numRuns: 600 },
    );
  });
});

describe('what comes down', patience, () => {
  const changes: fc.Arbitrary<ElementChange[]> = fc.array(
    fc.record(
      {
        id: fewIds,
        version: natural,
        versionNonce: nonce,
        props,
        append: fc.record({ points, pressures }, { requiredKeys: ['points'] }),
      },
      { requiredKeys: ['id', 'version', 'versionNonce', 'props'] },
    ),
    { maxLength: 3 },
  );
  const happening = fc.oneof(
    changes.map((made) => ({ type: 'board.changed' as const, changes: made })),
    fc.string().map((text) => ({ type: 'chat.sent' as const, text: text.toWellFormed() })),
    fc.constant({ type: 'phase.paused' as const }),
    fc.constant({ sealed: true as const }),
  );
  const head = fc.record({
    at: fc.nat().map((ms) => 1_700_000_000_000 + ms),
    by: fc.constantFrom('ida', 'carl', 'clock'),
    clientId: fc.option(fc.constantFrom('client-0001', 'client-0002')),
  });
  const batch: fc.Arbitrary<Update> = fc
    .record({
      happenings: fc.array(fc.tuple(happening, head), { maxLength: 4 }),
      pointers: fc.option(fc.dictionary(fc.constantFrom('ida', 'carl'), pointing), { nil: undefined }),
    })
    .map(({ happenings, pointers }) => ({
      ...(happenings.length > 0 && {
        entries: happenings.map(([what, { clientId, ...rest }], i): WireEntry =>
          'sealed' in what
            ? { seq: i + 1, ...what }
            : { ...what, ...rest, seq: i + 1, clientId, clientSeq: clientId && 7 + i },
        ),
      }),
      ...(pointers && { pointers }),
    }));
  /** Whose command it was, only its author is told. */
  const toldTo = (own: string, update: Update): Update => ({
    ...update,
    ...(update.entries && {
      entries: update.entries.map((entry) =>
        'sealed' in entry || entry.by === own ? entry : { ...entry, clientId: null, clientSeq: null },
      ),
    }),
  });

  test('is read as it was written, and who did not ask is not told which command it was', () => {
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 12 }), fc.boolean(), (updates, isShared) => {
        const ends = ['ida', 'carl'].map((own) => ({
          own,
          writer: new UpdateWriter(),
          reader: new UpdateReader(),
        }));
        let seq = 0;
        for (const update of updates) {
          const numbered = {
            ...update,
            ...(update.entries && { entries: update.entries.map((e) => ({ ...e, seq: ++seq })) }),
          };
          const shared = isShared ? new Map<WireEntry, Uint8Array[]>() : undefined;
          for (const { own, writer, reader } of ends) {
            const read = reader.read(writer.write(numbered, own, shared));
            expect(plain(read)).toEqual(plain(toldTo(own, numbered)));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test('answers come with their refusal', () => {
    const answers = [
      { clientId: 'client-0001', clientSeq: 5, ack: { ok: true as const, seq: 9 } },
      { clientId: 'client-0001', clientSeq: 6, ack: refuse('stale_append', undefined, ['stroke-1']) },
    ];
    expect(new UpdateReader().read(new UpdateWriter().write({ answers }, 'ida'))).toEqual({ answers });
  });
});
