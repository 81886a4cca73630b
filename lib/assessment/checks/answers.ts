/** `answers`: what the person answered to a question of the brief equals what the world says. */
import { z } from 'zod';
import { defineCheck } from './check.ts';

export const answers = defineCheck({
  uses: 'answers',
  with: z.strictObject({
    question: z.string().min(1),
    /** Accepted answers, already filled in for this variant; white space and case are folded. */
    accept: z.array(z.union([z.string(), z.number()])).min(1),
    lookAt: z.string().min(1),
  }),
  run({ answers: given, task }, { question, accept, lookAt }) {
    const answer = given[task];
    const expected = `an answer to: ${question}`;
    if (answer === undefined) return { verdict: 'failed', expected, actual: 'no answer yet', lookAt };
    const right = accept.some((item) => fold(String(item)) === fold(answer));
    return { verdict: right ? 'passed' : 'failed', expected, actual: `“${answer}”`, lookAt };
  },
});

function fold(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}
