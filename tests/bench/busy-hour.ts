// An hour in which two people draw without a pause: 20,000 entries, 3,000 elements at its end. Each element is made by
// one movement of a hand (a stroke grows, a box is dragged, a label is typed) at the pace of the board's client.
import type { ElementDelta, Props } from '#domain/board.ts';
import { aStartedInterview, carl, ida, minute } from '../support/an-interview.ts';
import type { DrivenRoom } from '../support/an-interview.ts';
import { elementAt } from './board.ts';

export const hour = { entries: 20_000, elements: 3_000 };
const lengthMs = 60 * minute;
const gestureMs = 50;

export function aBusyHour(): DrivenRoom {
  const room = aStartedInterview();
  const startedAt = room.at;
  for (let nth = 0; nth < hour.elements; nth += 1) {
    room.at = Math.max(room.at, startedAt + Math.round((nth / hour.elements) * lengthMs));
    const left = hour.entries - room.entries.length;
    // What is left over is spread evenly, so that the last element comes with the last entry.
    drawOne(room, nth, Math.max(1, Math.round(left / (hour.elements - nth))));
    if (nth % 300 === 299) talk(room, nth);
  }
  return room;
}

/** One element with `updates` entries on average: strokes take more, everything else about as many as is left. */
function drawOne(room: DrivenRoom, nth: number, updates: number): void {
  const by = nth % 3 === 0 ? ida : carl;
  const creation = elementAt(nth);
  const ask = (delta: ElementDelta) => {
    room.wind(gestureMs).must(by, { type: 'board.change', deltas: [delta] });
  };
  ask(creation);
  const isStroke = creation.props.type === 'freedraw';
  const steps = isStroke ? updates * 3 : updates - 1;
  for (let step = 1; step <= steps && room.entries.length < hour.entries; step += 1) {
    const now = room.state.scene.get(creation.id);
    if (!now || now.isDeleted) return;
    const base = { version: now.version, versionNonce: now.versionNonce };
    const next = { id: creation.id, base, version: now.version + 1, versionNonce: nth * 64 + step };
    if (!isStroke) ask({ ...next, props: movement(creation, step) });
    else {
      const from = (now.points as unknown[]).length;
      const points: [number, number][] = [
        [from * 3, (step * 7) % 40],
        [from * 3 + 3, (step * 11) % 40],
      ];
      ask({ ...next, props: { width: from * 3 + 3, height: 40 }, append: { from, points } });
    }
  }
}

function movement({ props }: ElementDelta, step: number): Props {
  if (props.type !== 'text') return { x: Number(props.x) + step * 7.25, y: Number(props.y) + step * 3.5 };
  const text = `${String(props.text)} ${'and more'.slice(0, step)}`;
  return { text, originalText: text, width: text.length * 9 };
}

function talk(room: DrivenRoom, nth: number): void {
  const note = {
    noteId: `note-${nth}-of-bench`,
    criterion: null,
    isPrivate: false,
    begunAt: room.at - 4_000,
  };
  room.must(ida, {
    type: 'note.add',
    ...note,
    text: `What was said about part ${nth}, in a sentence or two.`,
  });
  room.must(carl, { type: 'chat.send', text: `And what the candidate wrote at ${nth}.` });
}
