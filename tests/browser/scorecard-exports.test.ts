// What leaves the scorecard page as a file: the Markdown and the design document.
import { expect, test } from 'vitest';
import type { Props } from '#domain/board.ts';
import { cutTo, everything } from '#domain/export.ts';
import type { Phase } from '#domain/format.ts';
import type { RoomState } from '#domain/room.ts';
import { sealState } from '#domain/view.ts';
import { toMarkdown } from '$lib/scorecard/markdown.ts';
import { pictureFor, toPortfolio } from '$lib/scorecard/portfolio.ts';
import { reportOf } from '$lib/scorecard/report.ts';
import { carl, ida, revealCanary } from '../support/an-interview.ts';
import type { DrivenRoom } from '../support/an-interview.ts';
import { aCreation, aScene } from '../support/board.ts';
import { aRevealedInterview, reportFor } from './a-scorecard.ts';

test('the other’s private notes are in nobody else’s export', () => {
  expect(toMarkdown(reportFor(ida, 'interviewer'))).not.toContain('mine alone');
  expect(toMarkdown(reportFor(carl, 'candidate'))).toContain('mine alone');
});

test('the Markdown has the ratings as a table, evidence and time', () => {
  const markdown = toMarkdown(reportFor(carl, 'candidate'));
  expect(markdown).toContain('| Criterion depth | Not observed | 2 Partial | 3 |');
  expect(markdown).toContain('> Named no number.');
  expect(markdown).toContain('| Step scope | 3–5 min | 4:00 |');
  expect(markdown).toContain('- [x] ');
});

/** The demo's question has every part of one; the small one of the factories has the least. */
function withFigures(room: DrivenRoom): RoomState {
  const interviewer = {
    ...room.state.question!.interviewer!,
    estimations: [
      {
        ...{ id: 'peak', ask: 'Peak rate', working: '100 x 10', answer: 1000, unit: 'per second' },
        accept: [800, 1200] as [number, number],
      },
    ],
  };
  const reveal = {
    ...room.state.question!.reveal!,
    referenceCode: { language: 'javascript' as const, entry: 'f', code: 'const f = 1;\n' },
    diagram: { mermaid: 'flowchart LR\n  A --> B', description: 'A calls B.' },
    furtherReading: [{ title: 'On [queues]', url: 'https://example.org/q' }],
  };
  const kept = { by: carl, working: '', at: room.at, phaseId: 'scope' };
  const estimates = [
    { ...kept, name: 'Peak rate', value: 1157, unit: 'per second' },
    { ...kept, name: 'Shards', value: 12, unit: 'shards' },
  ];
  const state = { ...room.state, question: { ...room.state.question!, interviewer, reveal }, estimates };
  return sealState(state, { participantId: carl, role: 'candidate' });
}

test('the Markdown has estimates beside the reference’s, the reference answer, and whose criterion a note is', () => {
  const markdown = toMarkdown(reportOf(withFigures(aRevealedInterview()), 'candidate'));
  expect(markdown).toContain('| Peak rate | 1,157 per second | 1,000 per second | 800 to 1,200 | yes |');
  expect(markdown).toContain('- [20:00, Step scope] Shards: 12 shards');
  expect(markdown).toContain(`## Reference answer\n\n${revealCanary} answer`);
  expect(markdown).toContain('```javascript\nconst f = 1;\n```');
  expect(markdown).toContain('```mermaid\nflowchart LR\n  A --> B\n```\n\nA calls B.');
  expect(markdown).toContain('- [On \\[queues\\]](https://example.org/q)');
  expect(markdown).toContain(': Asked for the volume (Criterion scope)');
  expect(markdown).toContain('  - Evidence for 2 of 2 ratings');
});

test('without the answer key the Markdown has the candidate’s own figures and nothing of the reference', () => {
  const choices = { ...everything, reference: false };
  const owner = { participantId: carl, role: 'candidate' } as const;
  const bare = cutTo(withFigures(aRevealedInterview()), owner, choices);
  const markdown = toMarkdown(reportOf(bare, 'candidate'));
  expect(markdown).toContain('Peak rate: 1,157 per second');
  expect(markdown).not.toMatch(/Reference|1,000|canary-reveal|flowchart/);
});

test('what people wrote stays text in the Markdown: no table, link or tag comes of it', () => {
  const room = aRevealedInterview();
  const report = { ...reportFor(carl, 'candidate', room), title: 'A | [b](c) <img>\n# d' };
  expect(toMarkdown(report)).toContain('\n# Scorecard: A \\| \\[b\\](c) \\<img\\> \\# d');
});

