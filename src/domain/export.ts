// What leaves with an export: the owner's choices, applied to the state they may read. Markdown, JSON, print and
// portfolio are made of what is left, so none of them can hold more than was chosen.
import type { Question } from './question.ts';
import type { RoomState } from './room.ts';
import type { Viewer } from './view.ts';

/** Of a saved file. A recording's board is at most a few megabytes; pictures are not in it. */
export const archiveBytes = 16 * 1024 * 1024;

export type Choices = {
  sides: 'both' | 'mine';
  /** The partner's name; without, they are “Interviewer” or “Candidate”. */
  names: boolean;
  notes: boolean;
  /** The answer key: off by default when a question is passed on for practice. */
  reference: boolean;
};

export const everything: Choices = { sides: 'both', names: true, notes: true, reference: true };

/** `state` as sealed for `owner`, without what was not chosen. */
export function cutTo(state: RoomState, owner: Viewer, choices: Choices): RoomState {
  const isMine = (item: { by: string }) => item.by === owner.participantId;
  const mineOnly = choices.sides === 'mine';
  return {
    ...state,
    participants: choices.names ? state.participants : withoutPartners(state, owner),
    scorecards: mineOnly
      ? Object.fromEntries(Object.entries(state.scorecards).filter(([, card]) => isMine(card)))
      : state.scorecards,
    notes: choices.notes ? state.notes.filter((note) => !mineOnly || isMine(note)) : [],
    // A chat has two sides and is nobody's scorecard.
    estimates: state.estimates.filter((estimate) => !mineOnly || isMine(estimate)),
    solo: state.solo && (choices.reference ? state.solo : { ...state.solo, said: [], wishes: [] }),
    chat: mineOnly || !choices.notes ? [] : state.chat,
    question: choices.reference ? state.question : withoutKey(state),
  };
}

function withoutPartners({ participants }: RoomState, owner: Viewer): RoomState['participants'] {
  return Object.fromEntries(
    Object.entries(participants).map(([id, person]) => {
      const role = person.role.charAt(0).toUpperCase() + person.role.slice(1);
      return [id, id === owner.participantId ? person : { ...person, name: role }];
    }),
  );
}

function withoutKey({ question }: RoomState): RoomState['question'] {
  if (!question) return null;
  const { interviewer: _interviewer, reveal: _reveal, ...rest } = question as Question;
  return rest;
}
