// Which of a phase's prompts is due. A prompt is a line the format's author wrote for someone who has never
// interviewed before; it must stand in front of them at its minute and stay findable before and after.
import type { PhaseTime } from '#domain/clock.ts';
import type { Prompt } from '#domain/format.ts';

const minuteMs = 60_000;

/** `now` is the one to act on, `past` and `later` frame it, `when` waits for something only people notice. */
export type PromptState = 'past' | 'now' | 'later' | 'when';
export type DuePrompt = { text: string; when: string; state: PromptState };

/** A phase's prompts in the order of the file, with the one to act on marked `now`. */
export function duePrompts(prompts: readonly Prompt[], time: PhaseTime | null): DuePrompt[] {
  const current = time ? currentIndex(prompts, time) : -1;
  return prompts.map((prompt, i) => ({
    text: prompt.text,
    when: whenWords(prompt),
    state: i === current ? 'now' : time ? stateOf(prompt, time) : 'later',
  }));
}

function currentIndex(prompts: readonly Prompt[], time: PhaseTime): number {
  const overrun = prompts.findIndex((prompt) => prompt.trigger.type === 'overrun');
  if (time.mark === 'overtime' && overrun >= 0) return overrun;
  const exit = prompts.findIndex((prompt) => prompt.trigger.type === 'exit');
  if (time.elapsedMs >= time.targetMs && exit >= 0) return exit;
  return prompts.findLastIndex((prompt) => {
    const at = startsAtMs(prompt);
    return at !== null && at <= time.elapsedMs;
  });
}

function stateOf(prompt: Prompt, time: PhaseTime): PromptState {
  const at = startsAtMs(prompt);
  if (at === null) return 'when';
  return at <= time.elapsedMs ? 'past' : 'later';
}

function startsAtMs({ trigger }: Prompt): number | null {
  if (trigger.type === 'start') return 0;
  return trigger.type === 'minute' ? trigger.at * minuteMs : null;
}

function whenWords({ trigger }: Prompt): string {
  switch (trigger.type) {
    case 'start':
      return 'At the start';
    case 'minute':
      return `At minute ${trigger.at}`;
    case 'stall':
      return `If they are stuck for ${trigger.seconds} s`;
    case 'overrun':
      return 'If time runs over';
    case 'exit':
      return 'Before you move on';
  }
}
