// The fields a message was refused for, by their paths: enough for whoever wrote the client, nothing of the values.
import * as v from 'valibot';

const most = 5;

export function invalidFields(issues: readonly v.BaseIssue<unknown>[]): string[] {
  return issues.slice(0, most).map((issue) => v.getDotPath(issue) ?? '(message)');
}
