import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const APP = join(import.meta.dirname, '..');
const STYLES = join(APP, '../node_modules/@mantine/core/styles');

test('every Mantine component that a page imports has its styles', () => {
  const sources = readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx'))
    .map((name) => readFileSync(join(APP, name), 'utf8'));
  const names = sources
    .flatMap((text) => [...text.matchAll(/import \{([^}]+)\} from '@mantine\/core'/g)])
    .flatMap(([, list = '']) => list.split(',').map((name) => name.trim()))
    .filter((name) => existsSync(join(STYLES, `${name}.css`)));
  const styled = readFileSync(join(APP, '_ui/mantinestyles.ts'), 'utf8');
  expect(names.length).toBeGreaterThan(10);
  expect([...new Set(names)].filter((name) => !styled.includes(`/${name}.css'`))).toEqual([]);
});
