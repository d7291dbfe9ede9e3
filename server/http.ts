// The API's outside: what every request passes (log, headers, origin, limits, body), the small routes, and
// what happens to an address or an exception nobody handles.
import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler, Router } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { publicContent } from './content-view.ts';
import { beginnings, unlessLow } from './disk.ts';
import { answering, ok, refused, send } from './http-answer.ts';
import { appointmentRoutes } from './http-appointments.ts';
import { commentRoutes } from './http-comments.ts';
import { fileRoutes } from './http-files.ts';
import { historyRoutes } from './http-history.ts';
import { importRoutes } from './http-imports.ts';
import { interviewRoutes } from './http-interviews.ts';
import { inviteRoutes } from './http-invites.ts';
import { matchRoutes } from './http-match.ts';
import { mineRoutes } from './http-mine.ts';
import { visitor } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import { pairingRoutes } from './http-pairings.ts';
import { practiceRoutes } from './http-practice.ts';
import { recordingRoutes } from './http-recording.ts';
import { sharedRoutes } from './http-shared.ts';
import { shareRoutes } from './http-shares.ts';
import { slotRoutes } from './http-slots.ts';
import { isFromThisMachine, isOwnOrigin } from './origin.ts';
import { limitedByAddress } from './rate-limits.ts';
import { errorCode } from './start-error.ts';
import { StoreError } from './store/store.ts';

/** Per address and minute. A class behind one address stays far below. */
const requestsPerMinute = 3_000;

export function createHttp(parts: HttpParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(headers());
  app.get('/metrics', async (request, response) => {
    // How busy a server is, is for whoever runs it: asked on this machine, and not through the proxy on it.
    if (!isFromThisMachine(request)) return send(request, response, refused(404, 'not_found'));
    response.type(parts.metrics.registry.contentType).send(await parts.metrics.registry.metrics());
  });
  app.use(
    '/api',
    answersOnly,
    requestLog(parts.log),
    countRefusals(parts.metrics),
    limitedByAddress(requestsPerMinute),
    ownOriginOnly(parts.origins),
    api(parts),
    nothingHere,
  );
  if (parts.pages) app.use(parts.pages);
  app.use(failed(parts.log));
  return app;
}

function api(parts: HttpParts): Router {
  const router = express.Router();
  if (parts.disk) router.post(beginnings, unlessLow(parts.disk));
  router.use(fileRoutes(parts));
  router.use(importRoutes(parts));
  router.use(express.json({ limit: '16kb', strict: true }));
  router.get(
    '/health',
    answering(() => Promise.resolve(ok({ status: 'ok', version: parts.version, store: parts.store.kind }))),
  );
  router.get(
    '/content',
    answering(() => Promise.resolve(ok(publicContent(parts.content)))),
  );
  router.get(
    '/rubrics',
    answering(() => Promise.resolve(ok(parts.content.rubrics))),
  );
  router.get(
    '/banks',
    answering(() => Promise.resolve(ok(parts.content.banks))),
  );
  router.get(
    '/calibrations',
    answering(() => Promise.resolve(ok(parts.content.calibrations))),
  );
  router.get(
    '/drills',
    answering(() => Promise.resolve(ok(parts.content.drills))),
  );
  router.get(
    '/me',
    answering(async (request, response) => {
      const user = await visitor(parts, request, response);
      return ok({ user: user && { id: user.id, isGuest: true } });
    }),
  );
  router.use(interviewRoutes(parts));
  router.use(recordingRoutes(parts));
  router.use(commentRoutes(parts));
  router.use(inviteRoutes(parts));
  router.use(pairingRoutes(parts));
  router.use(matchRoutes(parts));
  router.use(slotRoutes(parts));
  router.use(appointmentRoutes(parts));
  router.use(historyRoutes(parts));
  router.use(mineRoutes(parts));
  router.use(practiceRoutes(parts));
  router.use(shareRoutes(parts));
  router.use(sharedRoutes(parts));
  return router;
}

/** Pages carry their own policy with script hashes; here is only what a meta tag cannot say. */
function headers(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': helmet.contentSecurityPolicy.dangerouslyDisableDefaultSrc,
        'frame-ancestors': ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
    // Whoever puts this behind https decides on that at the proxy.
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  }) as RequestHandler;
}

/** What the API answers is data: opened as a page it loads and runs nothing. */
const answersOnly: RequestHandler = (_request, response, next) => {
  response.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  next();
};

/** Method, path, status and time. No query, no body, no cookie, no address. */
function requestLog(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    wrapSerializers: false,
    serializers: {
      req: (request: { method: string; originalUrl?: string; url?: string }) => ({
        method: request.method,
        path: (request.originalUrl ?? request.url ?? '').split('?')[0],
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
      err: (error: Error) => ({ type: error.name, stack: error.stack }),
    },
    customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'info'),
  }) as RequestHandler;
}

function countRefusals({ refusals }: HttpParts['metrics']): RequestHandler {
  return (_request, response, next) => {
    response.once('finish', () => {
      const { refusal } = response.locals as { refusal?: string };
      if (refusal) refusals.inc({ via: 'http', code: refusal });
    });
    next();
  };
}

function ownOriginOnly(origins: string[]): RequestHandler {
  return (request, response, next) => {
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    if (isReading || isOwnOrigin(request, origins)) next();
    else void send(request, response, refused(403, 'bad_origin'));
  };
}

const nothingHere: RequestHandler = (request, response) =>
  void send(request, response, refused(404, 'not_found'));

function failed(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = statusOf(error);
    if (status === 413) void send(request, response, refused(413, 'too_large'));
    else if (status !== undefined && status < 500)
      void send(request, response, refused(status, 'bad_request'));
    else {
      log.error({ err: error, path: request.path, code: errorCode(error) }, 'a request failed');
      const isNotSaved = error instanceof StoreError;
      void send(request, response, isNotSaved ? refused(503, 'not_saved') : refused(500, 'internal'));
    }
  };
}

/** Express and its body parser put the status of a bad request on the error. */
function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : undefined;
}
