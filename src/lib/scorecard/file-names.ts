// What a downloaded file is called.
import type { Report } from './report.ts';

/** Disks take names of some 255 letters. */
const longestTitle = 60;

/** "scorecard-notification-service-2030-01-31.json" */
export function fileName(
  what: string,
  { title, startedAt }: Pick<Report, 'title' | 'startedAt'>,
  ending: string,
): string {
  const words = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, longestTitle)
    .replaceAll(/^-|-$/g, '');
  const day = startedAt === null ? null : new Date(startedAt).toISOString().slice(0, 10);
  return `${[what, words, day].filter(Boolean).join('-')}.${ending}`;
}
