import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './sources.ts';

type Packages = Readonly<Record<string, string>>;
interface Manifest {
  readonly dependencies?: Packages;
  readonly devDependencies?: Packages;
  readonly optionalDependencies?: Packages;
}

const [PRODUCT = '', JUDGES = ''] = readFileSync(join(ROOT, 'docs/dependencies.md'), 'utf8').split('## tests/judges');

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Manifest;
}

function listPackages({ dependencies, devDependencies, optionalDependencies }: Manifest): string[] {
  return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }).sort();
}

/** The packages that have a line with a licence and a reason. */
function listLines(page: string): string[] {
  return [...page.matchAll(/^\| `([^`]+)` \| [^|]+ \| [^|]+ \|$/gm)].map((match) => match[1] ?? '').sort();
}

test.each([
  ['package.json', PRODUCT],
  ['tests/judges/package.json', JUDGES],
])('docs/dependencies.md has one line for each package of %s, and for no other', (path, page) => {
  expect(listLines(page)).toEqual(listPackages(readManifest(path)));
});

test('the versions of what the product runs on are exact', () => {
  const { dependencies, devDependencies } = readManifest('package.json');
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d/.test(version));
  expect(loose).toEqual([]);
});
