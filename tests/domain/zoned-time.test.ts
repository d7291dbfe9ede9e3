// Wall-clock times and moments, through changes of the clocks in both hemispheres.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isZone, localTimeOf, momentOf } from '#domain/zoned-time.ts';

const at = (iso: string) => ({ ok: true, at: Date.parse(iso) });

test('[AP1] the same wall-clock time is another moment in summer', () => {
  expect(momentOf({ date: '2030-01-15', time: '19:00' }, 'Europe/Berlin')).toEqual(
    at('2030-01-15T18:00:00Z'),
  );
  expect(momentOf({ date: '2030-07-15', time: '19:00' }, 'Europe/Berlin')).toEqual(
    at('2030-07-15T17:00:00Z'),
  );
  expect(momentOf({ date: '2030-01-15', time: '19:00' }, 'Australia/Sydney')).toEqual(
    at('2030-01-15T08:00:00Z'),
  );
  expect(momentOf({ date: '2030-07-15', time: '19:00' }, 'Asia/Kolkata')).toEqual(at('2030-07-15T13:30:00Z'));
});

test.each([
  ['Europe/Berlin', '2030-03-31', '02:30'],
  ['America/New_York', '2030-03-10', '02:30'],
  ['Australia/Lord_Howe', '2030-10-06', '02:15'],
])('[AP1] %s skips %s %s', (zone, date, time) => {
  expect(momentOf({ date, time }, zone)).toEqual({ ok: false, code: 'skipped_time' });
});

test('[AP1] of an hour that comes twice the first is meant', () => {
  expect(momentOf({ date: '2030-10-27', time: '02:30' }, 'Europe/Berlin')).toEqual(
    at('2030-10-27T00:30:00Z'),
  );
  expect(momentOf({ date: '2030-11-03', time: '01:30' }, 'America/New_York')).toEqual(
    at('2030-11-03T05:30:00Z'),
  );
});

test('[AP1] minutes around a change are right on both sides', () => {
  expect(momentOf({ date: '2030-03-31', time: '01:59' }, 'Europe/Berlin')).toEqual(
    at('2030-03-31T00:59:00Z'),
  );
  expect(momentOf({ date: '2030-03-31', time: '03:00' }, 'Europe/Berlin')).toEqual(
    at('2030-03-31T01:00:00Z'),
  );
});

test.each(['Mars/Olympus', '', '+02:00', 'Europe/', '../etc'])('[AP1] "%s" is no zone', (zone) => {
  expect(isZone(zone)).toBe(false);
  expect(momentOf({ date: '2030-01-15', time: '19:00' }, zone)).toEqual({ ok: false, code: 'bad_zone' });
});

test.each([
  ['2030-02-30', '10:00'],
  ['2030-13-01', '10:00'],
  ['2030-01-01', '25:00'],
  ['tomorrow', '10:00'],
  ['2030-01-01', '10:00:30'],
])('[AP1] %s %s is no time', (date, time) => {
  expect(momentOf({ date, time }, 'Europe/Berlin')).toEqual({ ok: false, code: 'bad_time' });
});

test('[AP1] every minute there is comes back as itself, or as the same wall-clock time an hour before', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.nat({ max: 20 * 365 * 24 * 60 }), (zone, minutes) => {
      const moment = Date.UTC(2024, 0, 1) + minutes * 60_000;
      const local = localTimeOf(moment, zone);
      const back = momentOf(local, zone);
      expect(back.ok && localTimeOf(back.at, zone)).toEqual(local);
      expect(back.ok && back.at <= moment && moment - back.at <= 60 * 60_000).toBe(true);
    }),
    { numRuns: 500 },
  );
});
