/** Where the peers stand: a package of their own, never among the product's dependencies. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The repository; the benchmark is always started there. */
export const ROOT = process.cwd();

export const JUDGES = join(ROOT, 'tests/judges');

export const NOT_INSTALLED = 'not installed (npm ci --prefix tests/judges)';

/** The module of a judge's package; undefined where the judges are not installed. */
export async function importJudge<M>(name: string): Promise<M | undefined> {
  if (!existsSync(join(JUDGES, 'node_modules', name))) return undefined;
  const path = createRequire(join(JUDGES, 'package.json')).resolve(name);
  return (await import(pathToFileURL(path).href)) as M;
}
