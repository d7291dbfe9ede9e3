// Appointments at a real server: proposed by link or published, picked, moved, called off, and opened as a pairing when
// their time has come. Their letters are in appointment-mail.test.ts.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppointmentView } from '#domain/appointment-view.ts';
import { openAtMost } from '../../server/appointments.ts';
import { shownOfOne } from '../../server/appointment-views.ts';
import { contentWith, slotOf } from '../support/match-people.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import { WoundClock } from '../support/wound-clock.ts';
import { agreedBetween, at1900, keyIn, path, pick, propose, slotsAt, who } from '../support/appointing.ts';

const minute = 60_000;
let clock: WoundClock;
let server: TestServer;
let ada: Guest;
let bo: Guest;
beforeEach(async () => {
  clock = new WoundClock(Date.UTC(2030, 2, 20, 9));
  server = await startServer({ content: contentWith(), clock });
  [ada, bo] = [server.guest(), server.guest()];
});
afterEach(() => server.close());

const agreed = (emails: { ada?: string; bo?: string } = {}) => agreedBetween([ada, bo], emails);

describe('[AP1] [AP2] proposing and picking by link', () => {
  test('times are meant in the zone they are given in, and each side is told when', async () => {
    const view = (await propose(ada)).body as AppointmentView;
    expect(view.slots).toEqual([at1900, at1900 + 60 * minute]);
    const seen = await bo.get(path(view.id), keyIn(view.inviteLink));
    expect(seen.body).toMatchObject({ side: 'invited', isMineToPick: true, mine: null, inviteLink: null });
    expect((await pick(bo, view)).body).toMatchObject({
      side: 'guest',
      startsAt: at1900,
      other: { alias: 'Ada', zone: 'Europe/Berlin' },
    });
    expect((await ada.get('/api/appointments')).body).toMatchObject([
      { startsAt: at1900, other: { alias: 'Bo', zone: 'Asia/Tokyo' }, inviteLink: null },
    ]);
  });

  test.each([
    ['a slot in the past', { slots: [{ date: '2030-03-20', time: '09:00' }] }, 'slot_past'],
    ['a slot in half a year', { slots: [{ date: '2030-09-20', time: '09:00' }] }, 'slot_too_far'],
    ['an hour the clocks skip', { slots: [{ date: '2030-03-31', time: '02:30' }] }, 'skipped_time'],
    ['no such day', { slots: [{ date: '2030-02-30', time: '09:00' }] }, 'bad_time'],
    ['no such zone', { zone: 'Mars/Olympus' }, 'bad_zone'],
    ['no slot', { slots: [] }, 'bad_request'],
    ['no email address', { email: 'ada at home' }, 'bad_request'],
    ['no such format', { formatId: 'chess' }, 'unknown_content'],
  ])('%s is refused by name', async (_what, change, code) => {
    expect((await propose(ada, change)).body.code).toBe(code);
    expect((await ada.get('/api/appointments')).body).toEqual([]);
  });

  test('the first has it, nobody picks their own, and the link is then worth nothing', async () => {
    const view = (await propose(ada)).body as AppointmentView;
    expect((await pick(ada, view)).body.code).toBe('own_slot');
    expect((await pick(bo, view, at1900 + 1)).body.code).toBe('slot_unknown');
    const [first, second] = await Promise.all([pick(bo, view), pick(server.guest(), view)]);
    expect([first.status, second.status].toSorted()).toEqual([200, 409]);
    expect((await server.guest().get(path(view.id), keyIn(view.inviteLink))).status).toBe(404);
  });

  test('without the link there is nothing', async () => {
    const view = (await propose(ada)).body as AppointmentView;
    for (const what of ['', 'calendar']) expect((await bo.get(path(view.id, what))).status).toBe(404);
    for (const what of ['pick', 'move', 'cancel', 'open'])
      expect((await bo.post(path(view.id, what), {})).body.code).toBe('unknown_appointment');
    for (const what of ['move', 'cancel', 'open'])
      expect((await bo.post(path(view.id, what), {}, keyIn(view.inviteLink))).status).toBe(403);
  });
});

