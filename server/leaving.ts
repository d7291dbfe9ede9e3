// Taking an interview out of one's own list, and leaving altogether. A seat that is given up stays in the
// recording, because it is the other's too; with the last rater's seat everything goes. It knows nothing of HTTP.
import type { Entry } from '#domain/recording.ts';
import type { Note, RoomState } from '#domain/room.ts';
import type { User } from './identity.ts';
import type { LiveSeats } from './live-seats.ts';
import type { Rooms } from './rooms.ts';
import { givenUpPrefix, unclaimedPrefix } from './store/store.ts';
import type { Seat, Store } from './store/store.ts';

export type LeavingParts = {
  store: Pick<Store, 'seats' | 'seatsOf' | 'giveUpSeat' | 'rewriteEntries' | 'entries'>;
  rooms: Pick<Rooms, 'with' | 'forget'>;
  liveSeats: Pick<LiveSeats, 'giveUp'>;
};

export type Left = 'given_up' | 'deleted' | 'still_running';

/** What a recording says in place of somebody's name. */
export const nameOfWhoLeft = 'Somebody who left';

/** Takes one interview out of a list. One that others still rate or draw in must come to its end first. */
export async function leaveOne(parts: LeavingParts, seat: Seat): Promise<Left> {
  const { store, rooms } = parts;
  const others = (await store.seats(seat.interviewId)).filter((one) => isHeldByOther(one, seat));
  const stage = await rooms.with(seat.interviewId, (room) => room.read((state) => state.stage));
  const isOver = stage === 'revealed' || stage === 'closed' || stage === 'abandoned';
  if (seat.role !== 'observer' && !isOver && others.length > 0) return 'still_running';
  return giveUp(parts, seat);
}

/** Gives up every seat of a user. What others share with them stays without their name and private notes. Asked
 * again after a failure it goes on where it stopped. */
export async function leaveAll(parts: LeavingParts, user: User): Promise<{ left: number; deleted: number }> {
  const count = { left: 0, deleted: 0 };
  for (const seat of await parts.store.seatsOf(user.id)) {
    const others = (await parts.store.seats(seat.interviewId)).filter((one) => isHeldByOther(one, seat));
    if (others.length > 0) await forget(parts, seat);
    const left = await giveUp(parts, seat);
    count[left === 'deleted' ? 'deleted' : 'left'] += 1;
  }
  return count;
}

async function giveUp(
  { store, rooms, liveSeats }: LeavingParts,
  { interviewId, participantId }: Seat,
): Promise<'given_up' | 'deleted'> {
  const left = await store.giveUpSeat(interviewId, participantId);
  if (left === 'deleted') rooms.forget(interviewId);
  liveSeats.giveUp(interviewId, left === 'deleted' ? undefined : participantId);
  return left;
}

function isHeldByOther({ role, userId, participantId }: Seat, seat: Seat): boolean {
  const isNobodys = userId.startsWith(givenUpPrefix) || userId.startsWith(unclaimedPrefix);
  return role !== 'observer' && !isNobodys && participantId !== seat.participantId;
}

/** The name is changed in the room first, so that the rewritten recording folds to what the room holds. */
async function forget(
  { store, rooms }: Pick<LeavingParts, 'store' | 'rooms'>,
  { interviewId, participantId: by }: Seat,
): Promise<void> {
  const notes = await rooms.with(interviewId, async (room) => {
    await room.record(by, (state) =>
      state.participants[by]?.name === nameOfWhoLeft ? null : { type: 'name.changed', name: nameOfWhoLeft },
    );
    return room.read((state: RoomState) => state.notes);
  });
  const open = openNotes(notes ?? [], by);
  const rewritten = (await store.entries(interviewId)).flatMap((entry) => {
    const without = entry.by === by ? withoutSecrets(entry, open) : entry;
    return without === entry ? [] : [without];
  });
  await store.rewriteEntries(interviewId, rewritten);
}

function openNotes(notes: readonly Note[], by: string): Set<string> {
  return new Set(notes.filter((note) => note.by === by && !note.isPrivate).map(({ id }) => id));
}

/** The entry without a name, and without what was in notes nobody else may read (VW6); the same entry when
 * there is neither. */
function withoutSecrets(entry: Entry, openNoteIds: ReadonlySet<string>): Entry {
  switch (entry.type) {
    case 'participant.joined':
    case 'name.changed':
      return entry.name === nameOfWhoLeft ? entry : { ...entry, name: nameOfWhoLeft };
    case 'note.added':
    case 'note.edited':
      return openNoteIds.has(entry.noteId) ? entry : { ...entry, text: '' };
    default:
      return entry;
  }
}
