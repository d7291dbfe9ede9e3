// A drill for gaps in scope, of the format of aFormat().
import { parseDrill } from '#domain/drill.ts';
import type { Drill } from '#domain/drill.ts';

export const aDrill = (change: Record<string, unknown> = {}): Drill =>
  parseDrill({
    id: 'ask-first',
    version: '1.0.0',
    title: 'Ask first',
    minutes: 5,
    prompt: 'Ask before you draw.',
    points: ['Who', 'How much', 'What not'],
    formats: ['system-design'],
    about: ['scope'],
    ...change,
  });
