import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './sources.ts';

/** `folder/` → its sentence, as lib/README.md lists them. */
function readMap(): Map<string, string> {
  const text = readFileSync(join(ROOT, 'lib/README.md'), 'utf8');
  return new Map([...text.matchAll(/^- `([^`]+)\/` — (.+)$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

function listFolders(path: string): string[] {
  return readdirSync(join(ROOT, 'lib', path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => (path ? `${path}/${entry.name}` : entry.name));
}

test('lib/README.md has one sentence for every folder of lib to depth two, and for nothing else', () => {
  const folders = listFolders('').flatMap((folder) => [folder, ...listFolders(folder)]);
  expect([...readMap().keys()]).toEqual([...folders].sort());
});

test('each sentence is one sentence', () => {
  for (const [folder, sentence] of readMap()) expect(sentence, folder).toMatch(/^[^.]+(\.[a-z]+[^.]+|\.\d[^.]*)*\.$/);
});
