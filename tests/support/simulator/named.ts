// What failing seeds were about, told as short scenarios, so that they stay when the seeds come to mean others.
import { Failure } from './failure.ts';
import { begin, openTab } from './scenario.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

export const named: Record<string, (world: World) => Promise<void>> = {
  'a button of the clock that was given up with the connection does not count as unsent': async (world) => {
    const tab = await aLiveTab(world);
    tab.socket!.link!.stall();
    await tab.do(() => tab.submit({ type: 'interview.end' }));
    tab.socket!.link!.cut();
    await world.scheduler.pass(1);
    const { unsent } = tab.room;
    if (unsent > 0) throw new Failure('what was given up is not unsent', `${unsent} unsent`);
  },

  'a page that is left while it loads does not connect any more': async (world) => {
    await aLiveTab(world);
    await openTab(world, world.people[0]!);
    const tab = world.tabs.at(-1)!;
    await tab.close();
    await world.scheduler.pass(10_000);
    if (tab.socket?.connected) throw new Failure('a closed page falls silent', 'connected');
  },
};

async function aLiveTab(world: World): Promise<Tab> {
  await begin(world);
  await world.scheduler.pass(2_000);
  const tab = world.tabs[0]!;
  if (tab.room.connection !== 'live')
    throw new Failure('a tab is live after two seconds', tab.room.connection);
  return tab;
}
