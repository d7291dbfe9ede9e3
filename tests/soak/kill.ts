// 200 times kill -9 under load. SOAK_KILLS and SOAK_PER_KILL change how often and how much is written between.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killAgainAndAgain } from './kill-run.ts';
import type { Soak } from './soak.ts';

const kills = Number(process.env.SOAK_KILLS ?? 200);
const perKill = Number(process.env.SOAK_PER_KILL ?? 620);

export const killSoak: Soak = {
  name: 'kill',
  what: '`kill -9` under load, again and again; what was acknowledged is held against what is there afterwards.',
  async run(tell) {
    const dataDir = mkdtempSync(join(tmpdir(), 'fourstep-kill-'));
    const run = await killAgainAndAgain({
      ...{ dataDir, kills, perKill, rooms: 10, seed: 7 },
      tell: (done, { acknowledged, problems }) => {
        if (done % 20 === 0) tell(`${done} kills, ${acknowledged} acknowledged, ${problems.length} problems`);
      },
    });
    const megabytes = statSync(join(dataDir, 'fourstep.db')).size / 1e6;
    rmSync(dataDir, { recursive: true, force: true });
    return {
      figures: {
        'kill -9': run.kills,
        'of these before it listened': run.killsBeforeListening,
        'acknowledged commands': run.acknowledged,
        'entries on disk': run.entries,
        'lost, doubled, out of order, or told a wrong seq': run.problems.length,
        'database at the end, MB': megabytes.toFixed(0),
      },
      problems: run.problems,
    };
  },
};
