// How pages talk to the server's REST side. Every outcome is a value with a sentence fit to be shown;
// a lost network is an outcome like any other.
export type Answer<T> =
  | { ok: true; data: T }
  | ({ ok: false; code: string; message: string } & Pick<Refused, 'canWatch' | 'retryAfterSeconds'>);

const offline = {
  ok: false,
  code: 'offline',
  message: 'The server cannot be reached. Check your connection and try again.',
} as const;
const broken = {
  ok: false,
  code: 'bad_answer',
  message: 'The server gave an answer this page does not understand. Reload the page and try again.',
} as const;

async function ask<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch {
    return offline;
  }
  const body = (await response.json().catch(() => null)) as (T & Refused) | null;
  if (body === null) return broken;
  if (response.ok) return { ok: true, data: body };
  return {
    ok: false,
    code: body.code ?? 'bad_answer',
    message: body.message ?? broken.message,
    ...(body.canWatch !== undefined && { canWatch: body.canWatch }),
    ...(body.retryAfterSeconds !== undefined && { retryAfterSeconds: body.retryAfterSeconds }),
  };
}

type Headings = Record<string, string>;
type Refused = { code?: string; message?: string; canWatch?: boolean; retryAfterSeconds?: number };

export const api = {
  get: <T>(path: string, headers: Headings = {}): Promise<Answer<T>> =>
    ask<T>(path, { headers: { accept: 'application/json', ...headers } }),
  /** The same, with what the server told the browser to ask for ahead: any header of one's own would ask again. */
  getAsked: <T>(path: string): Promise<Answer<T>> => ask<T>(path, {}),
  post: <T>(path: string, body: unknown, headers: Headings = {}): Promise<Answer<T>> =>
    ask<T>(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
  delete: <T>(path: string): Promise<Answer<T>> => ask<T>(path, { method: 'DELETE' }),
  /** A file of the server's, or null. */
  async blob(path: string, body: unknown): Promise<Blob | null> {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', credentials: 'same-origin', headers, body: JSON.stringify(body) } as const;
    const response = await fetch(path, init).catch(() => null);
    return response?.ok ? response.blob() : null;
  },
  /** Sends a file as it is; its type is the blob's. */
  upload: <T>(path: string, file: Blob): Promise<Answer<T>> =>
    ask<T>(path, { method: 'POST', headers: { 'content-type': file.type }, body: file }),
};
