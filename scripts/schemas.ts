/**
 * `npm run schemas`: writes lib/world/api/<group>/<version>/<kind>.schema.ts and docs/coverage.md.
 * Needs the packages of tests/judges.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSchemas } from './schemas/build.ts';

const ROOT = join(import.meta.dirname, '..');
for (const [path, text] of buildSchemas(ROOT)) {
  const target = join(ROOT, path);
  mkdirSync(dirname(target), { recursive: true });
  if (readIfThere(target) !== text) {
    writeFileSync(target, text);
    console.log(path);
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
