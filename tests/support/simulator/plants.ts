// Bugs that are planted on purpose, each in the text of one module as it is loaded, to see the simulator find
// them. Every one is a mistake somebody could make. What they replace has to stand in the file exactly once.
import type { Plant } from './module-hooks.ts';

export const plants: Record<string, Plant> = {
  'no dedupe': {
    file: 'server/room.ts',
    find: 'if (known !== undefined) return { ok: true, seq: known };',
    replace: '',
  },
  'publish before append': {
    file: 'server/room.ts',
    find: 'if (entries.length > 0) await this.#append(entries);',
    replace: 'this.#keep(entries); if (entries.length > 0) await this.#append(entries);',
  },
  'uncommitted entries replayed': {
    file: 'server/room.ts',
    find: 'await this.#rebuild().catch((cause: unknown) => this.#parts.onTrouble(cause));',
    replace: 'this.#isBroken = false;',
  },
  'deadline counted in ticks': {
    file: 'server/room.ts',
    find: '{ at: due.at, by: due.by, clientId: null, clientSeq: null }',
    replace: '{ at: now, by: due.by, clientId: null, clientSeq: null }',
  },
  'the clock set back is believed': {
    file: 'server/room.ts',
    find: 'at: Math.max(from.at, lastAt) };',
    replace: 'at: from.by === "clock" ? from.at : this.#parts.clock.now() };',
  },
  'catching up across the start': {
    file: 'server/room-memory.ts',
    find: ' || seq < this.#disclosedSeq) return null;',
    replace: ') return null;',
  },
  'seal forgotten when catching up': {
    file: 'server/visit.ts',
    find: 'missing.map((entry) => seal(entry, viewer, state))',
    replace: '[...missing]',
  },
  'one seal for the whole audience': {
    file: 'server/audience.ts',
    find: 'seal(entry, member.viewer, state)',
    replace: 'seal(entry, [...this.#members.values()][0]!.viewer, state)',
  },
  'one snapshot for everybody': {
    file: 'server/snapshot-cache.ts',
    find: 'const key = `${viewer.interviewId} ${viewer.participantId}`;',
    replace: 'const key = viewer.interviewId;',
  },
  'an observer is shown pointing': {
    file: 'server/conversation.ts',
    find: "if (!joined || joined.viewer.role === 'observer') return;",
    replace: 'if (!joined) return;',
  },
  'private notes revealed with the rest': {
    file: 'src/domain/view.ts',
    find: '(mayReadBoth && !note.isPrivate)',
    replace: 'mayReadBoth',
  },
  'the reference before one has rated': {
    file: 'src/domain/view.ts',
    find: "(state.stage === 'closed' && isOwnIn)",
    replace: "state.stage === 'closed'",
  },
  'revealed by the first scorecard': {
    file: 'src/domain/room.ts',
    find: 'return raters(state).every((id) =>',
    replace: 'return raters(state).some((id) =>',
  },
  'guard missing for one command': {
    file: 'src/domain/interview.ts',
    find: "'checklist.set': { guard: 'mayTick', actions: recorded }",
    replace: "'checklist.set': seated",
  },
  // The tie rule: of two changes to one version the nonce tells which one was built upon (BD3).
  'merge without the tie rule': {
    file: 'src/domain/board.ts',
    find: 'return b !== null && a.version === b.version && a.versionNonce === b.versionNonce;',
    replace: 'return b !== null && a.version === b.version;',
  },
  'a merge under the nonce of one side': {
    file: 'src/domain/board.ts',
    find: 'versionNonce: mixNonces(a.versionNonce, b.versionNonce),',
    replace: 'versionNonce: b.versionNonce,',
  },
  'what two people tied to one shape not merged': {
    file: 'src/domain/board.ts',
    find: "if (!wasBound || !('boundElements' in props)) return props;",
    replace: 'if (props) return props;',
  },
  'delta applied to the wrong base': {
    file: 'src/domain/board.ts',
    find: "if (append && current.points?.length !== append.from) return 'stale';",
    replace: '',
  },
  'merged under the version that was asked': {
    file: 'src/domain/board.ts',
    find: 'version: Math.max(a.version, b.version) + 1,',
    replace: 'version: b.version,',
  },
  'the reveal is not fetched': {
    file: 'src/lib/room/live-room.svelte.ts',
    find: 'if (disclosure(state) !== before) this.#fetchWhole();',
    replace: '',
  },
  'no gap check': {
    file: 'src/lib/room/live-room.svelte.ts',
    find: 'if (entry.seq > state.seq + 1) return false;',
    replace: 'state.seq = entry.seq - 1;',
  },
  'a page that was left connects': {
    file: 'src/lib/room/live-room.svelte.ts',
    find: 'if (this.#isClosed) return;',
    replace: '',
  },
  'outbox cleared too early': {
    file: 'src/lib/room/outbox.ts',
    find: 'for (const waiting of unsent) waiting.isSent = true;',
    replace:
      'for (const { message: m } of unsent) this.settle(m.clientId, m.clientSeq, { ok: true, seq: 0 });',
  },
  'outbox not sent again': {
    file: 'src/lib/room/outbox.ts',
    find: 'for (const waiting of this.#waiting.values()) waiting.isSent = false;',
    replace: '',
  },
};
