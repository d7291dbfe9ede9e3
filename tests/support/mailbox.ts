// A real SMTP server for tests, with everything it was given.
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';

export type Letter = { to: string[]; text: string };

export class Mailbox {
  readonly letters: Letter[] = [];
  readonly #server: SMTPServer;
  #open: Promise<void> = Promise.resolve();
  #reached: () => void = () => undefined;
  #waiting: { count: number; done: () => void }[] = [];
  /** While true every letter is turned away. */
  isBroken = false;
  /** Letters to these are turned away for good. */
  readonly unknown = new Set<string>();

  constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: ({ address }, _session, done) => {
        if (!this.unknown.has(address)) return done();
        done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          this.#reached();
          void this.#open.then(() => {
            if (this.isBroken) return done(new Error('try again later'));
            const to = session.envelope.rcptTo.map(({ address }) => address);
            this.letters.push({ to, text: Buffer.concat(chunks).toString() });
            done();
            this.#look();
          });
        });
      },
    });
  }

  /** Letters that come are taken only after the answer was called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#open = promise;
    return resolve;
  }

  /** Resolves when the next letter has come, taken or not. */
  get held(): Promise<void> {
    return new Promise((done) => (this.#reached = done));
  }

  async open(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', () => done()));
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  /** Resolves once so many letters have come. */
  until(count: number): Promise<void> {
    if (this.letters.length >= count) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ count, done }));
  }

  close(): Promise<void> {
    return new Promise((done) => this.#server.close(() => done()));
  }

  #look(): void {
    const done = this.#waiting.filter(({ count }) => this.letters.length >= count);
    this.#waiting = this.#waiting.filter((waiting) => !done.includes(waiting));
    for (const waiting of done) waiting.done();
  }
}
