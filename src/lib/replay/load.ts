// Fetches a recording for the replay page. Whatever stands in its way is a state of the page, not an error.
import type { RecordingAnswer } from '#domain/replay.ts';
import { api } from '../ui/api.ts';

export type Loaded =
  | { stage: 'loading' }
  | { stage: 'failed'; code: string; message: string }
  /** Taken in from a file, which holds an interview's end and not how it came to it. */
  | { stage: 'imported' }
  /** Not one entry can be read. */
  | { stage: 'lost' }
  | { stage: 'ready'; recording: RecordingAnswer };

const addressOf = (interviewId: string) => `/api/interviews/${encodeURIComponent(interviewId)}/recording`;

/** `token`: of the share link by which somebody came who was not there. */
export async function loadRecording(interviewId: string, token: string | null): Promise<Loaded> {
  const answer = await (token === null
    ? api.getAsked<RecordingAnswer>(addressOf(interviewId))
    : api.post<RecordingAnswer>('/api/shared/recording', { interviewId, token }));
  if (!answer.ok) return { stage: 'failed', code: answer.code, message: answer.message };
  const { entries, missing } = answer.data;
  if (missing.length === entries.length) return { stage: 'lost' };
  const isImported = entries.some((entry) => 'type' in entry && entry.type === 'interview.imported');
  return isImported ? { stage: 'imported' } : { stage: 'ready', recording: answer.data };
}

/** What has happened since; null when the server cannot be reached now. */
export async function loadSince(interviewId: string, after: number): Promise<RecordingAnswer | null> {
  const answer = await api.get<RecordingAnswer>(`${addressOf(interviewId)}?after=${after}`);
  return answer.ok ? answer.data : null;
}
