// Who may do what, and in which stage: the permission table a second time, for the ledger.
import type { Role } from '#domain/protocol.ts';
import type { Entry } from '#domain/recording.ts';

export type Seat = { role: Role; isHost: boolean };
export type Rule = { roles: 'anybody' | 'seated' | 'interviewer' | 'host' | 'starter'; stages: string };

/** L lobby, P phase, R rating, C closed, V revealed, - abandoned. */
export const rules: Partial<Record<Entry['type'], Rule>> = {
  'participant.joined': { roles: 'anybody', stages: 'LPRCV-' },
  'name.changed': { roles: 'anybody', stages: 'LPRCV' },
  'ready.changed': { roles: 'seated', stages: 'L' },
  'observers.changed': { roles: 'host', stages: 'LP' },
  'interview.started': { roles: 'starter', stages: 'L' },
  'interview.ended': { roles: 'seated', stages: 'P' },
  'phase.advanced': { roles: 'interviewer', stages: 'P' },
  'phase.extended': { roles: 'interviewer', stages: 'P' },
  'phase.paused': { roles: 'seated', stages: 'P' },
  'phase.resumed': { roles: 'seated', stages: 'P' },
  'phase.undone': { roles: 'seated', stages: 'PR' },
  'board.changed': { roles: 'seated', stages: 'P' },
  'picture.taken': { roles: 'seated', stages: 'PRCV' },
  'note.added': { roles: 'seated', stages: 'PRC' },
  'note.edited': { roles: 'seated', stages: 'PRC' },
  'note.removed': { roles: 'seated', stages: 'PRC' },
  'chat.sent': { roles: 'seated', stages: 'PRCV' },
  'checklist.ticked': { roles: 'interviewer', stages: 'P' },
  'answer.given': { roles: 'interviewer', stages: 'P' },
  'hint.given': { roles: 'interviewer', stages: 'P' },
  'curveball.played': { roles: 'interviewer', stages: 'P' },
  'estimate.entered': { roles: 'seated', stages: 'P' },
  'estimate.removed': { roles: 'seated', stages: 'P' },
  'rating.changed': { roles: 'seated', stages: 'PRC' },
  'summary.changed': { roles: 'seated', stages: 'RC' },
  'rating.submitted': { roles: 'seated', stages: 'RC' },
};

/** The letter of a stage; every phase is a P. */
export const letterOf = (stage: string): string =>
  ({ lobby: 'L', rating: 'R', closed: 'C', revealed: 'V', abandoned: '-' })[stage] ?? 'P';

export function mayDo({ roles }: Rule, { role, isHost }: Seat): boolean {
  switch (roles) {
    case 'anybody':
      return true;
    case 'seated':
      return role !== 'observer';
    case 'interviewer':
      return role === 'interviewer';
    case 'host':
      return isHost;
    case 'starter':
      return role === 'interviewer' || isHost;
  }
}
