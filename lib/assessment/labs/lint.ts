/** What can be wrong with a lab before it runs. Every problem names its file. */
import { z } from 'zod';
import { findKind } from '../../world/api/kinds.ts';
import { FIRST_CLUSTER } from '../../world/clusters.ts';
import { findCheck } from '../checks/catalogue.ts';
import { LabError, type LabFolder, type LabProblem } from './folder.ts';
import { readFaults, readManifest, readYaml } from './parse.ts';
import type { CheckUse, LabManifest } from './schema.ts';
import { resolveVariant, type Variant } from './variant.ts';

const REQUIRED = ['lab.yaml', 'brief.md', 'scenario/cluster.yaml', 'hints.md', 'explain.md'];
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const SHARED_CHARACTERS = 40;

/** All problems of a lab folder; empty when it is in order. */
export function lintLab(name: string, folder: LabFolder): readonly LabProblem[] {
  const missing = REQUIRED.filter((file) => folder[file] === undefined).map((file) => ({ file, says: 'is missing' }));
  if (missing.length > 0) return missing;
  try {
    const lab = readManifest(folder);
    const variants = SEEDS.map((seed) => resolveVariant(name, folder, seed));
    return [
      ...checkProblems(variants[0] as Variant),
      ...taskProblems(lab, folder),
      ...variants.flatMap((variant) => variantProblems(variant)),
      ...placeholderProblems(lab, folder, variants),
      ...structureProblems(lab, folder),
    ].filter(firstOfItsKind());
  } catch (error) {
    if (error instanceof LabError) return error.problems;
    throw error;
  }
}

function firstOfItsKind(): (problem: LabProblem) => boolean {
  const seen = new Set<string>();
  return (problem) => {
    const key = JSON.stringify(problem);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
}

function checkProblems(variant: Variant): LabProblem[] {
  const { lab } = variant;
  const defined = definedKinds(variant);
  const clusters = [FIRST_CLUSTER, ...Object.keys(variant.clusters)];
  const uses: { at: string; use: CheckUse }[] = [
    ...lab.tasks.flatMap((task) => task.checks.map((use, n) => ({ at: `tasks ${task.id} checks[${n}]`, use }))),
    ...lab.gates.map((use) => ({ at: `gates ${use.id}`, use })),
  ];
  return uses.flatMap(({ at, use }) => {
    const check = findCheck(use.uses);
    if (!check) return [{ file: 'lab.yaml', at, says: `there is no check ${use.uses}` }];
    const parsed = check.with.safeParse(use.with);
    const problems = parsed.success
      ? []
      : parsed.error.issues.map((issue) => ({
          file: 'lab.yaml',
          at: `${at} with.${issue.path.join('.')}`,
          says: issue.message,
        }));
    const kind = use.with.kind;
    if (typeof kind === 'string' && !findKind(kind) && !defined.has(kind))
      problems.push({ file: 'lab.yaml', at: `${at} with.kind`, says: `there is no kind ${kind}` });
    for (const [field, name] of clustersIn(use.with)) {
      if (!clusters.includes(name))
        problems.push({ file: 'lab.yaml', at: `${at} with.${field}`, says: `there is no cluster ${name}` });
    }
    return problems;
  });
}

/** Where arguments name a cluster: `cluster`, `from.cluster`, `to.cluster`, and of what is done meanwhile. */
function clustersIn(value: unknown, path = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]): [string, string][] =>
    key === 'cluster' && typeof part === 'string' ? [[`${path}${key}`, part]] : clustersIn(part, `${path}${key}.`),
  );
}

/** Kinds of the definitions in the scenario, its faults and the learner's files. */
function definedKinds({ objects, clusters, faults, homeFiles }: Variant): ReadonlySet<string> {
  const applied = faults.flatMap(({ steps }) => steps.flatMap((step) => ('apply' in step ? [step.apply] : [])));
  const files = Object.keys(homeFiles).filter((path) => homeFiles[path]?.includes('CustomResourceDefinition'));
  const all: unknown[] = [
    ...objects,
    ...Object.values(clusters).flat(),
    ...applied,
    ...files.flatMap((file) => readYaml(homeFiles, file)),
  ];
  const kinds = all.map((object) => definitionSchema.safeParse(object).data?.spec.names.kind);
  return new Set(kinds.filter((kind) => kind !== undefined));
}

