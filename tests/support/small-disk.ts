// A place on which there is soon no more room, for real: a small file system in memory where one may be
// mounted, or a limit the kernel sets on the size of the server's files, which needs no rights.
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type SmallDisk = {
  dataDir: string;
  /** What the server is to be run with. */
  wrapper: string[];
  /** Takes what room there is. */
  fill: () => void;
  /** Gives room again to the server with this process id; false when it first has to be started anew, without
   * its wrapper. */
  empty: (pid: number) => boolean;
  close: () => void;
};

const aPlace = () => mkdtempSync(join(tmpdir(), 'fourstep-disk-'));
const succeeds = (command: string, ...parameters: string[]) => spawnSync(command, parameters).status === 0;

/** Null where nothing may be mounted. */
export function aSmallFileSystem(): SmallDisk | null {
  const place = aPlace();
  if (!succeeds('mount', '-t', 'tmpfs', '-o', 'size=8m,mode=700', 'tmpfs', place)) {
    rmSync(place, { recursive: true });
    return null;
  }
  const ballast = join(place, 'ballast');
  return {
    dataDir: join(place, 'data'),
    wrapper: [],
    fill: () => {
      for (const bytes of [65_536, 4_096, 1]) appendUntilRefused(ballast, Buffer.alloc(bytes));
    },
    empty: () => {
      rmSync(ballast);
      return true;
    },
    close: () => {
      spawnSync('umount', ['-l', place]);
      rmSync(place, { recursive: true, force: true });
    },
  };
}

/** Files of the server end at 1.5 MB; what is written beyond is refused by the kernel. */
export function aLimitOnFiles(): SmallDisk {
  const place = aPlace();
  return {
    dataDir: join(place, 'data'),
    wrapper: ['sh', '-c', 'ulimit -S -f 3072; exec "$@"', 'sh'],
    fill: () => undefined,
    // Only Linux lifts a limit from outside.
    empty: (pid) => succeeds('prlimit', '--pid', String(pid), '--fsize=unlimited:'),
    close: () => rmSync(place, { recursive: true, force: true }),
  };
}

function appendUntilRefused(file: string, bytes: Uint8Array): void {
  try {
    for (;;) appendFileSync(file, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
