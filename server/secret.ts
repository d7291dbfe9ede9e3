// The server's one secret, made at the first start and kept beside the data: it signs the guests' cookies
// and makes the invite links. Whoever loses it loses both.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError, errorCode, messageOf } from './start-error.ts';

/** The secret of this data folder, made (readable by its owner only) when there is none. */
export async function readSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, 'secret');
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    // `wx` fails when the file is there, so two starts at once cannot end with two secrets.
    await writeFile(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw unusable(dataDir, error);
  }
  const secret = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unusable(dataDir, error);
  });
  if (secret.trim().length >= 32) return secret.trim();
  throw new StartError(
    `${file} is damaged: it must hold at least 32 characters. Restore it from a backup; without it old links and cookies stop working.`,
  );
}

function unusable(dataDir: string, error: unknown): StartError {
  return new StartError(
    `The data folder ${dataDir} cannot be used (${messageOf(error)}). Change its permissions, or set DATA_DIR to another folder.`,
    { cause: error },
  );
}
