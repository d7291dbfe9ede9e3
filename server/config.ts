// The settings: the only reader of process.env. Every bad value is named in one message, so that a wrong
// setting costs one restart. It knows nothing of what the values are used for.
import { resolve } from 'node:path';
import { limits } from '#domain/protocol.ts';
import { defaultRatingWaitMs } from '#domain/room.ts';
import { defaultRecordingBytes, mebibyte } from './recording-size.ts';
import { StartError } from './start-error.ts';

export const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export type Config = {
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** Allowed origins; empty means: the Origin's host must equal the request's Host. */
  origins: string[];
  dataDir: string;
  rubricsDir: string;
  logLevel: (typeof logLevels)[number];
  connectionsPerAddress: number;
  /** How long both scorecards are waited for after the end. */
  ratingWaitMs: number;
  /** How large one recording may become (RC7). */
  recordingBytes: number;
  /** With less room on the disk no interview begins. */
  minimumFreeBytes: number;
  /** Null: no mail is ever sent. */
  smtpUrl: string | null;
  mailFrom: string;
};

class Problem {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** Reads the settings or throws one StartError that names each bad value. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = [];
  const read = <T>(name: string, fallback: T, parse: (value: string) => T | Problem): T => {
    const value = env[name]?.trim();
    if (!value) return fallback;
    const parsed = parse(value);
    if (!(parsed instanceof Problem)) return parsed;
    // An SMTP address holds a password, which belongs in no log.
    problems.push(`${name}${name === 'SMTP_URL' ? '' : `=${value}`}: ${parsed.message}`);
    return fallback;
  };
  const config: Config = {
    port: read('PORT', 3000, (value) => wholeNumber(value, 0, 65_535)),
    host: read('HOST', '127.0.0.1', (value) =>
      /^[\w.:-]+$/.test(value) ? value : new Problem('is not an address or a host name.'),
    ),
    origins: originsOf(env.ORIGIN ?? '', problems),
    dataDir: resolve(read('DATA_DIR', './data', String)),
    rubricsDir: resolve(read('RUBRICS_DIR', './rubrics', String)),
    logLevel: read('LOG_LEVEL', 'info', (value) => {
      const level = logLevels.find((known) => known === value);
      return level ?? new Problem(`must be one of ${logLevels.join(', ')}.`);
    }),
    connectionsPerAddress: read('CONNECTIONS_PER_ADDRESS', limits.connectionsPerAddress, (value) =>
      wholeNumber(value, 1, 100_000),
    ),
    ratingWaitMs: read('RATING_WAIT_HOURS', defaultRatingWaitMs, (value) => hours(value, 0.001, 8_760)),
    recordingBytes: read('RECORDING_MB', defaultRecordingBytes, (value) => megabytes(value, 1, 1_024)),
    minimumFreeBytes: read('MIN_FREE_MB', 512 * mebibyte, (value) => megabytes(value, 0, 1_000_000)),
    smtpUrl: read<string | null>('SMTP_URL', null, (value) => {
      const url = URL.parse(value);
      const isSmtp = url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '';
      return isSmtp ? value : new Problem('must be like smtp://user:password@mail.example.org:587.');
    }),
    mailFrom: read('MAIL_FROM', 'Fourstep <fourstep@localhost>', (value) =>
      /^[^<>@\r\n]*<?[^\s<>@]+@[^\s<>@]+>?$/.test(value)
        ? value
        : new Problem('must be an address, or like Fourstep <mail@example.org>.'),
    ),
  };
  for (const name of ['DATABASE_URL', 'REDIS_URL'] as const) {
    if (env[name]?.trim()) {
      problems.push(
        `${name} is set, but this version keeps its data in DATA_DIR only. Remove ${name} to start.`,
      );
    }
  }
  if (problems.length > 0)
    throw new StartError(`The settings cannot be used:\n${problems.map((p) => `  ${p}`).join('\n')}`);
  return config;
}

function wholeNumber(value: string, from: number, to: number): number | Problem {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= from && number <= to) return number;
  return new Problem(`must be a whole number from ${from} to ${to}.`);
}

function megabytes(value: string, from: number, to: number): number | Problem {
  const number = wholeNumber(value, from, to);
  return typeof number === 'number' ? number * mebibyte : number;
}

function hours(value: string, from: number, to: number): number | Problem {
  const number = Number(value);
  if (number >= from && number <= to) return Math.round(number * 3_600_000);
  return new Problem(`must be a number of hours from ${from} to ${to}.`);
}

function originsOf(value: string, problems: string[]): string[] {
  const origins = value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
  return origins.flatMap((item) => {
    const url = URL.parse(item);
    const isOrigin =
      url &&
      /^https?:$/.test(url.protocol) &&
      url.pathname === '/' &&
      !url.search &&
      !url.hash &&
      !url.username;
    if (isOrigin) return [url.origin];
    problems.push(`ORIGIN=${item}: must be like https://interviews.example.org, without a path.`);
    return [];
  });
}
