// What happens in a simulated interview: people ask, draw, come and go, wait; networks, clocks, disks and
// processes fail. Some twenty-four to sixty-four of these in an order the seed decides, then everything is mended.
import { roles } from '#domain/protocol.ts';
import type { CommandType, Role } from '#domain/protocol.ts';
import { aCommand, generators, keptFile } from './commands.ts';
import { aRubric } from '../an-interview.ts';
import { aboutInterviewer, theQuestion } from './content.ts';
import { drawSomething } from './drawing.ts';
import type { Person } from './person.ts';
import { nobody } from './scheduler.ts';
import { invites } from './server-process.ts';
import { Tab } from './tab.ts';
import { aStorage } from './virtual-browser.ts';
import type { World } from './world.ts';

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const rubric = aRubric();
const question = theQuestion();
const interviewerRubric = aboutInterviewer();

/** The interview as its creation leaves it: the host's seat, one picture, and whoever was invited. */
export async function begin(world: World): Promise<void> {
  const isCandidatesHost = world.chance(0.2);
  const host = aPerson(world, isCandidatesHost ? 'candidate' : 'interviewer', true);
  const { store, interviewId, format } = world;
  const created = {
    type: 'interview.created',
    interviewId,
    level: 'senior',
    format,
    rubric,
    question,
  } as const;
  const ratingWaitMs = world.pick([2 * minute, day]);
  const seated = { participantId: host.participantId, role: host.role, name: 'Host', isHost: true };
  const at = world.serverTime();
  const from = { at, by: host.participantId, clientId: null, clientSeq: null };
  const entries = [
    { ...created, interviewerRubric, ratingWaitMs, isHidden: world.chance(0.3), ...from, seq: 1 },
    { type: 'participant.joined', ...seated, ...from, seq: 2 } as const,
  ];
  const projection = { stage: 'lobby', startedAt: null, endedAt: null, lastAt: at, dueAt: at + 7 * day };
  const row = {
    id: interviewId,
    title: 'T',
    formatTitle: 'F',
    level: 'senior',
    createdAt: at,
    ...projection,
  };
  const seat = { ...seated, interviewId, userId: host.userId };
  await store.create({ row, host: seat, invites: everyInvite(world), entries });
  world.committed(entries);
  const file = { interviewId, hash: keptFile, mime: 'image/png', bytes: new Uint8Array([1]) };
  await store.putFile({ ...file, uploadedBy: host.participantId, at }, 9);
  await world.scheduler.as(nobody, () => world.boot());
  await openTab(world, host);
  if (world.chance(0.9)) await arrive(world);
  if (world.chance(0.3)) await arrive(world);
  await world.scheduler.pass(200);
  await welcome(world);
  // Most scenarios are about an interview that runs.
  await world.scheduler.pass(300);
  if (world.chance(0.8)) await goOn(world);
}

function aPerson(world: World, role: Role, isHost = false): Person {
  const name = `${role}-${world.people.length}`;
  const clockOffsetMs = world.chance(0.3) ? Math.trunc(world.between(-minute, minute)) : 0;
  const participantId = isHost ? `person-${world.seed}-${name}` : '';
  const person = { userId: `user-${name}`, participantId, role, isHost, storage: aStorage(), clockOffsetMs };
  world.people.push(person);
  return person;
}

const everyInvite = ({ interviewId }: World) =>
  roles.map((role) => ({ role, tokenHash: invites.hashOf(invites.tokenOf(interviewId, role)) }));

export async function openTab(world: World, person: Person): Promise<void> {
  if (world.tabs.length >= world.mostTabs) return;
  const tab = new Tab(`tab-${person.role}-${Math.trunc(world.random() * 1e6)}`, person, world);
  world.tabs.push(tab);
  await tab.open();
}

/** Somebody opens their invite link, whenever that is. */
async function arrive(world: World): Promise<void> {
  const taken = new Set(world.people.map(({ role }) => role));
  const missing = (['interviewer', 'candidate'] as const).find((role) => !taken.has(role));
  if (!missing && world.people.length >= 4) return;
  await askForSeat(world, aPerson(world, missing ?? 'observer'));
}

async function askForSeat(world: World, person: Person): Promise<void> {
  const { server } = world;
  if (!server) return;
  await world.scheduler.as(server, () => {
    const joining = server.join(person).then((answer) => {
      if (answer.ok) person.participantId = answer.seat.participantId;
      else if (answer.code === 'too_late') world.people = world.people.filter((one) => one !== person);
      else if (answer.code !== 'not_saved') world.fail('whoever is invited is let in', answer.code);
    });
    joining.catch(() => undefined);
  });
}

/** Whoever got their seat opens the room. */
async function welcome(world: World): Promise<void> {
  const isNew = (person: Person) => person.participantId !== '' && !world.hasBeenHere.has(person);
  for (const person of world.people.filter(isNew)) {
    world.hasBeenHere.add(person);
    await openTab(world, person);
  }
}

/** What usually comes next, so that scenarios get somewhere. */
async function goOn(world: World): Promise<void> {
  const { stage } = world.ledger;
  const tab = tabOf(world, stage === 'rating' ? world.pick(['interviewer', 'candidate']) : 'interviewer');
  if (!tab) return;
  if (stage === 'lobby') await tab.do(() => tab.submit({ type: 'interview.start', confirmed: true }));
  else if (stage === 'rating')
    for (const rater of world.tabs.filter((one) => !one.isObserver).slice(0, 3))
      await rater.do(() => rateAll(rater));
  else if (world.chance(0.3)) await tab.do(() => tab.submit({ type: 'interview.end' }));
  else await tab.do(() => tab.submit({ type: 'phase.advance', from: stage, confirmed: true }));
}

