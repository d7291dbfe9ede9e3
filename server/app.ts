// Puts the parts together: one HTTP server with the API, the sockets and, when given, the pages. What
// index.ts starts and what the tests start.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { RequestHandler } from 'express';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { AppointmentLinks } from './appointment-links.ts';
import { AppointmentMail } from './appointment-mail.ts';
import { Appointments } from './appointments.ts';
import { Attendance } from './attendance.ts';
import type { OnComing } from './audience.ts';
import type { Beat } from './beat.ts';
import type { Clock } from './clock.ts';
import type { ContentInUse } from './content-view.ts';
import type { Disk } from './disk.ts';
import { Goodbyes } from './goodbyes.ts';
import { LiveSeats } from './live-seats.ts';
import { createHttp } from './http.ts';
import { openIdentity } from './identity.ts';
import { Interviews } from './interviews.ts';
import { openInvites } from './invites.ts';
import { openMailer } from './mailer.ts';
import { MatchViews } from './match-views.ts';
import { Matchmaker } from './matchmaker.ts';
import { measured } from './measured-store.ts';
import { openMetrics } from './metrics.ts';
import { fillOutcomes } from './outcomes.ts';
import { Pairings } from './pairings.ts';
import { Rooms } from './rooms.ts';
import { openShareLinks } from './share-links.ts';
import { Slots } from './slots.ts';
import { createSockets } from './sockets.ts';
import type { Sockets } from './sockets.ts';
import type { Tables } from './store/schema.ts';
import type { Store } from './store/store.ts';

export type AppParts = {
  store: Store;
  /** The store's connection, on which the guests are kept too. */
  database: Kysely<Tables>;
  content: ContentInUse;
  secret: string;
  origins: string[];
  connectionsPerAddress: number;
  ratingWaitMs: number;
  /** How large one recording may become (RC7). */
  recordingBytes?: number;
  /** Without it nobody looks how full the disk is. */
  disk?: Disk;
  smtpUrl?: string | null;
  mailFrom?: string;
  version: string;
  log: Logger;
  clock: Clock;
  /** How often what may wait is sent; without it as often as in a server that has time. */
  beatMs?: Beat;
  /** Serves the pages, given the server whose port they share; without it there is the API only. */
  pages?: (server: Server) => Promise<RequestHandler>;
};

export type App = { server: Server; close: () => Promise<void> };

export async function createApp(parts: AppParts): Promise<App> {
  const { content, origins, clock, log, secret } = parts;
  const troubled = (what: string) => (interviewId: string, error: unknown) =>
    log.error({ err: error, interviewId }, what);
  const metrics = openMetrics({
    rooms: () => rooms.count,
    sockets: () => sockets?.count() ?? 0,
    freeBytes: parts.disk?.freeBytes,
  });
  const store = measured(parts.store, metrics);
  const rooms = new Rooms({
    ...{ store, clock },
    ...(parts.recordingBytes !== undefined && { recordingBytes: parts.recordingBytes }),
    onTrouble: troubled('a room could not save'),
  });
  let sockets: Sockets | null = null;
  const identity = openIdentity({ database: parts.database, secret, origins });
  const making = {
    store,
    rooms,
    content,
    invites: openInvites(secret),
    clock,
    ratingWaitMs: parts.ratingWaitMs,
  };
  const interviews = new Interviews(making);
  const pairings = new Pairings(making);
  const onTrouble = (error: unknown) => log.error({ err: error }, 'the partner queue could not save');
  const matchmaker = await Matchmaker.open({ ...making, onTrouble });
  const matchViews = new MatchViews({ matchmaker, store, clock });
  const slots = new Slots({ store, rooms, clock, interviews, matchmaker, matchViews });
  const links = new AppointmentLinks({ secret, content, clock });
  const mailer = openMailer(parts.smtpUrl ?? null, parts.mailFrom ?? 'fourstep@localhost');
  const onMailTrouble = (error: unknown) => log.error({ err: error }, 'a mail was not sent');
  const origin = origins[0] ?? null;
  const mail = mailer && new AppointmentMail({ mailer, links, origin, clock, onTrouble: onMailTrouble });
  const appointments = new Appointments({ ...making, links, mail, onTrouble: onMailTrouble });
  appointments.watch();
  const goodbyes = new Goodbyes(clock);
  const liveSeats = new LiveSeats();
  const server = createServer();
  const pages = parts.pages ? await parts.pages(server) : null;
  server.on(
    'request',
    createHttp({
      ...parts,
      store,
      rooms,
      interviews,
      pairings,
      matchmaker,
      matchViews,
      slots,
      appointments,
      appointmentLinks: links,
      shareLinks: openShareLinks(secret),
      identity,
      goodbyes,
      liveSeats,
      metrics,
      pages,
      now: () => clock.now(),
    }),
  );
  const attendance = new Attendance({
    ...{ store, clock },
    onTrouble: (interviewId, error) =>
      log.warn({ err: error, interviewId }, 'a coming or going was not kept'),
  });
  const onComing: OnComing = (...coming) => {
    attendance.note(...coming);
    slots.noteComing(...coming);
  };
  sockets = createSockets(server, {
    ...{ ...parts, store, rooms, identity, goodbyes, liveSeats, metrics, onComing },
  });
  await rooms.watchDeadlines();
  const filling = fillOutcomes({
    store,
    onTrouble: troubled('an outcome was not kept'),
  });
  return {
    server,
    async close() {
      filling.stop();
      await filling.done;
      await matchmaker.close();
      matchViews.close();
      appointments.close();
      await sockets.close();
      await attendance.settled();
      server.closeAllConnections();
      rooms.close();
      await store.close();
    },
  };
}
