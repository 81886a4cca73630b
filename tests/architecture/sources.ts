import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** TypeScript sources below a folder of the project, as paths from its root, sorted; tests and declarations left out. */
export function listSources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !/\.(test|d)\.tsx?$/.test(path))
    .sort();
}

/** Generated files are exempt from limits of size. */
export function isGenerated(path: string): boolean {
  return (
    path.endsWith('.schema.ts') ||
    path.startsWith('lib/terminal/kubectl/help/') ||
    path.startsWith('lib/world/api/generated/')
  );
}
