import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { decideBoardChange, elementDeltaSchema } from '#domain/board.ts';
import type { Props } from '#domain/board.ts';
import { isWellFormedIndex } from '#domain/board-check.ts';
import { limits } from '#domain/protocol.ts';
import { aCreation, allProps, aScene, anEdit, live } from '../support/board.ts';

const types = ['rectangle', 'ellipse', 'diamond', 'arrow', 'line', 'freedraw', 'text', 'image', 'frame'];
const bad = { ok: false, code: 'bad_element' };

function verdictOn(props: Props, type = 'rectangle') {
  const scene = aScene(aCreation('e', type));
  return decideBoardChange(scene, [anEdit(live(scene, 'e'), props)]);
}

test('[BD1] every type of the board comes in whole', () => {
  for (const type of types) {
    expect(decideBoardChange(new Map(), [aCreation('e', type)]), type).toMatchObject({ ok: true });
  }
});

test('[BD1] what a browser would load or run is no element of the board', () => {
  for (const type of [
    'iframe',
    'embeddable',
    'magicframe',
    'selection',
    'script',
    '__proto__',
    'constructor',
    7,
  ]) {
    const creation = { ...aCreation('e'), props: { ...allProps(), type } };
    expect(decideBoardChange(new Map(), [creation]), String(type)).toMatchObject(bad);
  }
});

test('[BD1] a missing property is refused', () => {
  for (const type of types) {
    const { angle: _, ...props } = allProps(type);
    expect(decideBoardChange(new Map(), [{ ...aCreation('e'), props }]), type).toMatchObject(bad);
  }
});

test('[BD1] an element keeps its type', () => {
  const scene = aScene(aCreation('e'));
  const other = { ...aCreation('e', 'ellipse'), base: { version: 1, versionNonce: 1 }, version: 2 };
  expect(decideBoardChange(scene, [other])).toMatchObject(bad);
});

test('[BD1] no name reaches an object’s prototype, from JSON as it comes off the wire', () => {
  for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'customData', 'id', 'version']) {
    const wire = JSON.stringify(aCreation('e')).replace('"angle":0', `"angle":0,"${name}":{"polluted":true}`);
    const parsed = v.safeParse(elementDeltaSchema, JSON.parse(wire));
    if (parsed.success) {
      const decision = decideBoardChange(new Map(), [parsed.output]);
      if (decision.ok) expect(Object.hasOwn(decision.changes[0]!.props, name), name).toBe(false);
    }
    expect(({} as Props).polluted).toBe(undefined);
    expect(decideBoardChange(new Map(), [JSON.parse(wire)]), name).toMatchObject(bad);
  }
});

test('[BD8] links are http or https', () => {
  for (const link of ['https://example.org/a?b#c', 'http://localhost:3000', null]) {
    expect(verdictOn({ link }), String(link)).toMatchObject({ ok: true });
  }
  const refused = [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    '/x',
    'ftp://a',
    'mailto:a@b.c',
    '',
    'https:here',
    'https://',
    'https://a b',
    'java\nscript:alert(1)',
  ];
  for (const link of refused) expect(verdictOn({ link }), link).toMatchObject(bad);
});

test('[BD9] an image names its file by content hash', () => {
  expect(verdictOn({ fileId: 'a1'.repeat(32) }, 'image')).toMatchObject({ ok: true });
  for (const fileId of [
    'https://example.org/a.png',
    'data:image/png;base64,AA',
    'A1'.repeat(32),
    '../secret',
    null,
  ]) {
    expect(verdictOn({ fileId }, 'image'), String(fileId)).toMatchObject(bad);
  }
});

test('[BD10] numbers are finite and bounded, texts and lists bounded', () => {
  for (const x of [NaN, Infinity, -Infinity, 1e8, '5', null, [5], { valueOf: 5 }]) {
    expect(verdictOn({ x }), String(x)).toMatchObject(bad);
  }
  expect(verdictOn({ text: 'x'.repeat(20_001) }, 'text')).toMatchObject(bad);
  expect(verdictOn({ points: [[0, NaN]] }, 'arrow')).toMatchObject(bad);
  for (const type of ['arrow', 'line']) expect(verdictOn({ points: [] }, type), type).toMatchObject(bad);
  expect(verdictOn({ points: Array(20_001).fill([0, 0]) }, 'line')).toMatchObject(bad);
  expect(verdictOn({ groupIds: Array(51).fill('g') })).toMatchObject(bad);
  expect(verdictOn({ strokeColor: 'url(javascript:alert(1))' })).toMatchObject(bad);
  expect(verdictOn({ roundness: { type: 3, extra: 1 } })).toMatchObject(bad);
  expect(verdictOn({ startBinding: { elementId: 'a', focus: 0, gap: 1, evil: {} } }, 'arrow')).toMatchObject(
    bad,
  );
});

