// Whether somebody comes, and when it may be said that they did not.
import { expect, test } from 'vitest';
import { graceMs, reliabilityOf, slotAt } from '#domain/reliability.ts';
import type { Attendance } from '#domain/reliability.ts';

const came: Attendance = { cameAt: 1, missedAt: null, isExcused: false };
const missed: Attendance = { cameAt: null, missedAt: 2, isExcused: false };

test('[NS2] the last ten that count', () => {
  expect(reliabilityOf([])).toEqual({ came: 0, of: 0 });
  expect(reliabilityOf([came, missed, came])).toEqual({ came: 2, of: 3 });
  expect(reliabilityOf([...Array<Attendance>(10).fill(came), missed])).toEqual({ came: 10, of: 10 });
});

test('[NS2] looking in and leaving before the start is not coming', () =>
  expect(reliabilityOf([{ ...missed, cameAt: 1 }])).toEqual({ came: 0, of: 1 }));

test('[NS2] what the two had agreed otherwise counts for nothing, nor what nobody has judged', () =>
  expect(reliabilityOf([{ ...missed, isExcused: true }, { ...came, cameAt: null }, came])).toEqual({
    came: 1,
    of: 1,
  }));

test('[NS1] early, waited for, missed; never missed by whoever is there, nor once it has begun', () => {
  const slot = { startsAt: 1_000, stage: 'lobby', isPartnerHere: false, isPartnerMissed: false };
  expect(slotAt(slot, 999)).toBe('early');
  expect(slotAt(slot, 1_000)).toBe('grace');
  expect(slotAt(slot, 1_000 + graceMs - 1)).toBe('grace');
  expect(slotAt(slot, 1_000 + graceMs)).toBe('missed');
  expect(slotAt({ ...slot, isPartnerHere: true }, 1_000 + graceMs)).toBe('grace');
  expect(slotAt({ ...slot, isPartnerMissed: true }, 0)).toBe('missed');
  expect(slotAt({ ...slot, stage: 'scope' }, 1_000 + graceMs)).toBe('held');
});
