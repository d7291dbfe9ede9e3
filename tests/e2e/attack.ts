// One attack: what is asked of the server, how it answers, and what the other must then read as mere text.
import type { RefusalCode } from '#domain/protocol.ts';

export type Attack = {
  name: string;
  command: object;
  answer: 'ok' | RefusalCode;
  /** What has to stand in the other's page, letter by letter. */
  shown?: string;
};

/** Numbers that stand in no question, where none may be in two places. */
let count = 4_711_000;
/** The page has a function of this name that tells; `call` is what a script of the attack would do. */
export const call = () => `hit(${++count})`;
export const outside = () => `https://evil.example/${++count}.png`;
