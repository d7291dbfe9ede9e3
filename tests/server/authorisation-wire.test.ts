// The matrix at the real doors: every route of the API for every caller at every moment, every command of every
// seat over a real socket, and whoever has no seat at all.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ack } from '#domain/protocol.ts';
import { createHttp } from '../../server/http.ts';
import { Goodbyes } from '../../server/goodbyes.ts';
import { LiveSeats } from '../../server/live-seats.ts';
import { openIdentity } from '../../server/identity.ts';
import { openMetrics } from '../../server/metrics.ts';
import { openShareLinks } from '../../server/share-links.ts';
import { interviewerCanary } from '../support/an-interview.ts';
import { House } from '../support/house.ts';
import { routesOf } from '../support/routes.ts';
import { startServer, testContent } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import type { Tab } from '../support/tab.ts';
import { WoundClock } from '../support/wound-clock.ts';
import { commandTable, decisionFor, rightCommand } from './authorisation-commands.ts';
import type { Row } from './authorisation-commands.ts';
import { Cast } from './authorisation-house.ts';
import type { AtMoment, Caller } from './authorisation-house.ts';
import { isSeated, isThere, moments, outsiders, seatHolders, seated } from './authorisation-moments.ts';
import type { Seated } from './authorisation-moments.ts';
import { oneselfTable } from './authorisation-oneself.ts';
import { httpDecisionFor, routeTable } from './authorisation-routes.ts';

const clock = new WoundClock();
let server: TestServer;
let cast: Cast;
beforeAll(async () => {
  server = await startServer({ clock, connectionsPerAddress: 1_000 });
  cast = await Cast.gather(server, () => clock.now());
});
afterAll(() => server.close());

const commandRows = Object.keys(commandTable) as Row[];
const routeRows = Object.keys(routeTable);
const everybody: Caller[] = [...seated, ...outsiders];
const codeOf = (ack: Ack) => (ack.ok ? 'ok' : ack.code);

describe('routes', () => {
  let cells = 0;

  test('every route of the API has its decisions, and nothing else has', async () => {
    const house = await House.open();
    const app = createHttp({
      ...{ origins: [], connectionsPerAddress: 20, version: '', log: undefined as never, pages: null },
      ...{ store: house.store, content: testContent(), rooms: house.rooms, interviews: house.interviews() },
      pairings: house.pairings(),
      ...{ matchmaker: undefined as never, matchViews: undefined as never, slots: undefined as never },
      ...{ appointments: undefined as never, appointmentLinks: undefined as never },
      identity: openIdentity({ database: house.database, secret: 'x'.repeat(32), origins: [] }),
      metrics: openMetrics({ rooms: () => 0, sockets: () => 0 }),
      goodbyes: new Goodbyes(house.clock),
      liveSeats: new LiveSeats(),
      shareLinks: openShareLinks('x'.repeat(32)),
      now: () => 0,
    });
    const decided = [...routeRows.map((row) => row.split(', ')[0]), ...Object.keys(oneselfTable)];
    expect([...new Set(decided)].toSorted()).toEqual(routesOf(app));
    await house.close();
  });

  test.each(everybody.map((who) => [who]))('%s', async (who) => {
    const wrong: string[] = [];
    for (const moment of moments.filter((moment) => isThere(who, moment))) {
      const asked = routeRows.map(async (row) => {
        cells += 1;
        const decision = httpDecisionFor(row, who, moment);
        // Whoever takes a seat is an outsider no longer, and whoever gives theirs up is one.
        const isSeating = row.includes('/join') && decision === '200' && !isSeated(who);
        const isLeaving = row === 'DELETE /api/interviews/:id' && decision === '200';
        // The second of two offers to swap is answered otherwise than the first.
        const isOffering = row.includes('/swap') && decision === '200';
        const here = await (isSeating || isLeaving || isOffering
          ? cast.interview(who, moment)
          : cast.sharedInterview(who, moment));
        const answer = await answerTo(row, who, here);
        if (answer !== decision) wrong.push(`${row} by ${who} at "${moment}": ${answer}, not ${decision}`);
      });
      await Promise.all(asked);
    }
    expect(wrong.join('\n')).toBe('');
  });

  test('the matrix is whole, and as large as it is said to be', () => {
    // 5 seats x 23 moments, the host before the others came, whoever is alone x 25, and 7 without a seat x 31.
    expect(cells).toBe(routeRows.length * (5 * 23 + 2 + 25 + 7 * 31));
    const ways = `${routeRows.length} ways to ask, ${cells.toLocaleString('en')} cells`;
    expect(readFileSync('tests/PROMISES.md', 'utf8')).toContain(ways);
  });

  async function answerTo(row: string, who: Caller, here: AtMoment): Promise<string> {
    const { path, body } = routeTable[row]!.ask({ ...here, invites: cast.invites });
    // Whoever has no session may be given one: it must not become part of the cast.
    const guest = server.guest();
    guest.cookie = cast.guest(who).cookie;
    // As through a proxy, and from so many addresses that no limit is reached.
    const address = `10.0.${everybody.indexOf(who)}.${moments.indexOf(here.moment)}`;
    const answer = await guest.ask(row.split(' ')[0]!, path, body, { 'x-forwarded-for': address });
    if (answer.status < 400) return `${answer.status}`;
    expect(answer.text).not.toContain(interviewerCanary);
    return `${answer.status} ${answer.body.code}`;
  }
});

describe('sockets', () => {
  test.each(seated.map((who) => [who]))('each command of %s over the wire', async (who) => {
    const wrong: string[] = [];
    for (const row of commandRows) {
      const moment =
        moments.find((one) => isThere(who, one) && decisionFor(row, who, one) === 'ok') ?? 'scope: settled';
      const { interviewId, file } = await cast.interview(who, moment);
      const tab = await cast.guest(who).open(interviewId);
      expect(tab.me).toMatchObject({
        role: seatHolders[who].role,
        isHost: who.startsWith('hosting') || who === 'alone',
      });
      const answer = codeOf(await tab.submit(commandOf(row, who, tab, file)));
      const decision = decisionFor(row, who, moment);
      if (answer !== decision) wrong.push(`${row} by ${who} at "${moment}": ${answer}, not ${decision}`);
      tab.close();
    }
    expect(wrong.join('\n')).toBe('');
  });

  const withSession = outsiders.filter((who) => !who.endsWith(' session'));
  test.each(withSession.map((who) => [who]))(
    '%s enters no interview at no moment, and changes none',
    async (who) => {
      for (const moment of moments) {
        const { interviewId, file } = await cast.interview(who, moment);
        const before = await server.store.entries(interviewId);
        const tab = await cast.guest(who).open(interviewId);
        for (const row of commandRows)
          expect(codeOf(await tab.submit(commandOf(row, 'interviewer', tab, file)))).toBe('not_joined');
        expect([tab.me, tab.state.seq, tab.frames.join('').includes(interviewerCanary)]).toEqual([
          null,
          0,
          false,
        ]);
        expect(await server.store.entries(interviewId)).toEqual(before);
        tab.close();
        clock.wind(1_000);
      }
    },
  );

  const without = outsiders.filter((who) => who.endsWith(' session'));
  test.each(without.map((who) => [who]))('%s gets no connection', async (who) => {
    const { interviewId } = await cast.interview(who, 'lobby');
    await expect(cast.guest(who).open(interviewId)).rejects.toThrow('no_session');
  });

  function commandOf(row: Row, who: Seated, tab: Tab, file: string) {
    return rightCommand[row]({ stage: tab.state.stage, role: seatHolders[who].role, file, at: clock.now() });
  }
});
