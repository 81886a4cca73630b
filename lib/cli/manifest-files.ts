/** Manifests on disk: the files and folders that `-f` names, by cluster. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ManifestDocument, readDocuments } from '../assessment/manifest-documents.ts';
import { FIRST_CLUSTER } from '../assessment/manifest-world.ts';
import { UsageError } from './outcome.ts';

const MAX_FILE_BYTES = 1024 * 1024;
const MAX_CLUSTERS = 4;

/** Paths for the first cluster, `NAME=PATH` for a further one. Throws `UsageError` and `ManifestError`. */
export function documentsByCluster(files: readonly string[]): Map<string, ManifestDocument[]> {
  if (files.length === 0) throw new UsageError('-f: expected at least one file or folder of manifests');
  const clusters = new Map<string, ManifestDocument[]>([[FIRST_CLUSTER, []]]);
  for (const file of files) {
    const named = existsSync(file) ? null : /^([a-z0-9]+(?:-[a-z0-9]+)*)=(.+)$/.exec(file);
    const [name, path] = named ? [named[1] as string, named[2] as string] : [FIRST_CLUSTER, file];
    clusters.set(name, [...(clusters.get(name) ?? []), ...listFiles(path).flatMap(readFile)]);
  }
  if (clusters.size > MAX_CLUSTERS) throw new UsageError(`-f: more than ${MAX_CLUSTERS} clusters`);
  return clusters;
}

function listFiles(path: string): string[] {
  if (!existsSync(path)) throw new UsageError(`-f: the path “${path}” does not exist`);
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

function readFile(file: string): ManifestDocument[] {
  if (statSync(file).size > MAX_FILE_BYTES) throw new UsageError(`${file}: larger than 1 MiB`);
  return readDocuments(readFileSync(file, 'utf8'), file);
}
