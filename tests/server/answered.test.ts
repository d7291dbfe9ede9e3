// Which commands came true, whatever order and gaps their numbers have.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Answered } from '../../server/answered.ts';

test('[RC3] every command that came true is known by who, which client and number; no other is', () => {
  const person = fc.constantFrom('ida', 'carl');
  const client = fc.constantFrom('client-1', 'client-2');
  const number = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constantFrom(Number.MAX_SAFE_INTEGER, 2 ** 31));
  fc.assert(
    fc.property(fc.array(fc.tuple(person, client, number), { maxLength: 60 }), (commands) => {
      const [answered, known] = [new Answered(), new Map<string, number>()];
      commands.forEach(([by, clientId, clientSeq], i) => {
        const key = `${by} ${clientId} ${clientSeq}`;
        expect(answered.seqOf(by, clientId, clientSeq)).toBe(known.get(key));
        if (known.has(key)) return;
        answered.add(by, clientId, clientSeq, i + 1);
        known.set(key, i + 1);
      });
      for (const [key, seq] of known) {
        const [by = '', clientId = '', clientSeq] = key.split(' ');
        expect(answered.seqOf(by, clientId, Number(clientSeq))).toBe(seq);
      }
    }),
  );
});
