import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHECKS } from '../../lib/assessment/checks/catalogue.ts';
import { TOPICS } from '../../lib/assessment/labs/schema.ts';
import { VERBS } from '../../lib/cli/catalogue.ts';
import { ROOT } from './sources.ts';

const readPage = (name: string) => readFileSync(join(ROOT, 'docs', name), 'utf8');

test('docs/authoring.md has a row for every check, and for nothing else', () => {
  const table = readPage('authoring.md').split('## Checks')[1]?.split('\n## ')[0] ?? '';
  const rows = [...table.matchAll(/^\| `([a-z]+)` \|/gm)].map((match) => match[1]);
  expect(rows.sort()).toEqual(CHECKS.map(({ uses }) => uses).sort());
});

test('docs/authoring.md names every topic', () => {
  for (const topic of TOPICS) expect(readPage('authoring.md')).toContain(`\`${topic}\``);
});

test('docs/cli.md gives the usage of every verb as its help does', () => {
  for (const { usage } of VERBS) expect(readPage('cli.md')).toContain(usage);
});
