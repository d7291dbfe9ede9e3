// The letters of appointments, through a real SMTP server: who is written to, how often, and where their links lead.
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppointmentView } from '#domain/appointment-view.ts';
import { lettersADay } from '../../server/appointment-mail.ts';
import { Mailbox } from '../support/mailbox.ts';
import { contentWith } from '../support/match-people.ts';
import { startServer } from '../support/server.ts';
import type { Guest } from '../support/guest.ts';
import type { TestServer } from '../support/server.ts';
import { WoundClock } from '../support/wound-clock.ts';
import { agreedBetween, at1900, path, pick, propose, slotsAt, who } from '../support/appointing.ts';

const minute = 60_000;
let clock: WoundClock;
let mailbox: Mailbox;
let server: TestServer;
let ada: Guest;
let bo: Guest;
beforeEach(async () => {
  clock = new WoundClock(Date.UTC(2030, 2, 20, 9));
  mailbox = new Mailbox();
  server = await startServer({ content: contentWith(), clock, smtpUrl: await mailbox.open() });
  [ada, bo] = [server.guest(), server.guest()];
});
afterEach(async () => {
  await server.close();
  await mailbox.close();
});

const agreed = (emails: { ada?: string; bo?: string } = {}) => agreedBetween([ada, bo], emails);

describe('mail', () => {
  test('goes to whoever gave an address: agreed, an hour before, called off; each with the calendar', async () => {
    const view = await agreed({ ada: 'ada@example.org', bo: 'bo@example.org' });
    await mailbox.until(2);
    expect(mailbox.letters.map(({ to }) => to[0]).toSorted()).toEqual(['ada@example.org', 'bo@example.org']);
    clock.wind(at1900 - clock.now() - 61 * minute);
    expect(mailbox.letters).toHaveLength(2);
    clock.wind(2 * minute);
    await mailbox.until(4);
    const toBo = mailbox.letters.filter(({ to }) => to[0] === 'bo@example.org').at(-1)!.text;
    expect(toBo).toMatch(/Subject: Soon: mock interview with Ada/);
    expect(toBo).toContain('2030-03-23 at 03:00 (Asia/Tokyo)');
    expect(toBo).toContain('text/calendar');
    clock.wind(minute);
    await ada.post(path(view.id, 'cancel'), {});
    await mailbox.until(6);
    expect(mailbox.letters.at(-1)!.text).toContain('method=CANCEL');
  });

  test('tells the other, and nobody else, of other times that are proposed', async () => {
    const view = await agreed({ ada: 'ada@example.org', bo: 'bo@example.org' });
    await mailbox.until(2);
    await ada.post(path(view.id, 'move'), { zone: 'Europe/Berlin', slots: slotsAt('21:00') });
    await mailbox.until(3);
    const { to, text } = mailbox.letters.at(-1)!;
    expect(to).toEqual(['bo@example.org']);
    expect(text).toMatch(/Subject: Other times: mock interview with Ada/);
    expect(text).toContain('2030-03-23 at 05:00 (Asia/Tokyo)');
    expect(text).toContain('SEQUENCE:0');
    const again = who('Bo', { email: 'bo@example.org' });
    await bo.post(path(view.id, 'pick'), { ...again, slot: at1900 + 120 * minute });
    await mailbox.until(5);
    expect(mailbox.letters).toHaveLength(5);
    expect(mailbox.letters.at(-1)!.text).toContain('SEQUENCE:1');
  });

  test('a reminder the mail server turned away is sent again', async () => {
    await agreed({ ada: 'ada@example.org' });
    await mailbox.until(1);
    mailbox.isBroken = true;
    clock.wind(at1900 - clock.now() - 59 * minute);
    const reminded = async () => (await server.store.unreminded(0, Infinity)).length;
    expect(await reminded()).toBe(1);
    mailbox.isBroken = false;
    await expect.poll(async () => (clock.wind(minute), reminded())).toBe(0);
    expect(mailbox.letters.at(-1)!.text).toMatch(/Subject: Soon/);
  });
});

describe('mail to somebody who is not there, or did not ask', () => {
  test('an address that does not exist keeps no other letter from going out, and none goes twice', async () => {
    mailbox.unknown.add('bo@example.invalid').add('eve@example.invalid');
    const view = (await propose(ada, { email: 'eve@example.invalid' })).body as AppointmentView;
    await pick(bo, view, at1900, { email: 'bo@example.org' });
    await mailbox.until(1);
    await agreed({ ada: 'ada@example.org', bo: 'bo@example.invalid' });
    await agreed({ ada: 'cleo@example.org' });
    await mailbox.until(3);
    clock.wind(at1900 - clock.now() - 59 * minute);
    await mailbox.until(6);
    await expect
      .poll(async () => (clock.wind(minute), (await server.store.unreminded(0, Infinity)).length))
      .toBe(0);
    const reminded = mailbox.letters.filter(({ text }) => /Subject: Soon/.test(text)).map(({ to }) => to[0]);
    expect(reminded.toSorted()).toEqual(['ada@example.org', 'bo@example.org', 'cleo@example.org']);
  });

  test('a mail server that does not answer holds up nobody', async () => {
    await agreed({ ada: 'ada@example.org' });
    await mailbox.until(1);
    const [release, held] = [mailbox.hold(), mailbox.held];
    clock.wind(at1900 - clock.now() - 59 * minute);
    await held;
    expect((await propose(bo)).status).toBe(201);
    release();
    await mailbox.until(2);
  });

  test('one address is written so often a day and no more, and no alias is a link', async () => {
    const view = await agreed({ ada: 'ada@example.org' });
    let isBo = true;
    for (let i = 0; i < 20; i += 1) {
      const [one, other] = isBo ? [bo, ada] : [ada, bo];
      await one.post(path(view.id, 'move'), { zone: 'Europe/Berlin', slots: slotsAt('19:00') });
      const alias = isBo ? 'Ada' : 'Win at http://evil.example/x';
      const again = who(alias, { email: isBo ? 'ada@example.org' : null });
      expect((await other.post(path(view.id, 'pick'), { ...again, slot: at1900 })).status).toBe(200);
      isBo = !isBo;
    }
    await mailbox.until(lettersADay);
    await agreed({ ada: 'cleo@example.org' });
    await mailbox.until(lettersADay + 1);
    expect(mailbox.letters).toHaveLength(lettersADay + 1);
    expect(mailbox.letters.map(({ text }) => text).join('\n')).not.toContain('evil.example');
  });
});

describe('links', () => {
  /** fetch sends no Host but the one it connects to. */
  const getAs = (host: string, address: string) =>
    new Promise<void>((done, fail) => {
      request(server.origin + address, { headers: { host } }, (response) =>
        response.resume().once('end', done),
      )
        .once('error', fail)
        .end();
    });

  test('lead to where one comes from oneself, whoever asked under another name before', async () => {
    await getAs('evil.example', '/api/appointments/nothing');
    const view = (await propose(ada, { email: 'ada@example.org' })).body as AppointmentView;
    await getAs('evil.example', path(view.id));
    expect(view.inviteLink).toContain(server.origin);
    expect(view.ownLink).toContain(server.origin);
    await pick(bo, view, at1900, { email: 'bo@example.org' });
    await mailbox.until(2);
    for (const { text } of mailbox.letters) {
      expect(text).toContain(server.origin);
      expect(text).not.toContain('evil.example');
    }
  });
});
