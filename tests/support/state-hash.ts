// One short word for a whole state, the same for equal states however their keys are ordered.
import { createHash } from 'node:crypto';
import type { RoomState } from '#domain/room.ts';

export function hashOf(state: RoomState): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered(state)))
    .digest('hex');
}

function ordered(value: unknown): unknown {
  if (value instanceof Map) return ordered([...value.values()]);
  if (value instanceof Set) return ordered([...value]);
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).toSorted();
  return Object.fromEntries(keys.map((key) => [key, ordered((value as Record<string, unknown>)[key])]));
}
