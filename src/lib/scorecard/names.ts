// Who somebody is on a scorecard. Without names an export or a share link has people's roles in their place (EX1, VW9),
// and a role is said once.
import type { RoomState } from '#domain/room.ts';
import { capitalised } from '../ui/words.ts';

type Named = Pick<RoomState, 'participants'>;

/** Empty where the name was left out. */
export function nameOf({ participants }: Named, id: string): string {
  const person = participants[id];
  return person && person.name !== capitalised(person.role) ? person.name : '';
}

/** "In the words of Jonas", "In the candidate’s words". */
export function inWordsOf(state: Named, id: string): string {
  const name = nameOf(state, id);
  return name ? `In the words of ${name}` : `In the ${state.participants[id]?.role ?? 'candidate'}’s words`;
}
