// Files of an interview: images on the board and pictures of it. Kept by content hash, known by their first
// bytes whatever they call themselves, read by the interview's participants only.
import express from 'express';
import type { Request, Response, Router } from 'express';
import { can, isRoleFor } from '#domain/interview.ts';
import { limits } from '#domain/protocol.ts';
import type { CommandType } from '#domain/protocol.ts';
import type { RoomState } from '#domain/room.ts';
import { sha256 } from './hashes.ts';
import { answering, ok, refused } from './http-answer.ts';
import { seatOf, seated } from './http-parts.ts';
import type { HttpParts } from './http-parts.ts';
import { GuestLimit, limitedByAddress } from './rate-limits.ts';
import type { Seat, StoredFile } from './store/store.ts';

/** Per address and minute, and per participant. */
const filesPerMinute = 600;
const participantsFilesPerMinute = 200;
const parseBytes = express.raw({ type: () => true, limit: limits.fileBytes });

export function fileRoutes(parts: HttpParts): Router {
  const { store, rooms, now } = parts;
  const router = express.Router();
  const uploads = new GuestLimit(participantsFilesPerMinute);

  router.post(
    '/interviews/:id/files',
    limitedByAddress(filesPerMinute),
    // The seat is asked for before the body is read: a stranger's two megabytes stay outside.
    seated(parts, async (seat, request, response) => {
      const isTooFast = await uploads.refusalFor(seat.userId, response);
      if (isTooFast) return isTooFast;
      const no = await rooms.with(seat.interviewId, (room) =>
        room.read((state) => whyNot(state, seat, now())),
      );
      if (no) return refused(no === 'not_allowed' ? 403 : 409, no);
      const bytes = await bodyOf(request as Request, response);
      const mime = bytes && mimeOf(bytes);
      if (!mime) return refused(415, 'bad_file');
      const hash = sha256(bytes);
      const file = {
        interviewId: seat.interviewId,
        hash,
        mime,
        bytes,
        uploadedBy: seat.participantId,
        at: now(),
      };
      if (await store.hasFile(seat.interviewId, hash)) return ok({ file: hash }, 201);
      const kept = await rooms.with(seat.interviewId, (room) =>
        room.addFile(bytes.byteLength, () => store.putFile(file, limits.filesPerParticipant)),
      );
      if (kept === null) return refused(409, 'recording_full');
      return kept === 'full' ? refused(409, 'too_much') : ok({ file: hash }, 201);
    }),
  );

  router.get(
    '/interviews/:id/files/:hash',
    answering<{ id: string; hash: string }>(async (request, response) => {
      const seat = await seatOf(parts, request.params.id, request);
      const file = seat && (await store.file(seat.interviewId, request.params.hash));
      if (!file) return refused(404, 'not_found');
      return sendFile(response, file);
    }),
  );

  return router;
}

/** As an image and nothing else: opened by itself it can neither run nor load anything. */
export function sendFile(response: Response, file: StoredFile): null {
  response.set({
    'Content-Type': file.mime,
    'Cache-Control': 'private, max-age=31536000, immutable',
    'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'Content-Disposition': 'inline',
  });
  response.end(file.bytes);
  return null;
}

/** The commands that may name a file. */
const naming: CommandType[] = ['board.change', 'picture.set'];

/** A file is taken from whoever could use it in the same moment: the machine is asked as for a command (RL4). */
function whyNot(state: RoomState, seat: Seat, at: number): 'not_allowed' | 'wrong_stage' | null {
  const asking = naming.map((type) => ({ ...seat, type, at, confirmed: false }));
  if (asking.some((one) => can(state, one))) return null;
  return asking.some((one) => isRoleFor(state, one)) ? 'wrong_stage' : 'not_allowed';
}

/** The body's bytes, or null when there is none; rejects when it is too large. */
function bodyOf(request: Request, response: Response): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    parseBytes(request, response, (error?: unknown) => {
      if (error instanceof Error) reject(error);
      else resolve(Buffer.isBuffer(request.body) ? request.body : null);
    });
  });
}

/** By the first bytes; null for anything but the three kinds the board shows. */
function mimeOf(bytes: Buffer): string | null {
  const has = (text: string, at: number) => bytes.subarray(at, at + text.length).toString('latin1') === text;
  if (has('\x89PNG\r\n\x1a\n', 0)) return 'image/png';
  if (has('\xff\xd8\xff', 0)) return 'image/jpeg';
  if (has('RIFF', 0) && has('WEBP', 8)) return 'image/webp';
  return null;
}
