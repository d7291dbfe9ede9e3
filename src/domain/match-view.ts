// What one person is shown of the queue. Of a stranger: alias, level and reliability, and nothing else (MQ5).
import type { LeftBecause } from './queue.ts';
import type { Reliability } from './reliability.ts';
import type { Estimate } from './waits.ts';

export type Stranger = { alias: string; level: string; reliability: Reliability };

export type MatchView = { serverAt: number } & (
  | { is: 'out'; because: Exclude<LeftBecause, 'paired'> | null }
  | {
      is: 'waiting';
      formatId: string;
      since: number;
      /** Others who wait for the same format, and for anything. */
      others: number;
      everybody: number;
      estimate: Estimate;
      /** Nobody was found for a while: time to think of something else. */
      isLong: boolean;
    }
  | {
      is: 'meeting';
      meetingId: string;
      formatId: string;
      until: number;
      isConfirmed: boolean;
      partner: Stranger;
    }
  | { is: 'paired'; pairingId: string }
);

/** From here on the page offers solo practice instead. */
export const longWaitMs = 2 * 60_000;

/** What a queue can be entered for; other languages are agreed by invite. */
export const languages = [
  ...['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'cs', 'sv', 'tr', 'uk', 'ru', 'ar', 'he'],
  ...['hi', 'id', 'ja', 'ko', 'vi', 'zh'],
] as const;
