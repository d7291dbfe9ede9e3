// What the kernel was asked for, in its order: an entry's bytes are written to the store's log and synced to the
// disk before any socket is handed the ack, or the entry for a peer. Seen by strace, outside of the server.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Guest } from '../support/guest.ts';
import { ServerProcess } from '../support/server-process.ts';
import type { Outcome, Soak } from './soak.ts';

const calls = 'pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync';
const said = 200;
const endsWithinMs = 30_000;

export const fsyncSoak: Soak = {
  name: 'fsync',
  what: 'What the kernel was asked for, seen from outside by strace: written, synced, and only then told.',
  async run(): Promise<Outcome> {
    if (spawnSync('strace', ['-V']).status !== 0)
      return { figures: {}, problems: ['strace is missing: apt-get install strace'] };
    const folder = mkdtempSync(join(tmpdir(), 'fourstep-fsync-'));
    const trace = join(folder, 'trace');
    // With -D the process started is the server itself, and strace its child.
    const wrapper = ['strace', '-D', '-f', '-y', '-s', '9000', '-e', `trace=${calls}`, '-o', trace];
    const server = await new ServerProcess(join(folder, 'data'), { wrapper }).start();
    const acks = await talk(server.origin);
    const { pid } = server;
    await server.kill();
    const outcome = judge((await traceOf(trace, pid)).split('\n'), acks);
    rmSync(folder, { recursive: true, force: true });
    return outcome;
  },
};

/** Each says a word of its own; its ack and the other's frame both come after. */
async function talk(origin: string): Promise<Map<string, number>> {
  const [ida, carl] = [new Guest(origin), new Guest(origin)];
  const interviewId = await ida.create();
  await carl.join(interviewId, (await ida.tokens(interviewId)).candidate, 'Carl');
  const tabs = [await ida.open(interviewId), await carl.open(interviewId)];
  await tabs[0]?.must({ type: 'interview.start' });
  const acks = new Map<string, number>();
  for (let i = 0; i < said; i++) {
    const word = `marker-${1_000_000 + i}-end`;
    const tab = tabs[i % 2];
    if (tab) acks.set(word, await tab.must({ type: 'chat.send', text: word }));
    // Slower than the wire's budget.
    await new Promise((next) => setTimeout(next, 20));
  }
  for (const tab of tabs) tab.close();
  return acks;
}

/** The whole trace: it ends with the end of the traced process. Throws when that is not written down in time. */
async function traceOf(file: string, pid: number): Promise<string> {
  const until = performance.now() + endsWithinMs;
  while (performance.now() < until) {
    const trace = readFileSync(file, 'latin1');
    if (hasEnded(trace, pid)) return trace;
    await new Promise((look) => setTimeout(look, 50));
  }
  throw new Error(`strace did not write down the end of process ${pid} within ${endsWithinMs / 1_000} s`);
}

/** strace pads what is shorter than five digits: `6071  +++ killed by SIGKILL +++`. */
export const hasEnded = (trace: string, pid: number): boolean =>
  new RegExp(`^${pid} +\\+\\+\\+`, 'm').test(trace);

type Call = { name: string; target: string; line: string };

/** `123 pwrite64(21</x/fourstep.db-wal>, "..."` and its second half, when the call was interrupted by another. */
function callOf(line: string): Call | null {
  const [, name = '', target = ''] = /^\d+ +(\w+)\(\d+<([^>]*)>/.exec(line) ?? [];
  return name ? { name, target, line } : null;
}

/** Line numbers: a word written to the log, the next sync of the log, the first socket that carried it. */
function judge(lines: readonly string[], acks: ReadonlyMap<string, number>): Outcome {
  const problems: string[] = [];
  const syncs = syncsOf(lines);
  let peers = 0;
  let answers = 0;
  for (const [word, seq] of acks) {
    const written = lines.findIndex(
      (line) => line.includes(word) && /-wal>/.test(callOf(line)?.target + '>'),
    );
    const synced = syncs.find((at) => at > written) ?? Infinity;
    const told = (what: string) =>
      lines.findIndex((line) => line.includes(what) && /socket|TCP/.test(callOf(line)?.target ?? ''));
    const shown = told(word);
    const answered = told(`[{\\"ok\\":true,\\"seq\\":${seq}}]`);
    if (written < 0) problems.push(`${word} was never seen in the log`);
    if (shown >= 0) peers += 1;
    if (answered >= 0) answers += 1;
    if (shown >= 0 && shown < synced) problems.push(`${word} was shown to a peer before it was synced`);
    if (answered >= 0 && answered < synced) problems.push(`${word} was acknowledged before it was synced`);
  }
  if (peers < said || answers < said)
    problems.push(`of ${said} words only ${peers} were seen on a socket and ${answers} answered`);
  return {
    figures: {
      'commands traced': acks.size,
      'syncs of the log': syncs.length,
      'acks and entries sent before their sync': problems.length,
    },
    problems,
  };
}

/** Where a sync of the log has ended: on its own line, or where it was resumed. */
function syncsOf(lines: readonly string[]): number[] {
  const begun = new Set<string>();
  return lines.flatMap((line, at) => {
    const thread = line.split(' ')[0] ?? '';
    const call = callOf(line);
    if (call?.name.endsWith('sync') && call.target.endsWith('-wal')) {
      if (!line.includes('unfinished')) return [at];
      begun.add(thread);
    }
    return /<\.\.\. f(data)?sync resumed>/.test(line) && begun.delete(thread) ? [at] : [];
  });
}
