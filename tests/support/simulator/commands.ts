// A random command of every type the protocol has. Most name things that exist; some name things that do not,
// or come from whoever may not ask. A type without a line here does not compile.
import type { Command, CommandType } from '#domain/protocol.ts';
import { aCreation, anEdit } from '../board.ts';
import { aboutCriterion, answerIds, curveballIds, deepDiveIds } from './content.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

type Asker = { world: World; tab: Tab };
type Generator<T extends CommandType> = (asker: Asker) => Extract<Command, { type: T }>;

/** The hash of the one file the interview holds. */
export const keptFile = 'ab'.repeat(32);

const stages = (world: World): string[] => world.format.phases.map((phase) => phase.id);
/** Mostly where this tab believes the interview to be. */
const stageOf = ({ world, tab }: Asker): string =>
  world.chance(0.8) ? (tab.room.state?.stage ?? 'lobby') : world.pick(stages(world));
const confirmation = ({ world }: Asker) => (world.chance(0.7) ? { confirmed: true } : {});
const criterion = ({ world }: Asker): string => world.pick(['scope', 'depth', 'depth', 'nonsense']);
const flag = ({ world }: Asker): boolean => world.chance(0.5);
const aName = ({ world }: Asker): string =>
  world.pick(['Ida', 'Carl', 'Olga', 'Zoë', '李', 'Name'.repeat(10)]);

function ownNoteIds({ tab }: Asker): string[] {
  const { participantId } = tab.person;
  return (tab.room.state?.notes ?? []).filter((note) => note.by === participantId).map((note) => note.id);
}

function aNoteId(asker: Asker): string {
  const known = (asker.tab.room.state?.notes ?? []).map((note) => note.id);
  return asker.world.chance(0.9) && known.length > 0 ? asker.world.pick(known) : 'note-nobody-has';
}

function noteFields(asker: Asker, noteId: string) {
  const isTied = asker.world.chance(0.3);
  return {
    noteId,
    text: `canary-note_${noteId}`,
    criterion: isTied ? criterion(asker) : null,
    isPrivate: flag(asker),
  };
}

const ratingText = ({ tab }: Asker): string => `canary-rating_${tab.person.participantId}`;

