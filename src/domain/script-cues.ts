// What the scripted interviewer has to say in a phase by itself, and at which minute of it: the format's prompts and
// the question's lines, dealt out by the seed. Pure; whether something was said already is script.ts's business.
import { minuteMs, plannedMs } from './clock.ts';
import type { Format, Phase, Prompt } from './format.ts';
import { guideOf, openParts } from './guide.ts';
import type { Guide as GuideBlock, DeepDive } from './question.ts';
import type { Happening } from './recording.ts';
import type { RoomState } from './room.ts';
import { shuffled, weighted } from './seeded.ts';
import { untouchedBefore } from './solo.ts';
import type { SaidKind, Solo } from './solo.ts';

/** `elapsedMs` counts from the phase's start without pauses. */
export type Cue = { elapsedMs: number; happening: Happening };
type Line = { at: number; id: string; kind: SaidKind; text: string };
type Scene = { state: RoomState; solo: Solo; phase: Phase; guide: GuideBlock; targetMs: number };

/** All cues of a phase, in no order. The same state's plan and content give the same cues (SO1). */
export function cuesOf(state: RoomState, solo: Solo, phase: Phase): Cue[] {
  const guide = guideOf(state.question);
  if (!guide) return [];
  const scene: Scene = { state, solo, phase, guide, targetMs: plannedMs(phase).targetMs };
  const parts = openParts(phase, state.format.phases, guide);
  const lines = [
    ...statement(scene),
    ...prompted(scene),
    ...openMusts(scene),
    ...(parts.includes('deepDives') ? diveLines(scene) : []),
    ...(parts.includes('probes') ? probeLines(scene) : []),
    ...(parts.includes('pressure') ? spread(scene, 'pressure', guide.pressureLines, 3) : []),
    ...(parts.includes('wrapUpProbes') ? spread(scene, 'wrap-up', guide.wrapUpProbes, 3) : []),
    ...offerLine(scene, parts),
  ];
  return [...lines.map((line) => cueOf(scene, line)), ...curveballCue(scene, parts)];
}

/** What a prompt has in quotes is spoken; one without is an instruction for people and stays unsaid. */
export function spoken(prompt: Pick<Prompt, 'text'>): string {
  const quoted = prompt.text.matchAll(/(?<=^|[\s(:])['‘“"]((?:[^'’”"]|['’](?=\w))+)['’”"](?=$|[\s.,;:)])/g);
  return [...quoted].map(([, words]) => words).join(' ');
}

/** How long the script waits without a stroke or a word, and what it says first then. */
export function stallOf({ interviewerPrompts }: Phase): { afterMs: number; text: string } {
  const prompt = interviewerPrompts.find(({ trigger }) => trigger.type === 'stall');
  const seconds = prompt?.trigger.type === 'stall' ? prompt.trigger.seconds : 60;
  return { afterMs: seconds * 1000, text: prompt ? spoken(prompt) : '' };
}

/** What is said when a phase is over its maximum and goes on. */
export function overrunWords({ interviewerPrompts }: Phase): string {
  const prompt = interviewerPrompts.find(({ trigger }) => trigger.type === 'overrun');
  return (prompt && spoken(prompt)) || 'The time for this part is over. Let us move on when you are ready.';
}

const cueOf = ({ phase }: Scene, { at, id, kind, text }: Line): Cue => ({
  elapsedMs: at,
  happening: { type: 'script.said', id: `${phase.id}:${id}`, kind, text, phaseId: phase.id },
});

function statement({ state, phase }: Scene): Line[] {
  const text = state.question?.candidate?.statement;
  const isFirst = state.format.phases[0]?.id === phase.id;
  return isFirst && text ? [{ at: 0, id: 'statement', kind: 'statement', text }] : [];
}

