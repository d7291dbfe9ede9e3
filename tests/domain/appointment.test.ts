import { expect, test } from 'vitest';
import { move, pick } from '#domain/appointment.ts';
import type { Appointment, AppointmentPerson } from '#domain/appointment.ts';

const hour = 60 * 60_000;
const person = (userId: string): AppointmentPerson => ({
  ...{ userId, alias: userId, level: 'senior', avoid: [], zone: 'UTC', email: null },
  origin: 'http://localhost:3000',
});
const proposed: Appointment = {
  ...{ id: 'one', formatId: 'system-design', languages: ['en'], isPublic: true, guest: null },
  ...{ host: person('ada'), slots: [hour], proposedBy: 'host', startsAt: null, isCancelled: false },
  ...{ sequence: 0, createdAt: 0, remindedAt: null, pairingId: null },
};
const must = (step: ReturnType<typeof pick>): Appointment => {
  if (!step.ok) throw new Error(step.code);
  return step.appointment;
};

test('[AP2] whoever was let in before another sat there does not take the seat from them', () => {
  const agreed = must(pick(proposed, 'guest', person('bo'), hour, 0));
  const moved = must(move(agreed, 'host', [2 * hour], 0));
  expect(pick(moved, 'guest', person('cleo'), 2 * hour, 0)).toEqual({ ok: false, code: 'taken' });
  expect(must(pick(moved, 'guest', person('bo'), 2 * hour, 0)).guest?.userId).toBe('bo');
});

test('[AP3] the room that was opened is at the time agreed on, whatever was proposed before', () => {
  const agreed = must(pick(proposed, 'guest', person('bo'), hour, 0));
  const opened = { ...must(move(agreed, 'host', [2 * hour], 0)), pairingId: 'one' };
  expect(pick(opened, 'guest', person('bo'), 2 * hour, 0)).toEqual({ ok: false, code: 'too_late' });
});
