import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'secret';
const SHORTEST = 32;

/**
 * What cookies of accounts are signed and their sessions encrypted with: `HOPLAB_SECRET`, which several processes on one database
 * must share, or one made once per data folder. Throws when the setting is too short to be one.
 */
export function readSecret(setting: string | undefined, folder: string): string {
  if (setting !== undefined) {
    if (setting.length >= SHORTEST) return setting;
    throw new Error(
      `HOPLAB_SECRET has ${setting.length} characters; ${SHORTEST} or more are needed: openssl rand -base64 32`,
    );
  }
  const path = join(folder, FILE);
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  return readFileSync(path, 'utf8');
}
