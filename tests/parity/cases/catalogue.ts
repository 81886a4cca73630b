/** Every line of the suite, verb by verb. */
import { readdirSync, readFileSync } from 'node:fs';
import { type Line, readLines } from '../lines.ts';

/** One file `<verb>.txt` for each verb. */
export function listLines(): Line[] {
  const folder = new URL('./', import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) => readLines(name.slice(0, -'.txt'.length), readFileSync(new URL(name, folder), 'utf8')));
}
