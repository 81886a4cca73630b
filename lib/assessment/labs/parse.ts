/** Reads the files of a lab folder strictly; every problem names its file and place. */
import { parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import { LabError, type LabFolder, type LabProblem } from './folder.ts';
import { type Faults, faultsSchema, type LabManifest, labSchema, type WorldFile, worldSchema } from './schema.ts';

/** All documents of a YAML file; empty documents are left out. */
export function readYaml(folder: LabFolder, file: string): unknown[] {
  const documents = parseAllDocuments(folder[file] ?? '', { maxAliasCount: 100 } as never);
  const problems: LabProblem[] = [];
  for (const document of documents) {
    for (const error of document.errors) problems.push({ file, says: error.message });
  }
  if (problems.length > 0) throw new LabError(problems);
  return documents.map((document) => document.toJS({ maxAliasCount: 100 }) as unknown).filter((value) => value != null);
}

/** Checks one value against a schema, in the author's words: where, what was expected. */
export function parseWith<S extends z.ZodType>(schema: S, value: unknown, file: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new LabError(
    result.error.issues.map((issue) => ({ file, at: formatPath(issue.path) || '(top level)', says: issue.message })),
  );
}

function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function readOne<S extends z.ZodType>(folder: LabFolder, file: string, schema: S): z.output<S> {
  return parseWith(schema, readYaml(folder, file)[0], file);
}

export function readManifest(folder: LabFolder): LabManifest {
  if (folder['lab.yaml'] === undefined) throw new LabError([{ file: 'lab.yaml', says: 'is missing' }]);
  return readOne(folder, 'lab.yaml', labSchema);
}

export function readFaults(folder: LabFolder): Faults {
  if (folder['scenario/faults.yaml'] === undefined) return { groups: [] };
  return readOne(folder, 'scenario/faults.yaml', faultsSchema);
}

export function readWorld(folder: LabFolder): WorldFile {
  if (folder['scenario/world.yaml'] === undefined) return worldSchema.parse({});
  return readOne(folder, 'scenario/world.yaml', worldSchema);
}

/** `## task-id` sections of hints.md, each a numbered list: nudge, direction, near-answer. */
export function readHints(text: string): Readonly<Record<string, readonly string[]>> {
  const hints: Record<string, string[]> = {};
  for (const section of text.split(/^## /m).slice(1)) {
    const [heading = '', ...lines] = section.split('\n');
    const steps = lines
      .join('\n')
      .split(/^\d\. /m)
      .slice(1);
    hints[heading.trim()] = steps.map((step) => step.trim());
  }
  return hints;
}
