/** The labs of the configured roots, read again when they are older than a moment, so that an author sees changes. */
import { labVersion } from '../assessment/labs/folder.ts';
import { readManifest } from '../assessment/labs/parse.ts';
import type { LabManifest } from '../assessment/labs/schema.ts';
import { listLabs, readLabFolder } from '../shelf/lab-folders.ts';

export interface ReadyLab {
  /** `<topic>/<slug>` */
  readonly name: string;
  readonly version: string;
  readonly files: Readonly<Record<string, string>>;
  readonly manifest: LabManifest;
}

export interface Labs {
  list(): readonly ReadyLab[];
  find(name: string): ReadyLab | undefined;
}

const FRESH_MS = 2_000;

/** A lab that cannot be read is left out of lists; `onProblem` is told. */
export function createLabs(roots: readonly string[], onProblem: (name: string, error: unknown) => void): Labs {
  let cached: { readonly labs: readonly ReadyLab[]; readonly atMs: number } | undefined;
  const list = () => {
    if (!cached || Date.now() - cached.atMs > FRESH_MS) cached = { labs: readAll(roots, onProblem), atMs: Date.now() };
    return cached.labs;
  };
  return { list, find: (name) => list().find((lab) => lab.name === name) };
}

function readAll(roots: readonly string[], onProblem: (name: string, error: unknown) => void): ReadyLab[] {
  return listLabs(roots).flatMap(({ name, directory }) => {
    try {
      const files = readLabFolder(directory);
      const manifest = readManifest(files);
      return manifest.status === 'retired' ? [] : [{ name, files, manifest, version: labVersion(files) }];
    } catch (error) {
      onProblem(name, error);
      return [];
    }
  });
}
