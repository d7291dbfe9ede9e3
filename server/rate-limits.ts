// How often one may ask over HTTP: counted by address before anything is done, and by guest where something is
// made. Wrong invites make their address wait, longer each time. Kept in memory; it knows nothing of what is asked.
import type { Request, RequestHandler, Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { RateLimiterRes } from 'rate-limiter-flexible';
import { refused, send } from './http-answer.ts';
import type { Answer, HttpCode } from './http-answer.ts';
import { addressOf } from './origin.ts';

type Asking = Pick<Request, 'headers' | 'socket'>;

const perMinute = (points: number) => new RateLimiterMemory({ points, duration: 60 });

/** Lets each address ask so often a minute. */
export function limitedByAddress(points: number): RequestHandler {
  const limiter = perMinute(points);
  return (request, response, next) => {
    limiter.consume(addressOf(request)).then(
      () => next(),
      (full: RateLimiterRes) => void send(request, response, tooFast(response, full.msBeforeNext)),
    );
  };
}

/** Lets each guest do something so often a minute. */
export class GuestLimit {
  readonly #limiter: RateLimiterMemory;

  constructor(points: number) {
    this.#limiter = perMinute(points);
  }

  /** The refusal, or null when they may. */
  async refusalFor(userId: string, response: Response): Promise<Answer | null> {
    return this.#limiter.consume(userId).then(
      () => null,
      (full: RateLimiterRes) => tooFast(response, full.msBeforeNext),
    );
  }
}

/** A class that opens old links behind one address stays below. */
const freeGuessesPerHour = 30;
const longestPauseSeconds = 15 * 60;

/** Wrong invites, counted by address: beyond the free ones each doubles the time until the next may be tried. */
export class Guesses {
  readonly #wrong = new RateLimiterMemory({ points: freeGuessesPerHour, duration: 60 * 60 });
  readonly #pauses = new RateLimiterMemory({ points: 0, duration: longestPauseSeconds });

  /** The refusal, or null when this address may try an invite, right or wrong. */
  async refusalFor(request: Asking, response: Response): Promise<Answer | null> {
    const pause = await this.#pauses.get(addressOf(request));
    return pause && pause.msBeforeNext > 0 ? tooFast(response, pause.msBeforeNext) : null;
  }

  async wrong(request: Asking, code: HttpCode = 'bad_invite'): Promise<Answer> {
    const address = addressOf(request);
    const { consumedPoints } = await this.#wrong.penalty(address);
    const beyond = consumedPoints - freeGuessesPerHour;
    if (beyond > 0) await this.#pauses.block(address, Math.min(2 ** beyond, longestPauseSeconds));
    return refused(404, code);
  }
}

function tooFast(response: Response, waitMs: number): Answer {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  response.set('Retry-After', String(seconds));
  const message = `Too many requests at once; please try again in ${seconds} second${seconds > 1 ? 's' : ''}.`;
  return refused(429, 'too_fast', { message, retryAfterSeconds: seconds });
}
