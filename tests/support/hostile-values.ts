// Values that parsers, databases and browsers are known to trip over, and JSON that JSON.stringify would not write.

/** Stands for text that JSON.stringify would not write, such as a number that is read as infinite. */
export const raw = (text: string) => `<<raw ${text} raw>>`;
const rawMark = /"<<raw (.*?) raw>>"/g;

export const deep = (depth: number, open = '[', close = ']') => raw(open.repeat(depth) + close.repeat(depth));
export const deepObject = (depth: number) => raw(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

export const wild: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -0,
    -1,
    1,
    0.5,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    -(2 ** 53),
    2 ** 53 - 1,
    1e308,
    5e-324,
  ],
  ...[raw('1e999'), raw('-1e999'), raw('1E400'), raw('-0.0'), raw('123456789012345678901234567890')],
  ...['', ' ', '0', '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON'],
  ...[
    '\u202e',
    '\u0000',
    '\ud800',
    '\udfff',
    '\uffff',
    '😀'.repeat(50),
    'x'.repeat(5_000),
    '../../../etc/passwd',
  ],
  ...[
    'javascript:alert(1)',
    'data:text/html,<script>',
    '<img src=x onerror=alert(1)>',
    "'; DROP TABLE entries; --",
  ],
  ...[[], {}, [[]], [null], { length: 1e9 }, { then: 1 }, { toJSON: 1 }, { type: 'Buffer', data: [1] }],
  ...[
    { _placeholder: true, num: 0 },
    Array(100).fill(0),
    Object.fromEntries(Array.from({ length: 50 }, (_, i) => [i, i])),
  ],
];

/** The text of a message in which `raw` values stand as they are. */
export const unmarked = (json: string) =>
  json.replace(rawMark, (_all, inner: string) => JSON.parse(`"${inner}"`) as string);
