/** A submission in one go: manifests and a command script on a fork of the start state, then the grade. */

import { runScript } from '../terminal/script.ts';
import { HOME } from '../terminal/workstation.ts';
import type { World } from '../world/world.ts';
import { type Grade, grade } from './grade.ts';
import { labTools } from './lab-tools.ts';
import type { Variant } from './labs/variant.ts';

export interface Submission {
  /** Applied first, in this order, as `kubectl apply -f` does. */
  readonly manifests: readonly { readonly path: string; readonly text: string }[];
  readonly commands: string;
  readonly answers: Readonly<Record<string, string>>;
}

export interface GradedSubmission extends Grade {
  readonly transcript: string;
  /** The world after the submission, settled. */
  readonly world: World;
  readonly answers: Readonly<Record<string, string>>;
}

const SETTLE_LIMIT_MS = 900_000;

/** Grades a submission; `start` is not touched. */
export async function gradeSubmission(
  variant: Variant,
  start: World,
  submission: Submission,
): Promise<GradedSubmission> {
  const world = start.fork();
  const answers: Record<string, string> = { ...submission.answers };
  const judge = () => grade({ variant, world, start, answers });
  const tools = labTools({
    variant,
    check: judge,
    openHint: (task) => variant.hints[task]?.[0],
    answer: (task, value) => {
      answers[task] = value;
    },
    resetAfterLine: () => {},
  });
  const files = {
    ...variant.homeFiles,
    ...Object.fromEntries(submission.manifests.map(({ path, text }) => [path, text])),
  };
  const apply = submission.manifests.map(({ path }) => `kubectl apply -f '${HOME}/${path.replaceAll("'", "'\\''")}'`);
  const { transcript } = await runScript(world, [...apply, submission.commands].join('\n'), { files, labTools: tools });
  world.settle(SETTLE_LIMIT_MS);
  return { ...judge(), transcript, world, answers };
}
