// Somebody who talks to a real server as a browser does: by HTTP with a cookie jar and an Origin, and by open tabs.
import type { Role } from '#domain/protocol.ts';
import type { RoomState } from '#domain/room.ts';
import { Tab } from './tab.ts';

// What an answer holds is what its test says of it.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type HttpAnswer = { status: number; body: any; headers: Headers; text: string };

/** Somebody with a browser: one cookie jar, any number of tabs. */
export class Guest {
  readonly origin: string;
  cookie = '';
  readonly #tabs: Tab[] = [];

  constructor(origin: string) {
    this.origin = origin;
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<HttpAnswer> {
    const isBytes = body instanceof Uint8Array;
    const response = await fetch(this.origin + path, {
      method,
      headers: {
        origin: this.origin,
        ...(this.cookie && { cookie: this.cookie }),
        ...(body !== undefined && !isBytes && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isBytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    });
    const [fresh] = response.headers.getSetCookie();
    if (fresh) this.cookie = fresh.split(';')[0] ?? '';
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : text,
      headers: response.headers,
      text,
    };
  }

  get = (path: string, headers?: Record<string, string>) => this.ask('GET', path, undefined, headers);
  post = (path: string, body: unknown, headers?: Record<string, string>) =>
    this.ask('POST', path, body, headers);

  async create(wish: Record<string, unknown> = {}): Promise<string> {
    const answer = await this.post('/api/interviews', {
      formatId: 'system-design',
      questionId: 'notification-service',
      level: 'senior',
      role: 'interviewer',
      name: 'Ida',
      ...wish,
    });
    if (answer.status !== 201) throw new Error(`not created: ${answer.text}`);
    return answer.body.id as string;
  }

  async tokens(interviewId: string): Promise<Partial<Record<Role, string>>> {
    const { body } = await this.get(`/api/interviews/${interviewId}/invites`);
    return Object.fromEntries(
      Object.entries(body as Record<string, string>).map(([role, link]) => [role, link.split('#invite=')[1]]),
    );
  }

  join(interviewId: string, token: string | undefined, name: string, more: object = {}): Promise<HttpAnswer> {
    return this.post(`/api/interviews/${interviewId}/join`, { token, name, ...more });
  }

  /** Opens the interview in a tab of its own, which may hold a part already, and waits until it has joined. */
  async open(interviewId: string, held?: RoomState): Promise<Tab> {
    const tab = new Tab(this, interviewId);
    this.#tabs.push(tab);
    if (held) tab.state = held;
    try {
      await tab.join(held?.seq ?? null);
    } catch (error) {
      // A tab that was refused would go on knocking.
      tab.close();
      throw error;
    }
    return tab;
  }

  leave(): void {
    for (const tab of this.#tabs) tab.close();
  }
}
