// A scorecard file from another installation: taken in whole, or refused with a reason.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { archiveOf, readArchive, withNewIds } from '#domain/archive.ts';
import type { Archive } from '#domain/archive.ts';
import { fold, toSnapshot } from '#domain/fold.ts';
import type { Entry } from '#domain/recording.ts';
import { seal, sealState } from '#domain/view.ts';
import { aCreation } from '../support/board.ts';
import { aStartedInterview, carl, finish, ida, rate, startOfTime } from '../support/an-interview.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

function anArchive(change: (state: Archive['state']) => void = () => undefined): Archive {
  const room = aStartedInterview();
  room.must(ida, { type: 'board.change', deltas: [aCreation('box-1'), aCreation('box-2')] });
  room.must(carl, {
    type: 'note.add',
    noteId: 'note-0001',
    text: 'own',
    criterion: null,
    isPrivate: true,
    begunAt: room.at,
  });
  rate(rate(finish(room), ida), carl);
  const owner = { participantId: carl, role: 'candidate' } as const;
  const state = JSON.parse(JSON.stringify(toSnapshot(sealState(room.state, owner)))) as Archive['state'];
  change(state);
  return archiveOf({ owner, state }, hash);
}

const read = (data: unknown) => readArchive(data, hash);

describe('[AR1] a whole file', () => {
  test('is taken in: its fold is the state its owner had', () => {
    const answer = read(JSON.parse(JSON.stringify(anArchive())));
    if (!answer.ok) throw new Error(answer.message);
    let n = 0;
    const { owner, state } = withNewIds(answer.archive, () => `new-id-${(n += 1)}`);
    const entry: Entry = {
      ...{ type: 'interview.imported', interviewId: 'another', snapshot: state },
      ...{ seq: 1, at: startOfTime, by: owner.participantId, clientId: null, clientSeq: null },
    };
    const imported = fold([entry]);
    expect(imported).toMatchObject({ seq: 1, interviewId: 'another', isImported: true, stage: 'revealed' });
    expect(imported.scene.size).toBe(2);
    const card = imported.scorecards[owner.participantId]!;
    expect(card).toMatchObject({ by: owner.participantId, role: 'candidate' });
    expect(imported.notes[0]?.by).toBe(owner.participantId);
    expect(JSON.stringify(toSnapshot(imported))).not.toContain(`"by":"${carl}"`);
    expect(seal(entry, { participantId: 'somebody', role: 'candidate' }, imported)).toEqual({
      seq: 1,
      sealed: true,
    });
  });
});

describe('[AR2] what is refused, with its reason', () => {
  test.each([
    ['nothing', null],
    ['a text', 'hello'],
    ['another file', { kind: 'other', version: 2, digest: '' }],
    ['the bare scorecard', { kind: 'fourstep-scorecard', version: 1 }],
  ])('%s', (_what, data) => {
    expect(read(data)).toMatchObject({ ok: false, code: 'bad_archive' });
  });

  test('another version, named', () => {
    expect(read({ ...anArchive(), version: 3 })).toMatchObject({
      code: 'other_version',
      message: expect.stringContaining('version 3') as string,
    });
  });

  test('a rating changed after it was saved', () => {
    const archive = anArchive();
    const [card] = Object.values(archive.state.scorecards);
    card!.recommendation = 'strong_yes';
    expect(read(archive)).toMatchObject({ code: 'changed' });
  });

  test.each<[string, (state: Archive['state']) => void]>([
    ['an unfinished interview', (state) => (state.stage = 'scope')],
    ['a value of five', (state) => (Object.values(state.scorecards)[0]!.ratings.scope!.value = 5 as never)],
    [
      'evidence of 100 kB',
      (state) => (Object.values(state.scorecards)[0]!.ratings.scope!.evidence = 'x'.repeat(1e5)),
    ],
    ['an unknown field', (state) => Object.assign(state, { evil: true })],
    ['a missing field', (state) => delete (state as Partial<typeof state>).runs],
    ['an iframe on the board', (state) => ((state.scene[0] as { type: string }).type = 'iframe')],
    [
      'a script link on the board',
      (state) => ((state.scene[0] as { link: string }).link = 'javascript:alert(1)'),
    ],
    ['markup of a rubric', (state) => ((state.rubric as { criteria: unknown }).criteria = 'all')],
    ['an owner who was not there', (state) => delete state.participants[carl]],
  ])('%s, even with a right digest', (_what, change) => {
    expect(read(anArchive(change))).toMatchObject({ ok: false, code: 'bad_archive' });
  });
});

describe('[AR2] a hostile file', () => {
  test('that is nested without end is refused like any other', () => {
    const deep = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000)) as never;
    const archive = anArchive();
    archive.state.scene = [deep];
    expect(read(archive)).toMatchObject({ ok: false, code: 'bad_archive' });
    expect(read({ ...archive, owner: deep })).toMatchObject({ ok: false, code: 'bad_archive' });
  });

  test('with a list too long is refused for that, whatever is in it', () => {
    const archive = anArchive((state) => (state.chat = Array<never>(200_000).fill({} as never)));
    expect(read(archive)).toMatchObject({
      code: 'bad_archive',
      message: expect.stringMatching(/state\.chat is not/),
    });
  });

  test('brings nothing in that was not looked at', () => {
    const archive = anArchive((state) => {
      for (const record of [state.pictures, state.scorecards, state.participants])
        Object.defineProperty(record, '__proto__', { value: { evil: 'x' }, enumerable: true });
    });
    const answer = read(JSON.parse(JSON.stringify(archive)));
    if (!answer.ok) throw new Error(answer.message);
    const { state } = withNewIds(answer.archive, () => `new-id-${Math.random()}`);
    expect(JSON.stringify([answer.archive, state])).not.toContain('evil');
  });
});
