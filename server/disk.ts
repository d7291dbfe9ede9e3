// The disk under the data folder: how much room it has left, and whether that is too little for new interviews. What
// has begun goes on and lives on what is held back here.
import { statfs } from 'node:fs/promises';
import type { RequestHandler } from 'express';
import { refused, send } from './http-answer.ts';

export type Disk = {
  /** Infinity where the system does not say. */
  freeBytes: () => Promise<number>;
  isLow: () => Promise<boolean>;
};

export function openDisk(folder: string, minimumFreeBytes: number): Disk {
  const freeBytes = () =>
    statfs(folder).then(
      // What this account may use: some of a disk is held back for the system.
      ({ bavail, bsize }) => bavail * bsize,
      () => Infinity,
    );
  return { freeBytes, isLow: async () => (await freeBytes()) < minimumFreeBytes };
}

/** Before whatever begins an interview: an import, the queue and an appointment too. */
export const beginnings = ['/interviews', '/imports', '/match/enter', '/appointments'];

export function unlessLow({ isLow }: Disk): RequestHandler {
  return async (request, response, next) => {
    if (await isLow()) await send(request, response, refused(507, 'disk_low'));
    else next();
  };
}