describe('[AP3] moving and calling off', () => {
  test('what is agreed on stands until another time is picked; by one’s own link too', async () => {
    const view = await agreed();
    const phone = server.guest();
    const moved = await phone.post(
      path(view.id, 'move'),
      { zone: 'Asia/Tokyo', slots: [{ date: '2030-03-25', time: '10:00' }] },
      keyIn(view.ownLink),
    );
    expect(moved.body).toMatchObject({ side: 'guest', startsAt: at1900, isMineToPick: false });
    const other = Date.UTC(2030, 2, 25, 1);
    expect((await ada.get(path(view.id))).body).toMatchObject({ isMineToPick: true, slots: [other] });
    const picked = await ada.post(path(view.id, 'pick'), { ...who('Ada'), slot: other });
    expect(picked.body).toMatchObject({ side: 'host', startsAt: other, slots: [] });
  });

  test('called off is called off', async () => {
    const view = await agreed();
    expect((await ada.post(path(view.id, 'cancel'), {})).body).toMatchObject({ isCancelled: true });
    for (const what of ['cancel', 'move', 'open']) {
      const body = what === 'move' ? { zone: 'UTC', slots: slotsAt('21:00') } : {};
      expect((await bo.post(path(view.id, what), body)).status).toBe(409);
    }
  });

  test('calendars hear of it under one id, with a rising sequence', async () => {
    const view = await agreed();
    const fileOf = async (by: Guest) =>
      ((await by.get(path(view.id, 'calendar'))).body.calendar as string).replaceAll('\r\n ', '');
    const lineOf = (file: string, name: string) => new RegExp(`^${name}[:;].*$`, 'm').exec(file)?.[0].trim();
    const first = await fileOf(ada);
    expect(lineOf(first, 'DTSTART')).toBe('DTSTART:20300322T180000Z');
    expect(lineOf(first, 'DTEND')).toBe('DTEND:20300322T193500Z');
    await bo.post(path(view.id, 'move'), { zone: 'UTC', slots: slotsAt('21:00') });
    await ada.post(path(view.id, 'pick'), { ...who('Ada'), slot: Date.UTC(2030, 2, 22, 21) });
    const second = await fileOf(bo);
    await bo.post(path(view.id, 'cancel'), {});
    const third = await fileOf(ada);
    expect(new Set([first, second, third].map((file) => lineOf(file, 'UID')))).toEqual(
      new Set([`UID:${view.id}@fourstep`]),
    );
    expect([first, second, third].map((file) => lineOf(file, 'SEQUENCE'))).toEqual([
      ...['SEQUENCE:0', 'SEQUENCE:1', 'SEQUENCE:2'],
    ]);
    expect(lineOf(second, 'DTSTART')).toBe('DTSTART:20300322T210000Z');
    expect([lineOf(third, 'METHOD'), lineOf(third, 'STATUS')]).toEqual(['METHOD:CANCEL', 'STATUS:CANCELLED']);
  });

  test('a partner who leaves altogether calls it off, and is named no more', async () => {
    const view = await agreed({ bo: 'bo@example.org' });
    await bo.ask('DELETE', '/api/me');
    const answer = await ada.get(path(view.id));
    expect(answer.body).toMatchObject({ isCancelled: true, other: { alias: '' } });
    const rows = await server.database.selectFrom('appointments').selectAll().execute();
    expect(JSON.stringify(rows)).not.toMatch(/bo@example\.org|"Bo"/);
  });
});

test('[AP3] a time proposed before the room was opened cannot be picked after it', async () => {
  const view = await agreed();
  await bo.post(path(view.id, 'move'), { zone: 'Europe/Berlin', slots: slotsAt('22:00') });
  clock.wind(at1900 - clock.now() - 10 * minute);
  expect((await ada.post(path(view.id, 'open'), {})).status).toBe(200);
  expect((await ada.get(path(view.id))).body).toMatchObject({ slots: [], isMineToPick: false });
  const late = await ada.post(path(view.id, 'pick'), { ...who('Ada'), slot: at1900 + 180 * minute });
  expect(late.body.code).toBe('too_late');
  expect((await ada.get(path(view.id))).body).toMatchObject({ startsAt: at1900 });
});

