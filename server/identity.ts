// Who is asking: guests by cookie, made on the first visit that creates or joins something (better-auth with
// its anonymous plugin, on the store's own connection). It knows nothing of interviews and seats.
import { betterAuth } from 'better-auth';
import { anonymous } from 'better-auth/plugins/anonymous';
import type { Kysely } from 'kysely';
import type { Tables } from './store/schema.ts';

export type User = { id: string };
/** `cookies` are Set-Cookie values for the answer: a new session, or one that was renewed. */
export type Identified<U> = { user: U; cookies: string[] };

export type Identity = {
  /** Who sends these headers; reads only, for socket handshakes. */
  peek(headers: Headers): Promise<User | null>;
  /** The same for HTTP, where a session that is getting old is renewed. */
  find(headers: Headers): Promise<Identified<User | null>>;
  /** Forgets a user with every session of theirs. `cookies` tell the asker's browser so. */
  remove(user: User, headers: Headers): Promise<{ cookies: string[] }>;
  /** Finds the user, or makes a guest. */
  findOrMake(headers: Headers): Promise<Identified<User>>;
};

const daySeconds = 24 * 60 * 60;

export function openIdentity(parts: {
  database: Kysely<Tables>;
  secret: string;
  origins: string[];
}): Identity {
  const auth = authOn(parts);
  const find = async (headers: Headers): Promise<Identified<User | null>> => {
    const { response, headers: answer } = await auth.api.getSession({ headers, returnHeaders: true });
    return { user: response ? { id: response.user.id } : null, cookies: answer.getSetCookie() };
  };
  return {
    find,
    async peek(headers) {
      const session = await auth.api.getSession({ headers, query: { disableRefresh: true } });
      return session ? { id: session.user.id } : null;
    },
    async remove(user, headers) {
      const { headers: answer } = await auth.api.signOut({ headers, returnHeaders: true });
      await (await auth.$context).internalAdapter.deleteUser(user.id);
      return { cookies: answer.getSetCookie() };
    },
    async findOrMake(headers) {
      const found = await find(headers);
      if (found.user) return { user: found.user, cookies: found.cookies };
      const { response, headers: answer } = await auth.api.signInAnonymous({ headers, returnHeaders: true });
      return { user: { id: response.user.id }, cookies: answer.getSetCookie() };
    },
  };
}

function authOn({
  database,
  secret,
  origins,
}: {
  database: Kysely<Tables>;
  secret: string;
  origins: string[];
}) {
  return betterAuth({
    database: { db: database, type: 'sqlite' },
    secret,
    // None of its routes is mounted: it is only called from here, so this address is never asked for.
    baseURL: origins[0] ?? 'http://localhost',
    trustedOrigins: origins,
    plugins: [anonymous()],
    session: { expiresIn: 365 * daySeconds, updateAge: daySeconds },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { disabled: true },
    advanced: {
      cookiePrefix: 'fourstep',
      useSecureCookies: origins.length > 0 && origins.every((origin) => origin.startsWith('https:')),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { disableIpTracking: true },
    },
  });
}
