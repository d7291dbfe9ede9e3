// Hostile messages out of a seed: right ones that were bent, wild ones, and what parsers are known to trip over.
// Everything but `cutting` keeps the connection alive, and everything that asks is answered.
import { aCreation, allProps } from './board.ts';
import { seeded } from './board-room.ts';
import { deep, deepObject, raw, unmarked, wild } from './hostile-values.ts';
import { eventPacket } from './raw-wire.ts';

export type Hostile = { kind: string; event: string; text: string; id: number };

export class HostileSeeds {
  readonly #random: () => number;
  #clientSeq = 0;
  #id = 0;
  #last: unknown = null;

  constructor(seed: number) {
    this.#random = seeded(seed);
  }

  below = (count: number): number => Math.floor(this.#random() * count);
  pick = <T>(items: readonly T[]): T => items[this.below(items.length)]!;

  /** A message whose packet is sound, whatever it holds: it is answered, and the connection lives on. */
  message(): Hostile {
    const turn = this.below(100);
    const [kind, event, payload] = this.#drawOne(turn);
    const id = ++this.#id;
    const text = unmarked(eventPacket([event, payload], id));
    return { kind, event, text, id };
  }

  /** A frame that may well end its connection: broken packets, or bytes. */
  cutting(encoded: Uint8Array | null): { kind: string; text?: string; bytes?: Uint8Array } {
    if (encoded && this.below(2) === 0) return { kind: 'bent bytes', bytes: this.#bend(encoded) };
    if (this.below(4) === 0) {
      return {
        kind: 'random bytes',
        bytes: Uint8Array.from({ length: this.below(300) }, () => this.below(256)),
      };
    }
    const { text } = this.message();
    const at = this.below(Math.min(text.length, 60));
    const other = this.pick([
      '',
      '0',
      '1',
      '4',
      '5',
      '6',
      '9',
      '/admin,',
      '-',
      '"',
      '[',
      '}',
      ',',
      '\u0000',
      '51-',
      '999999999999',
    ]);
    const bent = text.slice(0, at) + other + (this.below(3) === 0 ? '' : text.slice(at + this.below(3)));
    return { kind: 'bent packet', text: bent };
  }

  #drawOne(turn: number): [kind: string, event: string, payload: unknown] {
    if (turn < 6) return ['right', ...this.#right()];
    if (turn < 50) return ['bent', ...this.#mutated()];
    if (turn < 60) return ['wild', this.pick(['command', 'join', 'pointer', 'clock']), this.#strange()];
    if (turn < 70) return ['keys', ...this.#withKeys()];
    if (turn < 72) return ['deep', this.pick(['command', 'join', 'pointer', 'clock']), this.#deep()];
    if (turn < 73) return ['many', 'command', this.#command({ type: 'board.change', deltas: this.#many() })];
    if (turn < 88)
      return ['board', 'command', this.#command({ type: 'board.change', deltas: [this.#delta()] })];
    if (turn < 94)
      return ['replay', 'command', this.#last ?? this.#command({ type: 'ready.set', ready: true })];
    return [
      'stranger',
      'join',
      {
        interviewId: this.pick(['A'.repeat(22), '__proto__', 'constructor', '']),
        lastSeq: null,
        protocol: 2,
      },
    ];
  }

  #command(command: object): object {
    const clientSeq = ++this.#clientSeq;
    return (this.#last = { clientId: 'hostile-seeds', clientSeq, command });
  }

  /** What is right, and does no harm to those who are asked to work on: it never ends their interview. */
  #right(): [string, unknown] {
    const text = `said ${this.below(1e6)}`;
    const noteId = `seed-note-${this.below(20)}`;
    const note = { noteId, text, criterion: null, isPrivate: this.below(2) === 0 };
    return this.pick<() => [string, unknown]>([
      () => ['command', this.#command({ type: 'chat.send', text })],
      () => ['command', this.#command({ type: 'name.set', name: text })],
      () => ['command', this.#command({ type: 'note.add', ...note, begunAt: this.below(1e13) })],
      () => ['command', this.#command({ type: 'note.edit', ...note })],
      () => ['command', this.#command({ type: 'phase.pause' })],
      () => ['command', this.#command({ type: 'phase.resume' })],
      () => ['command', this.#command({ type: 'phase.advance', from: 'scope', confirmed: true })],
      () => [
        'command',
        this.#command({
          type: 'rating.set',
          criterion: 'scope',
          value: 3,
          behaviours: [],
          evidence: text,
          notes: [],
        }),
      ],
      () => [
        'command',
        this.#command({ type: 'board.change', deltas: [aCreation(`seed-${this.below(40)}`)] }),
      ],
      () => [
        'pointer',
        { pointer: { x: this.below(1e4), y: this.below(1e4), button: 'up' }, isTyping: true },
      ],
      () => ['clock', null],
    ])();
  }

  /** Right but for one to three places. */
  #mutated(): [string, unknown] {
    const [event, payload] = this.#right();
    let bent: unknown = structuredClone(payload);
    for (let times = 1 + this.below(3); times > 0; times--) bent = this.#mutate(bent, 4);
    return [event, bent];
  }

  #mutate(value: unknown, depth: number): unknown {
    if (typeof value !== 'object' || value === null || depth === 0) return this.#strange();
    const keys = Object.keys(value);
    const key = keys.length > 0 ? this.pick(keys) : 'x';
    const holder = value as Record<string, unknown>;
    switch (this.below(8)) {
      case 0:
        return this.#strange();
      case 1:
        delete holder[key];
        return holder;
      case 2:
        return Array.isArray(value)
          ? [...(value as unknown[]), this.#strange()]
          : { ...value, extra: this.#strange() };
      default:
        holder[key] = this.#mutate(holder[key], depth - 1);
        return holder;
    }
  }

  #withKeys(): [string, unknown] {
    const [event, payload] = this.#right();
    const name = this.pick([
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'valueOf',
      '__defineGetter__',
      'length',
    ]);
    const value = JSON.stringify(this.pick([{ isHost: true }, { role: 'interviewer' }, null, 1, 'x', []]));
    // As text: an object literal would set the prototype instead of a key.
    const json = JSON.stringify(payload);
    const inner = this.below(2) === 0 ? json.lastIndexOf('{') : json.indexOf('{');
    if (inner < 0) return [event, raw(`{"${name}":${value}}`)];
    return [
      event,
      raw(`${json.slice(0, inner + 1)}"${name}":${value},${json.slice(inner + 1)}`.replace(',}', '}')),
    ];
  }

  #deep(): unknown {
    const depth = this.pick([15, 16, 17, 18, 19, 40, 1_000, 20_000]);
    return this.pick([deep(depth), deepObject(Math.min(depth, 15_000)), { command: deep(depth) }]);
  }

  #many(): unknown {
    return this.pick<unknown[]>([
      Array(10_000).fill({}),
      Array.from({ length: 10_000 }, (_, i) => i),
      Array.from({ length: 10_001 }, () => null),
      Array.from({ length: 600 }, (_, i) => ({
        id: `m${i}`,
        base: null,
        version: 1,
        versionNonce: 1,
        props: {},
      })),
    ]);
  }

  #delta(): unknown {
    const id = this.pick([
      `seed-${this.below(40)}`,
      '__proto__',
      'constructor',
      '',
      'x'.repeat(65),
      'ida-1',
      'not there',
    ]);
    const stamp = () => ({
      version: this.#version(),
      versionNonce: this.pick([0, 1, 7, 2 ** 32, 2 ** 32 + 1, -1, 0.5]),
    });
    const base = this.below(2) === 0 ? null : stamp();
    const type = this.pick([
      'rectangle',
      'freedraw',
      'arrow',
      'text',
      'image',
      'frame',
      'iframe',
      'embeddable',
      'magicframe',
      'selection',
      '__proto__',
    ]);
    const change = {
      [this.pick([
        'x',
        'link',
        'points',
        'boundElements',
        'text',
        'index',
        'fileId',
        'groupIds',
        'name',
        'customData',
      ])]: this.#strange(),
    };
    const props = this.pick<() => unknown>([
      () => ({}),
      () => change,
      () => allProps(type, change),
      () => ({ isDeleted: true }),
    ])();
    const append = {
      from: this.pick([0, 1, 5, 2 ** 53, -1]),
      points: this.pick<unknown>([[[1, 1]], [[raw('1e999'), 0]], [], 'x', Array(300).fill([1, 2])]),
    };
    return {
      id,
      base,
      ...stamp(),
      props,
      ...(this.below(3) === 0 && { append }),
      ...(this.below(6) === 0 && { wasBound: [id] }),
    };
  }

  /** A copy: what is bent further must not bend what comes after it. */
  #strange = (): unknown => structuredClone(this.pick(wild));

  #version = (): number => this.pick([1, 2, 3, 1_000, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 0, -1, 1.5]);

  #bend(bytes: Uint8Array): Uint8Array {
    const bent = Uint8Array.from(bytes);
    for (let times = 1 + this.below(4); times > 0 && bent.length > 0; times--)
      bent[this.below(bent.length)] = this.below(256);
    return this.below(3) === 0 ? bent.subarray(0, this.below(bent.length)) : bent;
  }
}
