/** Manifests on disk: files and folders of YAML and JSON, each document with where it stands. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { UsageError } from './outcome.ts';

const MAX_FILE_BYTES = 1024 * 1024;

interface Manifest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
}

export interface ManifestDocument {
  /** `shop.yaml, document 2` */
  readonly where: string;
  readonly manifest: Manifest;
}

/** The documents of a file, or of all files of a folder, in order; items of a List count as documents. Throws `UsageError`. */
export function listDocuments(path: string): ManifestDocument[] {
  return listFiles(path).flatMap(readDocuments);
}

function listFiles(path: string): string[] {
  if (!existsSync(path)) throw new UsageError(`-f: the path “${path}” does not exist`);
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

function readDocuments(file: string): ManifestDocument[] {
  if (statSync(file).size > MAX_FILE_BYTES) throw new UsageError(`${file}: larger than 1 MiB`);
  const documents = parseAllDocuments(readFileSync(file, 'utf8'));
  return documents.flatMap((document, index) => {
    const [error] = document.errors;
    if (error) throw new UsageError(`${file}: ${error.message}`);
    const where = documents.length > 1 ? `${file}, document ${index + 1}` : file;
    const value = document.toJS({ maxAliasCount: 100 }) as (Manifest & { readonly items?: readonly Manifest[] }) | null;
    if (value === null || value === undefined) return [];
    if (value.kind !== 'List') return [{ where, manifest: value }];
    return (value.items ?? []).map((manifest, at) => ({ where: `${where}, items[${at}]`, manifest }));
  });
}
