// The lists beside the replayed board, as lines of one shape: when, what kind, whose, and the words.
import type { Comment } from '#domain/comment.ts';
import type { RoomState } from '#domain/room.ts';
import { positionOf } from '#domain/timeline.ts';
import type { Timeline } from '#domain/timeline.ts';
import { givenSoFar } from '../room/given.ts';
import { commentSign, kinds, nameOf } from './words.ts';

/** `at` in epoch ms. `position` where that is known: two things at one time may stand in two places. */
export type PaneItem = {
  id: string;
  at: number;
  position?: number;
  head: string;
  text: string;
  sign?: string;
  tag?: string;
  /** Takes it away; where one's own may be. */
  remove?: () => void;
};

export function noteItems({ notes }: RoomState, whole: RoomState, mine: string): PaneItem[] {
  const titles = new Map(whole.rubric.criteria.map(({ id, title }) => [id, title]));
  return notes
    .map(({ id, by, begunAt, text, criterion, isPrivate }): PaneItem => {
      const head = `${nameOf(whole, by, mine)}${isPrivate ? ', private' : ''}`;
      const tag = criterion === null ? undefined : titles.get(criterion);
      return { id, at: begunAt, head, text, ...(tag !== undefined && { tag }) };
    })
    .sort((a, b) => b.at - a.at);
}

export function givenItems(state: RoomState): PaneItem[] {
  return givenSoFar(state).map(({ id, kind, of, ask, text, at }) => ({
    ...{ id, at, head: kind, text: ask ? `${ask} ${text}` : text },
    ...(of !== 'line' && { sign: kinds[of].sign }),
  }));
}

export function chatItems({ chat }: RoomState, whole: RoomState, mine: string): PaneItem[] {
  return chat.map(({ seq, by, at, text }) => ({ id: `${seq}`, at, head: nameOf(whole, by, mine), text }));
}

export function momentItems({ markers }: Timeline, whole: RoomState, mine: string): PaneItem[] {
  return markers.map(({ id, kind, position, by, text }) => ({
    ...{ id, at: 0, position, text: kind === 'join' ? '' : text },
    ...{ head: `${kinds[kind].word}, ${nameOf(whole, by, mine)}`, sign: kinds[kind].sign },
  }));
}

export function commentItems(
  comments: readonly Comment[],
  whole: RoomState,
  mine: string,
  remove: (id: string) => void,
): PaneItem[] {
  return comments.map(({ id, by, pinnedAt, text }) => ({
    ...{ id, at: pinnedAt, text, head: nameOf(whole, by, mine), sign: commentSign },
    ...(by === mine && { remove: () => remove(id) }),
  }));
}

export const placeOf = (item: PaneItem, line: Timeline): number => item.position ?? positionOf(line, item.at);
