import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Grade } from '../../assessment/grade.ts';
import { buildScenario } from '../../assessment/labs/scenario.ts';
import { resolveVariant } from '../../assessment/labs/variant.ts';
import { gradeSubmission } from '../../assessment/submission.ts';
import { parseFlags, wholeNumber } from '../flags.ts';
import { labArgument } from '../lab-argument.ts';
import { EXIT, UsageError, type Verb } from '../outcome.ts';

const answersSchema = z.record(z.string(), z.union([z.string(), z.number()]).transform(String));
const MAX_FILE_BYTES = 1024 * 1024;

export const grade: Verb = {
  words: 'grade',
  usage: 'grade LAB [--seed N] [--manifests DIR] [--commands FILE] [--answers FILE] [--json]',
  says: 'Grades a submission in one go: manifests are applied, then the command script runs, then every task is judged. Exit 0 full marks, 1 not, 2 usage.',
  async run(args, io) {
    const { values, positionals } = parseFlags(args, {
      seed: { type: 'string' },
      manifests: { type: 'string' },
      commands: { type: 'string' },
      answers: { type: 'string' },
      json: { type: 'boolean' },
    });
    const { lab, folder } = labArgument(io.labRoots, positionals[0]);
    const variant = resolveVariant(lab.name, folder, wholeNumber(values.seed, '--seed', 1));
    const {
      transcript,
      world: _,
      answers: __,
      ...graded
    } = await gradeSubmission(variant, buildScenario(variant), {
      manifests: readManifests(values.manifests),
      commands: values.commands === undefined ? '' : readText(values.commands, '--commands'),
      answers: readAnswers(values.answers),
    });
    if (values.json) io.out(`${JSON.stringify(graded, undefined, 2)}\n`);
    else io.out(`${transcript}${transcript === '' ? '' : '\n'}${summary(graded)}`);
    return graded.score === graded.maxScore ? EXIT.ok : EXIT.notFullMarks;
  },
};

function readText(path: string, flag: string): string {
  if (!existsSync(path) || !statSync(path).isFile()) throw new UsageError(`${flag}: no such file: ${path}`);
  if (statSync(path).size > MAX_FILE_BYTES) throw new UsageError(`${flag}: ${path} is larger than 1 MiB`);
  return readFileSync(path, 'utf8');
}

function readManifests(directory: string | undefined): { path: string; text: string }[] {
  if (directory === undefined) return [];
  if (!existsSync(directory) || !statSync(directory).isDirectory())
    throw new UsageError(`--manifests: no such folder: ${directory}`);
  return readdirSync(directory)
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort()
    .map((name) => ({ path: name, text: readText(join(directory, name), '--manifests') }));
}

function readAnswers(path: string | undefined): Readonly<Record<string, string>> {
  if (path === undefined) return {};
  const result = answersSchema.safeParse(parse(readText(path, '--answers')));
  if (!result.success)
    throw new UsageError(`--answers: expected a map of task to answer in ${path}: ${result.error.issues[0]?.message}`);
  return result.data;
}

function summary({ tasks, gates, score, maxScore, undecided }: Grade): string {
  const lines = tasks.flatMap((task) => [
    `${task.id}: ${task.points} of ${task.maxPoints}`,
    ...task.findings
      .filter(({ verdict }) => verdict !== 'passed')
      .flatMap(({ expected, actual, lookAt }) => [
        `  expected ${expected}`,
        `  actual   ${actual}`,
        `  look at  ${lookAt}`,
      ]),
  ]);
  const lost = gates.map((gate) => `${gate.id}: ${gate.cost} points lost, ${gate.finding.actual}`);
  return `${[...lines, ...lost, `score ${score} of ${maxScore}${undecided > 0 ? `, ${undecided} undecided` : ''}`].join('\n')}\n`;
}
