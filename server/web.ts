// The pages: Vite's middleware in development, the built client in production. It knows nothing of the API.
import { readdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import type { Request, RequestHandler, Response } from 'express';
import { StartError } from './start-error.ts';

const fallback = '/app.html';
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** What speaks of documents, who may frame them and what they may load. Scripts and styles carry it for nothing, twenty
 * times a page; `nosniff` and the resource policy are theirs and stay. */
const forDocuments = [
  ...['Content-Security-Policy', 'Cross-Origin-Opener-Policy', 'Origin-Agent-Cluster', 'Referrer-Policy'],
  ...['X-DNS-Prefetch-Control', 'X-Download-Options', 'X-Frame-Options', 'X-XSS-Protection'],
  'X-Permitted-Cross-Domain-Policies',
];

/** Hot reload on the same port: Vite's own socket shares the HTTP server. */
export async function developmentPages(server: Server): Promise<RequestHandler> {
  const { createServer } = await import('vite');
  const vite = await createServer({
    server: { middlewareMode: { server }, hmr: { server } },
    appType: 'custom',
  });
  server.once('close', () => void vite.close());
  return vite.middlewares;
}

/** Serves what `npm run build` made. Its files are listed once, so no address can reach outside of them. */
export async function builtPages(folder: string): Promise<RequestHandler> {
  const listing = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Set(
    listing
      .filter((entry) => entry.isFile())
      .map((entry) => `/${relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')}`),
  );
  if (!files.has(fallback))
    throw new StartError(`The client is not built: ${folder} is missing. Run "npm run build" first.`);
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next();
      return;
    }
    const file = fileFor(request.path, files);
    if (file === fallback) askAhead(request, response);
    if (file) sendBuilt(folder, file, files, request, response);
    else response.status(404).type('text').send('There is nothing at this address.\n');
  };
}

/** What a page is nothing without, and its server takes longest to answer. */
const awaited: Record<string, string[]> = { replay: ['/recording'], scorecard: ['', '/snapshot'] };

/** The browser asks for it with the page and not after all its scripts. Who has no session is told nothing anyway. */
function askAhead({ path, headers }: Request, response: Response): void {
  const [, id, page = ''] = /^\/interview\/([\w-]{1,80})\/(replay|scorecard)\/?$/.exec(path) ?? [];
  if (!id || !headers.cookie) return;
  const links = awaited[page]?.map(
    (what) => `</api/interviews/${id}${what}>; rel=preload; as=fetch; crossorigin`,
  );
  response.set('Link', links?.join(', '));
}

/** The file an address stands for; the fallback page for addresses the client knows; null for a missing asset. */
function fileFor(path: string, files: ReadonlySet<string>): string | null {
  const decoded = decode(path);
  const trimmed = decoded.replace(/\/+$/, '');
  const candidates = [decoded, `${trimmed}.html`, `${trimmed}/index.html`];
  const file = candidates.find((candidate) => files.has(candidate));
  if (file) return file;
  return extname(decoded) !== '' || decoded.startsWith('/_app/') ? null : fallback;
}

function sendBuilt(
  folder: string,
  file: string,
  files: ReadonlySet<string>,
  request: Request,
  response: Response,
): void {
  const isForever = file.startsWith('/_app/immutable/');
  response.set('Cache-Control', isForever ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (isForever) for (const header of forDocuments) response.removeHeader(header);
  response.vary('Accept-Encoding');
  // Browsers name them in any order and mean no preference by it: the smaller one first.
  const [encoding, ending] = encodings.find(
    ([name, end]) => request.acceptsEncodings(name) && files.has(file + end),
  ) ?? ['', ''];
  response.type(extname(file));
  if (encoding) response.set('Content-Encoding', encoding);
  response.sendFile(
    file + ending,
    {
      root: folder,
      cacheControl: false,
      dotfiles: 'allow',
      // What never changes is never asked for again.
      lastModified: !isForever,
      acceptRanges: !isForever,
    },
    (error?: Error) => {
      // A browser that went away is no fault; a file that vanished under the server is.
      if (!error || response.headersSent) return;
      response.removeHeader('Content-Encoding');
      response.status(404).end();
    },
  );
}

/** A path that does not decode names no file. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '/';
  }
}
