// The server's hashes: what names a file, tells a damaged archive and stands in the store for a token; and the tokens
// of links, which are made again from the secret whenever somebody is shown a link, and so are kept nowhere.
import { createHash, createHmac } from 'node:crypto';

/** In hex. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

const tokenBytes = 16;

/** `what` the link is for: its kind and its ids, so that no token opens anything else. */
export const linkToken = (secret: string, what: string): string =>
  createHmac('sha256', secret).update(what).digest().subarray(0, tokenBytes).toString('base64url');
