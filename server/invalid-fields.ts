// The fields a message was refused for, by their paths: enough for whoever wrote the client, nothing of the values.
// Where somebody may have typed or chosen what is wrong, a sentence says so.
import * as v from 'valibot';
import { refuse } from '#domain/protocol.ts';
import type { Refusal } from '#domain/protocol.ts';

const most = 5;

export function invalidFields(issues: readonly v.BaseIssue<unknown>[]): string[] {
  return issues.slice(0, most).map((issue) => v.getDotPath(issue) ?? '(message)');
}

const texts = new Map([
  ['evidence', 'Evidence'],
  ['strength', 'Strength'],
  ['change', 'Change'],
  ['text', 'The text'],
]);
const choices = new Map([
  ['rating.set value', 'A rating is 1, 2, 3 or 4, not observed or not applicable.'],
  ['rating.set criterion', 'The rubric has no such criterion.'],
]);

/** The refusal of what no schema takes. */
export function invalid(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): Refusal {
  return refuse('bad_message', sentenceFor(issues[0]), invalidFields(issues));
}

function sentenceFor({ type, path, requirement }: v.BaseIssue<unknown>): string | undefined {
  const [message, field] = path ?? [];
  if (message?.key !== 'command' || typeof field?.key !== 'string' || path?.length !== 2) return undefined;
  const text = texts.get(field.key);
  if (text && type === 'max_length' && typeof requirement === 'number')
    return `${text} may have at most ${requirement.toLocaleString('en')} characters.`;
  const { type: command } = message.value as { type?: unknown };
  // Whatever was sent stands here: what is no text must not be made one.
  return typeof command === 'string' ? choices.get(`${command} ${field.key}`) : undefined;
}
