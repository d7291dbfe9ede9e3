// The routes of an Express app as it really is, those of routers mounted in it included.
import type { Express } from 'express';

type Listed = { path: string | RegExp; methods?: string[]; router?: Listing };
type Listing = { listRoutes: () => Listed[] };

/** `METHOD /path`, in alphabetical order. Fails on a path that is no text, which no table could name. */
export function routesOf(app: Express): string[] {
  return routesIn(app.router as unknown as Listing, '').toSorted();
}

function routesIn(router: Listing, prefix: string): string[] {
  return router.listRoutes().flatMap(({ path, methods, router: inner }) => {
    if (typeof path !== 'string') throw new Error(`a route that is no text: ${String(path)}`);
    const whole = prefix + path.replace(/\/$/, '');
    if (inner) return routesIn(inner, whole);
    // A HEAD is answered by what answers the GET.
    return (methods ?? []).filter((method) => method !== 'HEAD').map((method) => `${method} ${whole}`);
  });
}