function rateAll(tab: Tab): void {
  const evidence = `canary-rating_${tab.person.participantId}`;
  for (const { id } of rubric.criteria)
    tab.submit({ type: 'rating.set', criterion: id, value: 3, behaviours: [], evidence, notes: [] });
  tab.submit({ type: 'summary.set', recommendation: 'yes', strength: evidence, change: evidence });
  tab.submit({ type: 'rating.submit' });
}

const tabOf = (world: World, role: Role): Tab | undefined =>
  world.tabs.find((tab) => tab.person.role === role);

const everyType = Object.keys(generators) as CommandType[];
const frequent: CommandType[] = ['note.add', 'note.edit', 'chat.send', 'rating.set'];

async function ask(world: World, tab: Tab): Promise<void> {
  const type = world.pick(world.chance(0.3) ? frequent : everyType);
  await tab.do(() => tab.submit(aCommand({ world, tab }, type)));
}

async function draw(world: World, tab: Tab): Promise<void> {
  if (!tab.isObserver) await tab.do(() => drawSomething(world, tab));
}

/** Everybody at once, before anybody saw what the others did. */
async function drawTogether(world: World): Promise<void> {
  for (let i = 0; i < 2; i++) for (const tab of world.tabs) await draw(world, tab);
}

/** Time passes for the server while the tabs are asleep: a closed lid, a throttled page. */
async function sleep(world: World, ms: number): Promise<void> {
  for (const tab of world.tabs) tab.isAsleep = true;
  await world.scheduler.pass(ms);
  for (const tab of world.tabs) tab.isAsleep = false;
}

async function point(world: World, tab: Tab): Promise<void> {
  const pointer = { x: world.between(0, 9), y: 1, button: 'up' } as const;
  await tab.do(() => (world.chance(0.5) ? tab.room.sendPointer({ pointer }) : tab.room.setTyping(true)));
}

type Step = [weight: number, happen: (world: World, tab: Tab) => void | Promise<void>];

const steps: Step[] = [
  [22, ask],
  [22, draw],
  [8, drawTogether],
  [10, goOn],
  [24, (world) => world.scheduler.pass(world.between(1, 300))],
  [6, (world) => world.scheduler.pass(world.between(300, 3 * second))],
  [3, (world) => sleep(world, world.between(second, 20 * second))],
  [3, (world) => sleep(world, world.between(minute, 6 * minute))],
  [3, point],
  // The network.
  [4, (_, tab) => tab.socket?.link?.cut()],
  [2, (world, tab) => tab.socket?.link?.cut(world.between(1, 18 * second))],
  [4, (_, tab) => void (tab.socket?.link && (tab.socket.link.toLose += 1))],
  [2, (_, tab) => void (tab.socket?.link && (tab.socket.link.toRepeat += 1))],
  [2, (_, tab) => tab.socket?.link?.stall()],
  [3, (_, tab) => tab.socket?.link?.flow()],
  [2, (_, tab) => void (tab.isOffline = !tab.isOffline)],
  [1, (world) => void (world.isNetworkDown = !world.isNetworkDown)],
  // The tabs.
  [3, (world, tab) => openTab(world, tab.person)],
  [1, (_, tab) => tab.close()],
  [1, (_, tab) => tab.kill()],
  [3, arrive],
  // The server.
  [3, (world) => void (world.server && (world.server.fuse = Math.trunc(world.between(1, 12))))],
  [1, (world) => world.crash()],
  [2, (world) => world.breakDisk(2, world.pick([0, 0, 2]))],
  // The clocks.
  [1, (world) => world.setClock(world.between(second, 10 * minute))],
  [1, (world) => world.setClock(-world.between(1, 5 * second))],
  [0.1, (world) => world.setClock(day)],
];
const totalWeight = steps.reduce((sum, [weight]) => sum + weight, 0);

export async function happen(world: World): Promise<void> {
  await welcome(world);
  const tab = world.tabs.length > 0 ? world.pick(world.tabs) : null;
  if (!tab) return openTab(world, world.people[0]!);
  let left = world.random() * totalWeight;
  const step = steps.find(([weight]) => (left -= weight) < 0) ?? steps[0]!;
  world.trace?.(world.scheduler.now, tab.name, String(step[1]).slice(0, 90));
  await step[1](world, tab);
}

/** Everything that was broken works again; whoever is left finds their way back. */
export async function mend(world: World): Promise<void> {
  world.isNetworkDown = false;
  if (world.server) Object.assign(world.server, { fuse: Infinity, failures: { append: 0, read: 0 } });
  else await world.scheduler.as(nobody, () => world.boot());
  // A crash between the seat and its entry is healed by the next call.
  for (const person of world.people) if (person.participantId === '') await askForSeat(world, person);
  await world.scheduler.pass(100);
  await welcome(world);
  for (const tab of world.tabs) {
    Object.assign(tab, { isOffline: false, isAsleep: false });
    // Letting go is a change to the editor.
    tab.editor.inHand.clear();
    await tab.do(() => tab.sync?.editorChanged());
    const link = tab.socket?.link;
    if (link) Object.assign(link, { toLose: 0, toRepeat: 0 });
    link?.flow();
  }
}
