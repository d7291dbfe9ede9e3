// The shipped content with hostile texts wherever somebody reads them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { quickRubrics } from '../support/product.ts';
import { contentAttack } from './content-attacks.ts';

export type Loose = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- a YAML file as it stands
const questionFile = 'questions/notification-service.yaml';
export const readQuestion = (dir: string) => parse(readFileSync(join(dir, questionFile), 'utf8')) as Loose;

/** In a folder of its own. */
export function hostileRubrics(): string {
  const dir = quickRubrics({ min: 0, max: 600 });
  const question = readQuestion(dir);
  question.candidate.statement = `Hostile statement. ${contentAttack('statement')}`;
  question.candidate.attachments = [{ title: '`<svg/onload=hit(0)>`', text: contentAttack('attachment') }];
  question.interviewer.brief = contentAttack('brief');
  for (const clarification of question.interviewer.clarifications)
    clarification.answer = contentAttack(clarification.id as string);
  for (const dive of question.interviewer.deepDives) dive.opener = contentAttack(dive.id as string);
  question.reveal.referenceAnswer = `Hostile answer. ${contentAttack('reference')}`;
  writeFileSync(join(dir, questionFile), stringify(question));
  return dir;
}
