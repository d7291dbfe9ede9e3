// Wrong tokens, counted by address: whoever guesses invite or share links is slowed down.
import type { Request } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { addressOf } from './origin.ts';

/** Per address and minute. */
const wrongPerMinute = 30;

type Asked = Pick<Request, 'headers' | 'socket'>;

export class Guesses {
  readonly #limiter = new RateLimiterMemory({ points: wrongPerMinute, duration: 60 });

  async mayGo(request: Asked): Promise<boolean> {
    const known = await this.#limiter.get(addressOf(request));
    return (known?.consumedPoints ?? 0) < wrongPerMinute;
  }

  async wrong(request: Asked): Promise<void> {
    await this.#limiter.consume(addressOf(request)).catch(() => undefined);
  }
}
