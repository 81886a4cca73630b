/** `survives`: the other checks of the task still hold after a change of circumstance. */
import { z } from 'zod';
import { perturbationSchema } from '../labs/schema.ts';
import { describePerturbation, perturb } from '../perturbations.ts';
import { defineCheck } from './check.ts';

export const survives = defineCheck({
  uses: 'survives',
  with: z.strictObject({ perturbation: perturbationSchema }),
  run({ world, others }, { perturbation }) {
    const what = describePerturbation(perturbation);
    const expected = `the same still holds after ${what}`;
    if (others(world.fork()).some((finding) => finding.verdict === 'failed')) {
      return { verdict: 'failed', expected, actual: 'it does not hold yet', lookAt: 'the checks of this task above' };
    }
    perturb(world, perturbation);
    const broken = others(world).find((finding) => finding.verdict !== 'passed');
    if (!broken) return { verdict: 'passed', expected, actual: 'it does', lookAt: what };
    const { actual, lookAt, trace, notModelled, verdict } = broken;
    return { verdict, expected, actual: `after ${what}: ${actual}`, lookAt, trace, notModelled: notModelled ?? [] };
  },
});
