/** Every lab on the shelf after its own solution. */
import { join } from 'node:path';
import { buildScenario } from '../../lib/assessment/labs/scenario.ts';
import { resolveVariant, type Variant } from '../../lib/assessment/labs/variant.ts';
import { gradeSubmission } from '../../lib/assessment/submission.ts';
import { listLabs, readLabFolder } from '../../lib/shelf/lab-folders.ts';
import type { World } from '../../lib/world/world.ts';
import { ROOT } from '../peers/judges.ts';

export interface SolvedLab {
  readonly variant: Variant;
  readonly start: World;
  readonly world: World;
  readonly answers: Readonly<Record<string, string>>;
}

export function solvedLabs(seed = 1): Promise<SolvedLab>[] {
  return listLabs([join(ROOT, 'labs')]).map(async ({ name, directory }) => {
    const variant = resolveVariant(name, readLabFolder(directory), seed);
    const start = buildScenario(variant);
    const submission = { manifests: [], commands: variant.solution, answers: {} };
    const { world, answers } = await gradeSubmission(variant, start, submission);
    return { variant, start, world, answers };
  });
}
