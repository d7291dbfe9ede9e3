// The report as a file another program can read: a name and a version first, so that it can be told apart later.
import type { Report } from './report.ts';

export function toJson(report: Report): string {
  return `${JSON.stringify({ kind: 'fourstep-scorecard', version: 1, ...report }, null, 2)}\n`;
}

/** "scorecard-notification-service-2030-01-31.json" */
export function fileName({ title, startedAt }: Pick<Report, 'title' | 'startedAt'>): string {
  const words = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  const day = startedAt === null ? null : new Date(startedAt).toISOString().slice(0, 10);
  return `${['scorecard', words, day].filter(Boolean).join('-')}.json`;
}
