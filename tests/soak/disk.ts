// A disk that fills up while people write, and has room again: how long until the next command is kept.
import { Guest } from '../support/guest.ts';
import type { Tab } from '../support/tab.ts';
import { ServerProcess } from '../support/server-process.ts';
import { aLimitOnFiles, aSmallFileSystem } from '../support/small-disk.ts';
import type { Outcome, Soak } from './soak.ts';

const mostSeconds = 2;
const paceMs = 100;
const wait = (ms: number) => new Promise((go) => setTimeout(go, ms));

export const diskSoak: Soak = {
  name: 'disk',
  what: 'A disk that fills up while people write, and has room again.',
  async run(): Promise<Outcome> {
    const disk = aSmallFileSystem() ?? aLimitOnFiles();
    const server = await new ServerProcess(disk.dataDir, { wrapper: disk.wrapper }).start();
    const ida = new Guest(server.origin);
    const interviewId = await ida.create();
    const tab = await ida.open(interviewId);
    await tab.must({ type: 'interview.start', confirmed: true });
    disk.fill();
    const kept = await writeFor(tab, 10_000);
    if (!disk.empty(server.pid)) throw new Error('there is no way to give room again while the server runs');
    const startedAt = performance.now();
    while (!(await say(tab))) await wait(paceMs);
    const seconds = (performance.now() - startedAt) / 1000;
    const back = await ida.open(interviewId);
    const entries = back.state.seq;
    ida.leave();
    await server.kill();
    disk.close();
    const problems = seconds > mostSeconds ? [`only went on after ${seconds.toFixed(2)} s`] : [];
    if (kept.refused === 0) problems.push('nothing was ever refused: the disk was not full');
    if (back.state.chat.length !== kept.saved + 1)
      problems.push('what is there is not what was acknowledged');
    return {
      figures: {
        'refused while it was full': kept.refused,
        'saved while it was filling': kept.saved,
        'entries readable afterwards': entries,
        'seconds until the next was kept': seconds.toFixed(2),
      },
      problems,
    };
  },
};

async function writeFor(tab: Tab, ms: number): Promise<{ saved: number; refused: number }> {
  const until = performance.now() + ms;
  const counts = { saved: 0, refused: 0 };
  while (performance.now() < until) {
    counts[(await say(tab)) ? 'saved' : 'refused'] += 1;
    await wait(paceMs);
  }
  return counts;
}

const say = async (tab: Tab) => (await tab.submit({ type: 'chat.send', text: 'x'.repeat(2_000) })).ok;
