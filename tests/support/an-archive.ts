// A scorecard file as another installation gives it out.
import { archiveOf } from '#domain/archive.ts';
import type { Archive } from '#domain/archive.ts';
import { toSnapshot } from '#domain/fold.ts';
import { sealState } from '#domain/view.ts';
import { sha256 } from '../../server/hashes.ts';
import { aStartedInterview, carl, finish, ida, rate } from './an-interview.ts';

export function anArchive(change?: (state: Archive['state']) => void): Archive {
  const room = rate(rate(finish(aStartedInterview()), ida), carl);
  const owner = { participantId: carl, role: 'candidate' } as const;
  const state = toSnapshot(sealState(room.state, owner));
  change?.(state);
  return archiveOf({ owner, state }, sha256);
}