export const generators: { [T in CommandType]: Generator<T> } = {
  'name.set': (asker) => ({ type: 'name.set', name: aName(asker) }),
  'ready.set': (asker) => ({ type: 'ready.set', ready: flag(asker) }),
  'observers.set': (asker) => ({ type: 'observers.set', welcome: flag(asker) }),
  'interview.start': (asker) => ({ type: 'interview.start', ...confirmation(asker) }),
  'interview.end': () => ({ type: 'interview.end' }),
  'phase.advance': (asker) => ({ type: 'phase.advance', from: stageOf(asker), ...confirmation(asker) }),
  'phase.extend': (asker) => ({ type: 'phase.extend', from: stageOf(asker) }),
  'phase.pause': () => ({ type: 'phase.pause' }),
  'phase.resume': () => ({ type: 'phase.resume' }),
  'phase.undo': () => ({ type: 'phase.undo' }),
  'board.change': (asker) => ({ type: 'board.change', deltas: someDeltas(asker) }),
  'picture.set': ({ world }) => ({
    type: 'picture.set',
    phaseId: world.pick(stages(world)),
    file: world.chance(0.8) ? keptFile : 'cd'.repeat(32),
  }),
  'note.add': (asker) => ({
    type: 'note.add',
    ...noteFields(asker, `note-${Math.trunc(asker.world.random() * 1e9)}-${asker.tab.name}`),
    begunAt: Math.max(0, asker.world.wallTime() - Math.trunc(asker.world.between(-5_000, 400_000))),
  }),
  'note.edit': (asker) => ({ type: 'note.edit', ...noteFields(asker, aNoteId(asker)) }),
  'note.remove': (asker) => ({ type: 'note.remove', noteId: aNoteId(asker) }),
  'chat.send': ({ world }) => ({ type: 'chat.send', text: `canary-chat ${world.random()}` }),
  'checklist.set': (asker) => ({
    type: 'checklist.set',
    itemId: asker.world.pick([...stages(asker.world).map((id) => `${id}.item`), 'nothing']),
    done: flag(asker),
  }),
  'answer.give': ({ world }) => ({
    type: 'answer.give',
    clarificationId: world.pick([...answerIds, 'nothing']),
  }),
  'hint.give': ({ world }) => ({
    type: 'hint.give',
    deepDiveId: world.pick([...deepDiveIds, 'nothing']),
    step: world.pick([1, 1, 2, 3] as const),
  }),
  'curveball.play': ({ world }) => ({
    type: 'curveball.play',
    curveballId: world.pick([...curveballIds, 'nothing']),
  }),
  'script.ask': () => ({ type: 'script.ask', text: 'How many a day?' }),
  'script.list': () => ({ type: 'script.list' }),
  'script.stuck': () => ({ type: 'script.stuck' }),
  'point.mark': () => ({ type: 'point.mark', pointId: 'spikes.0', mark: 'said' }),
  'estimate.set': ({ world }) => ({
    type: 'estimate.set',
    name: world.pick(['peak', 'storage']),
    value: Math.trunc(world.between(1, 1e6)),
    unit: '/s',
    working: `canary-estimate ${world.random()}`,
  }),
  'estimate.remove': ({ world }) => ({ type: 'estimate.remove', name: world.pick(['peak', 'nothing']) }),
  'rating.set': (asker) => {
    const rated = asker.world.chance(0.2) ? aboutCriterion : criterion(asker);
    const notes = ownNoteIds(asker).slice(0, 2);
    return {
      type: 'rating.set',
      criterion: rated,
      value: asker.world.pick([1, 2, 3, 4, 'not_observed', null] as const),
      behaviours: asker.world.chance(0.5) ? [`${rated}.3a`] : [],
      evidence: asker.world.chance(0.8) ? ratingText(asker) : '',
      notes: asker.world.chance(0.3) ? notes : [],
    };
  },
  'summary.set': (asker) => ({
    type: 'summary.set',
    recommendation: asker.world.pick(['yes', 'strong_no', null, 'nonsense']),
    strength: ratingText(asker),
    change: ratingText(asker),
  }),
  'rating.submit': () => ({ type: 'rating.submit' }),
};

export function aCommand(asker: Asker, type: CommandType): Command {
  return generators[type](asker);
}

/** Changes made by hand, against any base and of any length, as a broken client might. */
function someDeltas({ world, tab }: Asker) {
  const { scene } = tab.room.state ?? { scene: new Map() };
  const items = [...scene.values()];
  const item = items.length > 0 ? world.pick(items) : undefined;
  const id = `raw-${Math.trunc(world.random() * 1e6)}`;
  const nonce = Math.trunc(world.random() * 2 ** 31);
  const isNew = !item || world.chance(0.3);
  if (isNew)
    return [{ ...aCreation(id, world.pick(['rectangle', 'text', 'freedraw'])), versionNonce: nonce }];
  const edit = anEdit(item, { strokeColor: world.pick(['#e03131', '#2f9e44']) }, nonce);
  if (world.chance(0.2)) return [{ ...edit, props: { isDeleted: true } }];
  if (world.chance(0.3))
    return [{ ...edit, base: { version: Math.max(0, item.version - 1), versionNonce: 7 } }];
  const from = item.isDeleted ? 1 : ((item.points as unknown[] | undefined)?.length ?? 1);
  const append = { from: world.chance(0.7) ? from : from + 1, points: [[1, 2] as [number, number]] };
  return !item.isDeleted && item.type === 'freedraw' ? [{ ...edit, props: {}, append }] : [edit];
}
