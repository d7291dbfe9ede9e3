// How the API answers: always JSON, refusals always {code, message}, big answers compressed off the main
// thread. A handler that throws is logged and answers `internal`; nothing of the cause leaves the server.
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';
import * as v from 'valibot';
import { invalidFields } from './invalid-fields.ts';

export type Answer = { status: number; body: unknown };

const messages = {
  bad_request: 'The server did not understand this request.',
  bad_origin: 'This request did not come from this site.',
  not_found: 'There is nothing at this address.',
  unknown_interview: 'There is no such interview, or you have no seat in it.',
  unknown_content: 'This format, question or level does not exist here.',
  bad_share: 'This link is not valid any more. Ask whoever gave it to you for a new one.',
  no_replay: 'This link shows the scorecard, and not how it came to it.',
  bad_archive: 'This file cannot be read.',
  other_version: 'This file has another version.',
  changed: 'This file was changed or damaged after it was saved.',
  bad_invite: 'This invite link is not valid. Ask your host for a new one.',
  seat_taken: 'Somebody else has taken this seat.',
  full: 'As many people watch this interview as can; nobody else can be let in.',
  too_late: 'This interview is over; nobody can join it any more.',
  not_allowed: 'Your role cannot do this.',
  unknown_moment: 'The recording has no such moment.',
  wrong_stage: 'This is not possible at this point of the interview.',
  partner_gone: 'The other person has left and taken their data along.',
  already_done: 'This was done already.',
  too_few_questions: 'With this left out there are not two questions to ask each other. Leave out less.',
  not_waiting: 'You are not waiting for a partner any more.',
  meeting_over: 'This was a moment too late. You can enter again.',
  partner_here: 'The other person is there.',
  unknown_pairing: 'There is no such pairing, or you are not one of the two.',
  unknown_appointment: 'There is no such appointment, or its link is not whole.',
  bad_zone: 'This time zone does not exist. Choose one like Europe/Berlin.',
  bad_time: 'This is no date and time.',
  skipped_time: 'The clocks skip this time on that day. Choose an hour later.',
  slot_past: 'This time is over, or less than five minutes away. Choose a later one.',
  slot_too_far: 'This is more than 90 days ahead. Choose an earlier time.',
  slot_unknown: 'This time is not proposed any more.',
  own_slot: 'The other person picks one of the times you proposed.',
  taken: 'Somebody else was quicker.',
  too_many_open: 'You have as many open appointments as one person may. Call one off first.',
  cancelled: 'This appointment was called off.',
  not_booked: 'Nobody has picked a time yet.',
  not_open: 'The room opens a quarter of an hour before the time.',
  no_other_question: 'There is no other question for this format here.',
  still_running:
    'This interview is not over for the other person. Delete it once it has ended and both have rated.',
  nothing_kept: 'Nothing is kept of you here yet.',
  bad_file: 'Only PNG, JPEG and WebP images can be added.',
  too_large: 'This is too large.',
  too_much: 'The interview holds too many of these.',
  recording_full: 'The recording of this interview is full: no more images can be added.',
  disk_low:
    'This server is short of disk space and takes no new interviews. Those that have begun go on. Tell whoever runs it.',
  too_much_open: 'Too many pages wait for a partner from this address. Close one of them.',
  too_fast: 'Too many requests at once; please wait a moment.',
  not_saved: 'The server could not save this. Nothing was lost on your side; please try again.',
  internal: 'Something went wrong on the server. Please try again.',
} as const;
export type HttpCode = keyof typeof messages;

export const ok = (body: unknown, status = 200): Answer => ({ status, body });
export const refused = (status: number, code: HttpCode, more: object = {}): Answer => ({
  status,
  body: { code, message: messages[code], ...more },
});

/** What was sent, where it is as `schema` has it; else the refusal that names the fields. */
export function readAs<S extends v.GenericSchema>(
  schema: S,
  sent: unknown,
): { ok: true; output: v.InferOutput<S> } | { ok: false; no: Answer } {
  const parsed = v.safeParse(schema, sent);
  if (parsed.success) return { ok: true, output: parsed.output };
  return { ok: false, no: refused(400, 'bad_request', { fields: invalidFields(parsed.issues) }) };
}

/** An Express handler from one that returns its answer; `null` when it has answered by itself. */
export function answering<P = Request['params']>(
  handle: (request: Request<P>, response: Response) => Promise<Answer | null>,
): RequestHandler<P> {
  return async (request, response) => {
    const answer = await handle(request, response);
    if (answer) await send(request as unknown as Request, response, answer);
  };
}

/** Below this the header costs more than compressing saves. */
const worthCompressing = 1_400;

export async function send(request: Request, response: Response, { status, body }: Answer): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(body));
  response.status(status).type('json');
  // For whoever counts refusals.
  if (status >= 400) response.locals.refusal = (body as { code: string }).code;
  if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'no-store');
  await sendBytes(request, response, { raw: bytes, packed: new Map() });
}

/** Bytes with their compressed forms, which are made once for each encoding. */
export type Packed = { raw: Buffer; packed: Map<string, Promise<Buffer>> };

export async function sendBytes(
  request: Pick<Request, 'acceptsEncodings'>,
  response: Response,
  bytes: Packed,
): Promise<void> {
  response.vary('Accept-Encoding');
  const isWorthIt = bytes.raw.byteLength > worthCompressing;
  const encoding = isWorthIt && encodings.find((name) => request.acceptsEncodings(name));
  if (!encoding) {
    response.end(bytes.raw);
    return;
  }
  const making = bytes.packed.get(encoding) ?? compress[encoding](bytes.raw);
  bytes.packed.set(encoding, making);
  response.setHeader('Content-Encoding', encoding);
  response.end(await making);
}

/** The smaller one first: browsers name them in any order and mean no preference by it. */
const encodings = ['br', 'gzip'] as const;
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const compress = {
  br: (bytes: Buffer) => brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (bytes: Buffer) => zip(bytes),
};
