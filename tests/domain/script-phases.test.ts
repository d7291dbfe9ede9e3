// How the scripted interviewer leads from phase to phase, and what it asks in the deep dive.
import { describe, expect, test } from 'vitest';
import { sealState } from '#domain/view.ts';
import { minute } from '../support/an-interview.ts';
import { cuesOf } from '#domain/script-cues.ts';
import { SoloRoom } from '../support/a-solo-interview.ts';

describe('the end of a phase', () => {
  test('[SO4] it freezes, its list is ticked with a pointer, and only then the next begins', () => {
    const room = new SoloRoom().start().wind(4 * minute);
    room.note('Limit by API key', 'note-on-key');
    room.must({ type: 'phase.advance', from: 'scope' });
    const tick = { type: 'checklist.set', itemId: 'scope.features', done: true } as const;
    expect(room.state.stage).toBe('scope');
    room.wind(5 * minute);
    expect(room.elapsedMs()).toBe(4 * minute);
    expect(room.ask(tick)).toMatchObject({ code: 'incomplete' });
    expect(room.ask({ ...tick, pointer: { noteId: 'note-unknown' } })).toMatchObject({
      code: 'unknown_item',
    });
    room.note('Written afterwards', 'note-too-late');
    expect(room.ask({ ...tick, pointer: { noteId: 'note-too-late' } })).toMatchObject({ code: 'too_late' });
    room.must({ ...tick, pointer: { noteId: 'note-on-key' } });
    room.must({ type: 'phase.advance', from: 'scope' });
    expect(room.state.stage).toBe('high-level');
    expect(room.state.ticks).toMatchObject([
      { itemId: 'scope.features', pointer: { noteId: 'note-on-key' } },
    ]);
  });

  test('[SO5] the list of a phase is sent when it is over; guided, while it lasts', () => {
    const seen = (room: SoloRoom) =>
      sealState(room.state, room.viewer).format.phases.filter(({ checklist }) => checklist.length > 0).length;
    const standard = new SoloRoom().start().wind(4 * minute);
    expect(seen(standard)).toBe(0);
    expect(standard.ask({ type: 'checklist.set', itemId: 'scope.users', done: true })).toMatchObject({
      ok: false,
    });
    standard.must({ type: 'phase.advance', from: 'scope' });
    expect(seen(standard)).toBe(1);
    expect(seen(new SoloRoom({ help: 'guided' }).start())).toBe(1);
  });

  test('[SO6] must-items nobody ticked come back as questions in the next phase', () => {
    const room = new SoloRoom().start().wind(4 * minute);
    room.finishPhase();
    room.wind(4 * minute);
    expect(room.said()).toContain('Still open from the last part: “Core features named and put in order”');
  });

  test('[SO6] a hard maximum moves on by itself where there is no list to tick', () => {
    const room = new SoloRoom({}, { overrunPolicy: 'hard' });
    for (const phase of room.state.format.phases) phase.checklist.splice(0);
    expect(room.start().wind(5 * minute).state.stage).toBe('high-level');
  });

  test('[SO6] a hard maximum freezes by itself', () => {
    const room = new SoloRoom({}, { overrunPolicy: 'hard' }).start().wind(5 * minute);
    expect(room.state.runs.at(-1)).toMatchObject({ phaseId: 'scope', isFrozen: true });
    const soft = new SoloRoom().start().wind(5 * minute);
    expect(soft.state.runs.at(-1)?.isFrozen).toBeUndefined();
    expect(soft.said()).toContain('Let us fix the scope as it stands');
  });
});

describe('the deep dive', () => {
  const inDive = (seed: number, focus: string | null) => {
    const room = new SoloRoom({ seed, focus }).start();
    while (room.state.stage !== 'deep-dive') room.wind(4 * minute).finishPhase();
    return room;
  };

  test('[SO6] it opens with the dive of the focus, follows up every four minutes, and plays a curveball at half time', () => {
    for (const seed of [1, 2, 3]) {
      const room = inDive(seed, 'resilience');
      const dives = room.state.question?.interviewer?.deepDives.filter(
        ({ criterion }) => criterion === 'resilience',
      );
      expect(dives?.some(({ opener }) => room.said().includes(opener))).toBe(true);
      const before = room.state.solo?.said.length ?? 0;
      room.wind(4 * minute + 1);
      expect(room.state.solo?.said.length).toBeGreaterThan(before);
      expect(room.state.curveballs).toHaveLength(0);
      room.wind(5 * minute);
      expect(room.state.curveballs).toHaveLength(1);
    }
  });

  test('[SO3] whoever was just asked something has time to think, and a later dive has hints of its own', () => {
    const room = inDive(1, 'resilience');
    const { state } = room;
    room.wind(18 * minute);
    const lastSaidBefore = (at: number) =>
      Math.max(0, ...state.solo!.said.filter((said) => said.at < at).map((said) => said.at));
    const waits = state.hints
      .filter(({ phaseId }) => phaseId === 'deep-dive')
      .map(({ at }) => at - lastSaidBefore(at));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(45_000);
    expect(new Set(state.hints.map(({ deepDiveId }) => deepDiveId)).size).toBeGreaterThan(1);
  });

  test('[SO6] added minutes are not silent', () => {
    const probes = (added: number) => {
      const room = inDive(1, null);
      for (let i = 0; i < added; i += 1) room.must({ type: 'phase.extend', from: 'deep-dive' });
      return cuesOf(
        room.state,
        room.state.solo!,
        room.state.format.phases.find(({ id }) => id === 'deep-dive')!,
      );
    };
    expect(probes(9).length).toBeGreaterThan(probes(0).length);
  });

  test('[SO6] curveballs near the focus are drawn more often', () => {
    const { state } = inDive(1, null);
    const phase = state.format.phases.find(({ id }) => id === 'deep-dive')!;
    const drawn = (focus: string | null) => {
      const cues = Array.from({ length: 600 }, (_, seed) =>
        cuesOf(state, { ...state.solo!, seed, focus }, phase),
      ).flat();
      return cues.filter(
        ({ happening }) => happening.type === 'curveball.played' && happening.curveballId === 'exact',
      ).length;
    };
    expect(drawn(null)).toBeGreaterThan(100);
    expect(new Set(['depth', 'resilience', 'tradeoffs'].map(drawn)).size).toBeGreaterThan(1);
  });
});
