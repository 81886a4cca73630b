/** Every check by the name that lab.yaml uses. */
import type { CheckUse } from '../labs/schema.ts';
import { answers } from './answers.ts';
import type { Check, CheckContext, Finding } from './check.ts';
import { http } from './http.ts';
import { isolates } from './isolates.ts';
import { keeps } from './keeps.ts';
import { object } from './object.ts';
import { path } from './path.ts';
import { reaches } from './reaches.ts';
import { resolves } from './resolves.ts';
import { selects } from './selects.ts';
import { survives } from './survives.ts';
import { untouched } from './untouched.ts';

export const CHECKS: readonly Check<never>[] = [
  answers,
  http,
  isolates,
  keeps,
  object,
  path,
  reaches,
  resolves,
  selects,
  survives,
  untouched,
] as readonly unknown[] as readonly Check<never>[];

export function findCheck(uses: string): Check<never> | undefined {
  return CHECKS.find((check) => check.uses === uses);
}

/** Arguments of a lab's check, parsed once for all gradings; the same object each time, so that a check can keep what it made of it. */
const parsed = new WeakMap<CheckUse, unknown>();

function argumentsOf(use: CheckUse, check: Check<never>): never {
  if (!parsed.has(use)) parsed.set(use, check.with.parse(use.with));
  return parsed.get(use) as never;
}

/** Runs one check in isolation: its crash is a finding that is ours, and the denominator stays as it is. */
export function runCheck(use: CheckUse, context: CheckContext): Finding {
  const check = findCheck(use.uses);
  if (!check) throw new Error(`no check ${use.uses}: the lab's lint should have said so`);
  try {
    return { check: use.uses, ...check.run(context, argumentsOf(use, check)) };
  } catch (error) {
    return {
      check: use.uses,
      verdict: 'error',
      expected: 'the check to run',
      actual: `the check itself failed, which is our fault: ${(error as Error).message}`,
      lookAt: 'nothing you can do; it was reported',
    };
  }
}
