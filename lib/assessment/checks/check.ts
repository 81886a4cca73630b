/** A check asks one thing of a world and says what it found, with evidence. */
import type { z } from 'zod';
import type { World } from '../../world/world.ts';

export type Verdict = 'passed' | 'failed' | 'undecided' | 'error';

export interface Finding {
  readonly check: string;
  /** `undecided`: the answer depends on something that is not modelled; it costs nobody a point. `error`: our own fault. */
  readonly verdict: Verdict;
  readonly expected: string;
  readonly actual: string;
  readonly lookAt: string;
  /** The counterexample as hoplab.trace/1 JSON. */
  readonly trace?: unknown;
  /** What was not modelled, for the backlog. */
  readonly notModelled?: readonly string[];
}

export interface CheckContext {
  /** The world to judge: a fork of its own. */
  readonly world: World;
  /** The world as the sitting began, after the faults had settled. */
  readonly start: World;
  /** What the person answered, by task. */
  readonly answers: Readonly<Record<string, string>>;
  readonly task: string;
  /** The other checks of the same task, run on a world. */
  others(world: World): readonly Finding[];
}

export interface Check<W = never> {
  readonly uses: string;
  readonly with: z.ZodType<W>;
  run(context: CheckContext, args: W): Omit<Finding, 'check'>;
}

/** Declares a check; the registry and the lint take its name and its schema from here. */
export function defineCheck<W>(check: Check<W>): Check<W> {
  return check;
}