const definitionSchema = z.object({
  kind: z.literal('CustomResourceDefinition'),
  spec: z.object({ names: z.object({ kind: z.string() }) }),
});

function taskProblems(lab: LabManifest, folder: LabFolder): LabProblem[] {
  const problems: LabProblem[] = [];
  const ids = lab.tasks.map((task) => task.id);
  for (const [index, task] of lab.tasks.entries()) {
    if (ids.indexOf(task.id) !== index)
      problems.push({ file: 'lab.yaml', at: `tasks[${index}].id`, says: `${task.id} stands twice` });
    for (const need of task.needs) {
      if (!ids.slice(0, index).includes(need))
        problems.push({ file: 'lab.yaml', at: `tasks[${index}].needs`, says: `${need} is no earlier task` });
    }
  }
  const scripts = Object.entries(folder).filter(([path]) => path.startsWith('wrong/'));
  if (scripts.length < Math.max(3, ids.length))
    problems.push({ file: 'wrong/', says: 'needs at least one script per task and three per lab' });
  for (const [file, text] of scripts) {
    const task = /^# leaves-failing: (\S+)\s*$/m.exec(text.split('\n')[0] ?? '')?.[1];
    if (!task || !ids.includes(task))
      problems.push({ file, says: 'its first line must be “# leaves-failing: <task id>”' });
  }
  return problems;
}

function variantProblems({ lab, hints, solution, wrong }: Variant): LabProblem[] {
  const problems: LabProblem[] = [];
  if (solution.trim() === '') problems.push({ file: 'solution.sh', says: 'is missing' });
  for (const task of lab.tasks) {
    if (hints[task.id]?.length !== 3)
      problems.push({ file: 'hints.md', at: `## ${task.id}`, says: 'needs three numbered steps' });
    if (!wrong.some((fix) => fix.leavesFailing === task.id))
      problems.push({ file: 'wrong/', says: `no script leaves ${task.id} failing` });
  }
  const shared = longestShared(Object.values(hints).flat().join('\n'), solution);
  if (shared.length >= SHARED_CHARACTERS)
    problems.push({ file: 'hints.md', says: `shares ${shared.length} characters with the solution: “${shared}”` });
  return problems;
}

/** Some run of `SHARED_CHARACTERS` or more characters that both texts have after white space is folded. */
function longestShared(one: string, other: string): string {
  const a = one.replace(/\s+/g, ' ');
  const b = other.replace(/\s+/g, ' ');
  for (let at = 0; at + SHARED_CHARACTERS <= a.length; at++) {
    if (!b.includes(a.slice(at, at + SHARED_CHARACTERS))) continue;
    let end = at + SHARED_CHARACTERS;
    while (end < a.length && b.includes(a.slice(at, end + 1))) end++;
    return a.slice(at, end);
  }
  return '';
}

/** Unknown placeholders in any variant, and declared variables that no variant uses. */
function placeholderProblems(lab: LabManifest, folder: LabFolder, variants: readonly Variant[]): LabProblem[] {
  const used = new Set(variants.flatMap((variant) => [...variant.usedVariables]));
  const faultVars = readFaults(folder).groups.flatMap((group) => group.of.flatMap((fault) => Object.keys(fault.vars)));
  const unused = [...Object.keys(lab.vars), ...new Set(faultVars)].filter((name) => !used.has(name));
  const unknown = variants.flatMap((variant) =>
    [...variant.usedVariables].filter((name) => !Object.hasOwn(variant.values, name)),
  );
  return [
    ...unused.map((name) => ({ file: 'lab.yaml', at: `vars.${name}`, says: 'is never used' })),
    ...unknown.map((name) => ({
      file: 'lab.yaml',
      at: 'vars',
      says: `{{ ${name} }} is used but not declared in every variant`,
    })),
  ];
}

function structureProblems(lab: LabManifest, folder: LabFolder): LabProblem[] {
  const choices = readFaults(folder).groups.some((group) => group.of.length > group.pick);
  if (choices || lab.oneStructureBecause !== undefined) return [];
  return [
    {
      file: 'scenario/faults.yaml',
      says: 'needs two structurally different variants, or oneStructureBecause in lab.yaml',
    },
  ];
}