test('the Markdown begins with front matter nobody’s title can break out of', () => {
  const report = { ...reportFor(carl, 'candidate'), title: 'A\n---\nlevel: "staff"' };
  const [open, ...rest] = toMarkdown(report).split('\n');
  const head = rest.slice(0, rest.indexOf('---'));
  expect(open).toBe('---');
  expect(head).toContain('level: "senior"');
  expect(head).toContain('rubric: "core@1.0.0"');
  expect(head.filter((line) => line.startsWith('level'))).toHaveLength(1);
  expect(head).toContain('recommendation: "yes"');
});

test('the portfolio holds the design and no rating', () => {
  const room = aRevealedInterview();
  const state = sealState(room.state, { participantId: carl, role: 'candidate' });
  const text = toPortfolio({
    ...state,
    notes: state.notes.map((n) => ({ ...n, text: `${n.text} via POST /v1/send` })),
  });
  expect(text).toContain('# Notification service');
  expect(text).toContain('- How many a day? Ten million a day.');
  expect(text).toContain('- `POST /v1/send`');
  expect(text).toContain('mine alone');
  expect(text).not.toContain('Asked for the volume');
  expect(text).not.toContain('Solid');
});

/** Guides say what a phase is about; the board has two parts that are joined, and words beside them. */
function aDesign(): RoomState {
  const state = withFigures(aRevealedInterview({ carlsNote: 'One topic a priority' }));
  const guides: Phase['guide'][] = [['answers', 'numbers'], ['design'], ['deepDives'], ['wrapUpProbes']];
  const phases = state.format.phases.map((phase, i) => ({ ...phase, guide: guides[i]! }));
  const words = (id: string, text: string, props: Props) =>
    aCreation(id, 'text', { text, originalText: text, ...props });
  const box = (id: string, x: number, text: string) => [
    aCreation(id, 'rectangle', { x }),
    words(`${id}-label`, text, { x, containerId: id }),
  ];
  const to = (elementId: string) => ({ elementId, focus: 0, gap: 1 });
  const scene = aScene(
    ...box('gateway', 0, 'Gateway'),
    ...box('queue', 300, 'Queue'),
    ...box('cache', 600, 'Cache'),
    aCreation('arrow', 'arrow', { startBinding: to('gateway'), endBinding: to('queue') }),
    words('aim', '· none lost', { y: 500 }),
    words('call', 'POST /send\n202 {id}', { y: 600 }),
  );
  return {
    ...state,
    format: { ...state.format, phases },
    scene,
    curveballs: [
      { curveballId: 'campaign', text: 'A campaign starts.', at: state.lastAt, phaseId: 'deep-dive' },
    ],
    pictures: { scope: 'a'.repeat(64), 'high-level': 'b'.repeat(64) },
  };
}

test('the portfolio is a design document: requirements, API, architecture, deep dives', () => {
  const text = toPortfolio(aDesign());
  expect(text.match(/^##+ .*/gm)).toEqual([
    '## Requirements',
    '### Estimates',
    '## API',
    '## Architecture',
    '### Parts',
    '### Written beside it',
    '## Deep dives',
  ]);
  expect(text).toContain('- Peak rate: 1,157 per second\n');
  expect(text).toContain('- `POST /send`: 202 {id}\n');
  expect(text).toContain('- **Gateway** → Queue\n- **Queue**\n- **Cache**\n');
  expect(text).toContain('- none lost\n');
  expect(text).toContain('## Deep dives\n\n- Then it changed: A campaign starts.\n');
  expect(text).not.toMatch(/Text:|Solid|1,000/);
});

test('the portfolio has the board’s last picture where there is one', () => {
  const state = aDesign();
  expect(pictureFor(state)).toBe('b'.repeat(64));
  expect(pictureFor({ ...state, isImported: true })).toBeNull();
  const text = toPortfolio(state, 'data:image/png;base64,AAAA');
  expect(text).toContain('## Architecture\n\n![The board at the end][board]\n');
  expect(text.trimEnd().endsWith('[board]: data:image/png;base64,AAAA')).toBe(true);
  expect(toPortfolio(state)).not.toContain('![');
});

test('a format that says nothing of a design keeps its phases’ titles in the portfolio', () => {
  const { format } = aRevealedInterview().state;
  const state = { ...aDesign(), format, scene: new Map(), curveballs: [] };
  expect(toPortfolio(state).match(/^## .*/gm)).toEqual([
    '## Agreed on the way',
    '## Step scope',
    '## Estimates',
  ]);
});
