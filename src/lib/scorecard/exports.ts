// Everything that can leave the scorecard page, each made of what its owner chose.
import { cutTo, everything } from '#domain/export.ts';
import type { Choices } from '#domain/export.ts';
import { dataUrlOf, download } from '../ui/hand-over.ts';
import type { Earlier } from './earlier.ts';
import { fileName } from './file-names.ts';
import type { Source } from './load.ts';
import { toMarkdown } from './markdown.ts';
import { reportOf } from './report.ts';
import type { Report } from './report.ts';

/** `earlier`: the candidate's own interviews before; null for others, or not known yet. */
export type Owned = Source & { owner: NonNullable<Source['owner']>; earlier: Earlier | null };

const key = 'fourstep.export';

/** As last chosen on this device. */
export function keptChoices(): Choices {
  try {
    return { ...everything, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Choices>) };
  } catch {
    return everything;
  }
}

export function keepChoices(choices: Choices): void {
  try {
    localStorage.setItem(key, JSON.stringify(choices));
  } catch {
    // What cannot be remembered is chosen again.
  }
}

export function chosenReport({ state, owner, earlier }: Owned, choices: Choices): Report {
  return reportOf(cutTo(state, owner, choices), owner.role, earlier);
}

export const markdownOf = (source: Owned, choices: Choices): string =>
  toMarkdown(chosenReport(source, choices));

export function downloadMarkdown(source: Owned, choices: Choices): void {
  const report = chosenReport(source, choices);
  download(fileName('scorecard', report, 'md'), new Blob([toMarkdown(report)], { type: 'text/markdown' }));
}

/** Made by the server, with a digest by which another installation knows it whole. False when it was not reached. */
export async function downloadJson({ state, owner }: Owned, choices: Choices): Promise<boolean> {
  const yes = (is: boolean) => (is ? 'yes' : 'no');
  const query = new URLSearchParams({
    ...{ sides: choices.sides, names: yes(choices.names) },
    ...{ notes: yes(choices.notes), reference: yes(choices.reference) },
  });
  const response = await fetch(`/api/interviews/${state.interviewId}/archive?${query}`).catch(() => null);
  if (!response?.ok) return false;
  download(fileName('scorecard', reportOf(state, owner.role), 'json'), await response.blob());
  return true;
}

export async function downloadPortfolio(source: Owned, choices: Choices): Promise<void> {
  const { pictureFor, toPortfolio } = await import('./portfolio.ts');
  const { state, owner } = source;
  const hash = pictureFor(state);
  // What cannot be fetched now leaves the parts in words.
  const picture = hash && (await fetchedUrl(source.pictureOf(hash)).catch(() => null));
  const text = toPortfolio(cutTo(state, owner, choices), picture);
  const name = fileName('design', reportOf(state, owner.role), 'md');
  download(name, new Blob([text], { type: 'text/markdown' }));
}

async function fetchedUrl(address: string): Promise<string | null> {
  const response = await fetch(address);
  return response.ok ? dataUrlOf(await response.blob()) : null;
}

export async function downloadBoard(source: Owned, kind: 'svg' | 'excalidraw'): Promise<void> {
  const { boardAs } = await import('../board/board-files.ts');
  const file = await boardAs(kind, { scene: source.state.scene, pictureOf: source.pictureOf });
  download(fileName('board', reportOf(source.state, source.owner.role), kind), file);
}
