/** Reads lab folders from disk: `<root>/<topic>/<slug>/lab.yaml`, from several roots. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join, relative, resolve, sep } from 'node:path';
import type { LabFolder } from '../assessment/labs/folder.ts';
import { TOPICS } from '../assessment/labs/schema.ts';

export interface ShelvedLab {
  /** `<topic>/<slug>`; of a topic `<topic>`. */
  readonly name: string;
  readonly directory: string;
}

const MAX_FILE_BYTES = 1024 * 1024;
const READ = /\.(ya?ml|md|sh|json|conf|txt)$/;

/** The roots of `HOPLAB_LABS` (`labs` when unset), as absolute paths. */
export function labRoots(setting: string | undefined): string[] {
  return (setting || 'labs')
    .split(delimiter)
    .filter(Boolean)
    .map((root) => resolve(root));
}

/** Every lab of the roots, by topic and slug; of two labs with one name the first root's stands. */
export function listLabs(roots: readonly string[]): ShelvedLab[] {
  const labs = new Map<string, ShelvedLab>();
  for (const root of roots) {
    for (const topic of TOPICS) {
      const folder = join(root, topic);
      for (const slug of existsSync(folder) ? readdirSync(folder).sort() : []) {
        const name = `${topic}/${slug}`;
        const directory = join(folder, slug);
        if (existsSync(join(directory, 'lab.yaml')) && !labs.has(name)) labs.set(name, { name, directory });
      }
    }
  }
  return [...labs.values()];
}

export function findLab(roots: readonly string[], name: string): ShelvedLab | undefined {
  return listLabs(roots).find((lab) => lab.name === name);
}

/** The topics of the roots, by name; of two folders of one topic the first root's stands. */
export function listTopics(roots: readonly string[]): ShelvedLab[] {
  return TOPICS.flatMap((name) => {
    const directory = roots.map((root) => join(root, name)).find((folder) => existsSync(join(folder, 'topic.yaml')));
    return directory ? [{ name, directory }] : [];
  });
}

/** The files of a topic itself: topic.yaml, primer.md and its items. */
export function readTopicFolder(directory: string): LabFolder {
  const quiz = join(directory, 'quiz');
  const items = existsSync(quiz) ? readdirSync(quiz).map((file) => `quiz/${file}`) : [];
  const files = ['topic.yaml', 'primer.md', ...items].filter((file) => existsSync(join(directory, file)));
  return Object.fromEntries(files.map((file) => [file, readText(join(directory, file))]));
}

/** The text files of a lab. Throws when one is larger than 1 MiB. */
export function readLabFolder(directory: string): LabFolder {
  const folder: Record<string, string> = {};
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !READ.test(entry.name)) continue;
    folder[relative(directory, path).split(sep).join('/')] = readText(path);
  }
  return folder;
}

function readText(path: string): string {
  if (statSync(path).size > MAX_FILE_BYTES) throw new Error(`${path}: larger than 1 MiB`);
  return readFileSync(path, 'utf8');
}