function prompted({ state, phase }: Scene): Line[] {
  return phase.interviewerPrompts.flatMap((prompt, i): Line[] => {
    const text = spoken(prompt);
    const { trigger } = prompt;
    if (!text || (trigger.type !== 'start' && trigger.type !== 'minute')) return [];
    if (prompt.unless === 'numbers' && hasNumbers(state)) return [];
    const at = trigger.type === 'start' ? 0 : trigger.at * minuteMs;
    return [{ at, id: `prompt-${i}`, kind: trigger.type === 'start' ? 'prompt' : 'nudge', text }];
  });
}

/** Whether a figure stands in a note, on the board or among the estimates. */
function hasNumbers({ notes, scene, estimates }: RoomState): boolean {
  if (estimates.length > 0 || notes.some(({ text }) => hasFigure(text))) return true;
  for (const item of scene.values())
    if (!item.isDeleted && typeof item.text === 'string' && hasFigure(item.text)) return true;
  return false;
}

/** Digits in a name (S3, HTTP/1.1), of a step or before an item of a list say nothing about size. */
const noFigure = /\p{L}[\p{L}/_-]*\d[\d.]*|\b(?:step|part|phase|version|option)\s+\d+|^\s*\d+[.)]\s/gimu;
const hasFigure = (text: string): boolean => /\d/.test(text.replace(noFigure, ''));

/** What the last phase should have had and had not comes back as questions, three at most (SO6). */
function openMusts({ state, phase, targetMs }: Scene): Line[] {
  return untouchedBefore(state, phase)
    .slice(0, 3)
    .map((item, i) => ({
      ...{ at: Math.round(((i + 1) * targetMs) / 10), id: `open-${item.id}`, kind: 'probe' },
      text: `Still open from the last part: “${item.text}”. Where do you stand on it?`,
    }));
}

/** The dives in the order of this interview, those of the focus first. */
export function divesInOrder(solo: Solo, guide: Pick<GuideBlock, 'deepDives'>): DeepDive[] {
  const mixed = shuffled(solo.seed, 'dives', guide.deepDives);
  return [
    ...mixed.filter(({ criterion }) => criterion === solo.focus),
    ...mixed.filter(({ criterion }) => criterion !== solo.focus),
  ];
}

/** Of eighteen minutes: a line every four. */
const followUpShare = 4 / 18;

type DiveLine = Line & { dive: DeepDive };

const addedIn = ({ runs }: RoomState, { id }: Phase): number =>
  runs.findLast(({ phaseId }) => phaseId === id)?.addedMs ?? 0;

/** Opener and follow-ups, one at a time, as far as the phase lasts. */
function dialogue({ state, solo, guide, phase, targetMs }: Scene): DiveLine[] {
  const lines = divesInOrder(solo, guide).flatMap((dive) => [
    { id: `${dive.id}-opener`, kind: 'opener' as const, text: dive.opener, dive },
    ...dive.followUps.slice(0, 2).map((text, i) => ({
      ...{ id: `${dive.id}-${i}`, kind: 'probe' as const, text, dive },
    })),
  ]);
  const every = Math.max(1, targetMs * followUpShare);
  const { maxMs } = plannedMs(phase, addedIn(state, phase));
  return lines
    .map((line, i) => ({ ...line, at: Math.round(i * every) }))
    .filter(({ at }) => at === 0 || at < maxMs);
}

function diveLines(scene: Scene): Line[] {
  const lines = dialogue(scene);
  const first = lines[0];
  if (!first) return [];
  const text = `I agree with what we have so far. I would like to look at this part: ${first.dive.title}.`;
  return [{ at: 0, id: 'agreed', kind: 'prompt', text }, ...lines];
}

/** The dive that is talked about after so much of the phase, or null where none is. */
export function diveAt(state: RoomState, solo: Solo, phase: Phase, elapsedMs: number): DeepDive | null {
  const guide = guideOf(state.question);
  if (!guide || !openParts(phase, state.format.phases, guide).includes('deepDives')) return null;
  const scene: Scene = { state, solo, phase, guide, targetMs: plannedMs(phase).targetMs };
  return dialogue(scene).findLast(({ at }) => at <= elapsedMs)?.dive ?? null;
}