describe('[AP4] published', () => {
  test('whoever is blocked neither sees nor picks it', async () => {
    const view = (await propose(ada, { isPublic: true })).body as AppointmentView;
    await propose(bo);
    const ids = await Promise.all(
      [ada, bo].map(async (one) => (await one.get('/api/me')).body.user.id as string),
    );
    await server.store.block(ids[0]!, ids[1]!, clock.now());
    expect((await bo.get(path(view.id))).status).toBe(404);
    expect((await bo.post(path(view.id, 'pick'), { ...who('Bo'), slot: at1900 })).status).toBe(404);
    expect((await server.guest().get(path(view.id))).status).toBe(200);
  });

  test('one person fills neither the list nor the store', async () => {
    for (let i = 0; i < openAtMost; i += 1) expect((await propose(ada, { isPublic: true })).status).toBe(201);
    expect(await propose(ada)).toMatchObject({ status: 409, body: { code: 'too_many_open' } });
    expect((await bo.get('/api/open-appointments')).body).toHaveLength(shownOfOne);
    const [one] = (await ada.get('/api/appointments')).body as AppointmentView[];
    await ada.post(path(one!.id, 'cancel'), {});
    expect((await propose(ada)).status).toBe(201);
  });

  test('times that passed unpicked hide nobody who still can, from people or from being brought together', async () => {
    const past = (await propose(ada, { isPublic: true })).body as AppointmentView;
    const passed = (await server.store.appointment(past.id))!;
    for (let i = 0; i < 600; i += 1)
      await server.store.putAppointment({ ...passed, id: `passed-${i}`, slots: [clock.now() - minute] });
    await server.store.removeAppointment(past.id);
    const fresh = (await propose(ada, { isPublic: true })).body as AppointmentView;
    expect((await bo.get('/api/open-appointments')).body).toMatchObject([{ id: fresh.id }]);
    const second = await propose(bo, { ...who('Bo'), isPublic: true, slots: slotsAt('19:00') });
    expect(second.body).toMatchObject({ id: fresh.id, side: 'guest', startsAt: at1900 });
  });

  test('two who are free at the same time are brought together; others stand open to be picked', async () => {
    const first = (await propose(ada, { isPublic: true, slots: slotsAt('18:00', '19:00') })).body;
    expect((await bo.get('/api/open-appointments')).body).toMatchObject([
      { id: first.id, host: { alias: 'Ada', level: 'senior', reliability: { came: 0, of: 0 } } },
    ]);
    const second = await propose(bo, { ...who('Bo'), isPublic: true, slots: slotsAt('19:00', '21:00') });
    expect(second.body).toMatchObject({
      id: first.id,
      side: 'guest',
      startsAt: at1900,
      other: { alias: 'Ada', zone: null },
    });
    expect((await bo.get('/api/open-appointments')).body).toEqual([]);
  });

  test('not with another language or format, and not with one’s own', async () => {
    await propose(ada, { isPublic: true });
    expect((await propose(ada, { isPublic: true })).body).toMatchObject({ side: 'host', startsAt: null });
    expect((await propose(bo, { isPublic: true, languages: ['de'] })).body).toMatchObject({ startsAt: null });
  });
});

describe('[NS1] when its time has come', () => {
  test('either opens it, both find one pairing, and who does not come is waited for', async () => {
    const view = await agreed();
    expect((await ada.post(path(view.id, 'open'), {})).body.code).toBe('not_open');
    clock.wind(at1900 - clock.now() - 10 * minute);
    const answers = await Promise.all([ada, bo, ada].map((by) => by.post(path(view.id, 'open'), {})));
    const ids = new Set(answers.map(({ body }) => body.pairingId as string));
    expect(ids.size).toBe(1);
    const [pairingId] = [...ids];
    const slot = await slotOf(ada, pairingId!);
    expect(slot).toMatchObject({ kind: 'appointed', startsAt: at1900, slot: 'early' });
    expect(slot.interviews.map(({ role }) => role)).toEqual(['candidate', 'interviewer']);
    expect((await ada.post(path(view.id, 'cancel'), {})).body.code).toBe('too_late');
    clock.wind(16 * minute);
    expect((await slotOf(ada, pairingId!)).slot).toBe('missed');
  });
});