test('[BD10] a text holds no control characters and no halves of letters', () => {
  for (const text of ['one\ntwo\tthree', 'größer', '🙂', '']) {
    expect(verdictOn({ text }, 'text'), text).toMatchObject({ ok: true });
  }
  for (const text of ['\u0000', '\u001b[31m', '\u007f', '\r', '\ud83d']) {
    expect(verdictOn({ text }, 'text'), text).toMatchObject(bad);
    expect(verdictOn({ originalText: text }, 'text'), text).toMatchObject(bad);
    expect(verdictOn({ name: text }, 'frame'), text).toMatchObject(bad);
    expect(verdictOn({ link: `https://example.org/${text}` }), text).toMatchObject(bad);
  }
});

test('[BD10] whatever the board took fits into one message, for it may have to be restored', () => {
  const long = -1.2345678901234567e-300;
  const id = 'i'.repeat(64);
  const pair = [long, long];
  const common = {
    groupIds: Array(50).fill(id),
    boundElements: Array(500).fill({ id, type: 'arrow' }),
    link: `https://example.org/${'"'.repeat(1_980)}`,
  };
  const heavy: Record<string, Props> = {
    arrow: {
      points: Array(1_000).fill(pair),
      fixedSegments: Array(100).fill({ index: 20_000, start: pair, end: pair }),
    },
    text: { text: '漢'.repeat(8_191), originalText: '"'.repeat(12_287) },
  };
  for (const [type, props] of Object.entries(heavy)) {
    const creation = aCreation(id, type, { ...common, ...props });
    expect(decideBoardChange(new Map(), [creation]), type).toMatchObject({ ok: true });
    expect(Buffer.byteLength(JSON.stringify(creation)), type).toBeLessThan(limits.messageBytes - 1_024);
  }
  expect(verdictOn({ text: '漢'.repeat(8_193) }, 'text')).toMatchObject(bad);
  expect(verdictOn({ points: Array(1_001).fill([0, 0]) }, 'line')).toMatchObject(bad);
});

test('[BD11] an index is null or well formed', () => {
  for (const index of [null, 'a0', 'a5V', 'Zz', 'b01']) {
    expect(verdictOn({ index }), String(index)).toMatchObject({ ok: true });
  }
  for (const index of ['z'.repeat(64), `A${'0'.repeat(26)}V`, `a0${'V'.repeat(63)}`]) {
    expect(verdictOn({ index }), index).toMatchObject(bad);
  }
  for (const index of ['', 'a', '0', 'a00', 'b0', 'a-1', `A${'0'.repeat(26)}`, 'a'.repeat(300), 5]) {
    expect(verdictOn({ index }), String(index)).toMatchObject(bad);
  }
});

test('[BD11] indices as the editor makes them are well formed', () => {
  const between = [
    'a1',
    'a0V',
    'a0G',
    'a0VV',
    'a0V4',
    'a0zzzV',
    'Zzl',
    'Zy',
    'Xzzy',
    'az',
    'b00',
    'b00V',
    'czzzV',
    'c000',
  ];
  for (const index of between) expect(isWellFormedIndex(index), index).toBe(true);
});

test('[BD1] whatever comes off the wire is decided, never thrown', () => {
  const scene = aScene(...types.map((type) => aCreation(type, type)));
  const delta = fc.record({
    id: fc.constantFrom(...types, 'new'),
    base: fc.option(fc.record({ version: fc.nat(3), versionNonce: fc.nat(3) })),
    version: fc.integer({ min: 1 }),
    versionNonce: fc.nat(),
    props: fc.dictionary(
      fc.constantFrom(...Object.keys(allProps('arrow')), '__proto__', 'text'),
      fc.jsonValue(),
    ),
  });
  fc.assert(
    fc.property(fc.array(delta), (deltas) => {
      const parsed = v.safeParse(v.array(elementDeltaSchema), JSON.parse(JSON.stringify(deltas)));
      if (parsed.success) decideBoardChange(scene, parsed.output);
    }),
    { numRuns: 500, seed: 1 },
  );
}, 20_000);