/** One question each into task, action and result, after the story was told. */
function probeLines({ solo, guide, phase, targetMs }: Scene): Line[] {
  const { probes } = guide;
  if (!probes) return [];
  return (['task', 'action', 'result'] as const).flatMap((part, i): Line[] => {
    const text = shuffled(solo.seed, `${phase.id} ${part}`, probes[part])[0];
    const at = Math.round(targetMs * (0.45 + 0.2 * i));
    return text ? [{ at, id: `probe-${part}`, kind: 'probe', text }] : [];
  });
}

/** A few of the lines at equal distances, one at a time. */
function spread(
  { solo, phase, targetMs }: Scene,
  id: string,
  lines: readonly string[],
  most: number,
): Line[] {
  const chosen = shuffled(solo.seed, `${phase.id} ${id}`, lines).slice(0, most);
  return chosen.map((text, i) => ({
    at: Math.round(((i + 1) * targetMs) / (chosen.length + 1)),
    ...{ id: `${id}-${i}`, kind: 'probe', text },
  }));
}

/** The phase in which the offer is told: the one that opens with it and presses for an answer. */
function offerLine({ guide: { offer } }: Scene, parts: readonly string[]): Line[] {
  if (!offer || parts[0] !== 'offer' || !parts.includes('pressure')) return [];
  const said = [
    `a base of ${offer.base}`,
    offer.bonusPercent > 0 && `a bonus of ${offer.bonusPercent} percent`,
    offer.signOn > 0 && `a sign-on of ${offer.signOn}`,
    offer.equity > 0 && `shares worth ${offer.equity} over ${offer.equityYears} years`,
  ];
  const text = `Here is what we can offer: ${said.filter(Boolean).join(', ')}. Can I have your yes today?`;
  return [{ at: 0, id: 'offer', kind: 'prompt', text }];
}

/** One in each phase that has any: at its start where the format opens with it, else at half time. What is near the
 * focus is four times as likely. */
function curveballCue({ state, solo, phase, guide, targetMs }: Scene, parts: readonly string[]): Cue[] {
  if (!parts.includes('curveballs') || !isCurveballPhase(state.format, phase)) return [];
  const fitting = guide.curveballs.filter((curveball) => curveball.phase === phase.id);
  const near = wordsOfFocus(state, solo, guide);
  const weightOf = ({ text, lookFor = '' }: { text: string; lookFor?: string | undefined }) =>
    words(`${text} ${lookFor}`).some((word) => near.has(word)) ? 4 : 1;
  const chosen = weighted(solo.seed, `${phase.id} curveball`, fitting, weightOf);
  if (!chosen) return [];
  const { id: curveballId, text, label } = chosen;
  const happening: Happening = {
    ...{ type: 'curveball.played', curveballId, text, ...(label && { label }), phaseId: phase.id },
  };
  return [{ elapsedMs: parts[0] === 'curveballs' ? 0 : Math.round(targetMs / 2), happening }];
}

function isCurveballPhase({ settings }: Format, { id }: Phase): boolean {
  const phases = settings.curveballs?.phases ?? [];
  return phases.length === 0 || phases.includes(id);
}

/** What the rubric and the question's own dives say about the focus. */
function wordsOfFocus({ rubric }: RoomState, { focus }: Solo, { deepDives }: GuideBlock): Set<string> {
  const criterion = rubric.criteria.find(({ id }) => id === focus);
  if (!criterion) return new Set();
  const anchors = [...criterion.levels[3], ...criterion.levels[4]].map(({ text }) => text);
  const dives = deepDives.filter((dive) => dive.criterion === focus);
  const told = dives.flatMap(({ title, opener, expected }) => [
    title,
    opener,
    ...expected.map(({ text }) => text),
  ]);
  return new Set(words([criterion.title, criterion.description, ...anchors, ...told].join(' ')));
}

const words = (text: string): string[] => text.toLowerCase().match(/\p{L}{5,}/gu) ?? [];
