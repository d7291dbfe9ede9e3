// What somebody wrote in a command, as they know it: so that it can be given back to them when it was refused.
import { unitsFor } from '#domain/parts.ts';
import type { Command, Me } from '#domain/protocol.ts';
import { scorecardOf, unrated } from '#domain/room.ts';
import type { RoomState } from '#domain/room.ts';

export type Words = { title: string; text: string };

/** The texts that are in `command` and nowhere else: neither what it was changed from nor what stands. */
export function typedWords(command: Command, state: RoomState | null, me: Me | null): Words[] {
  switch (command.type) {
    case 'note.add':
    case 'note.edit':
      return filled([{ title: 'Note', text: command.text }]);
    case 'chat.send':
      return filled([{ title: 'Chat', text: command.text }]);
    case 'rating.set':
    case 'summary.set':
      return state && me ? onForm(command, state, me) : [];
    default:
      return [];
  }
}

type OnForm = Extract<Command, { type: 'rating.set' | 'summary.set' }>;

function onForm(command: OnForm, state: RoomState, me: Me): Words[] {
  const card = scorecardOf(state, me.participantId, command.round);
  if (command.type === 'rating.set') {
    const { criterion, evidence, base } = command;
    const stands = card.ratings[criterion] ?? unrated;
    const unit = unitsFor(state, me.role).find(({ key }) => key === criterion);
    return changed([[`Evidence: ${unit?.title ?? criterion}`, evidence, base?.evidence, stands.evidence]]);
  }
  const { strength, change, base } = command;
  return changed([
    ['Strength', strength, base?.strength, card.strength],
    ['Change', change, base?.change, card.change],
  ]);
}

function changed(fields: [title: string, text: string, base: string | undefined, stands: string][]): Words[] {
  const isNew = (text: string, other: string | undefined) => text.trim() !== other?.trim();
  return filled(
    fields
      .filter(([, text, base, stands]) => isNew(text, base) && isNew(text, stands))
      .map(([title, text]) => ({ title, text })),
  );
}

const filled = (words: Words[]): Words[] => words.filter(({ text }) => text.trim() !== '');
