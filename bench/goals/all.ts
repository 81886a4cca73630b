import { bigWorld } from './big-world.ts';
import { curl } from './curl.ts';
import { fivePods } from './five-pods.ts';
import { fork } from './fork.ts';
import { front } from './front.ts';
import { getPods } from './get-pods.ts';
import type { Goal } from './goal.ts';
import { grading } from './grading.ts';
import { learners } from './learners.ts';
import { memory } from './memory.ts';
import { page } from './page.ts';
import { pairs } from './pairs.ts';
import { proof } from './proof.ts';
import { rules } from './rules.ts';
import { shell } from './shell.ts';
import { start } from './start.ts';
import { walk } from './walk.ts';
import { write } from './write.ts';

/** In the order in which they run; the start of a lab comes first, so that its first call is really cold. */
export const GOALS: readonly Goal[] = [
  start,
  getPods,
  shell,
  memory,
  fork,
  write,
  proof,
  pairs,
  bigWorld,
  front,
  grading,
  rules,
  walk,
  curl,
  fivePods,
  page,
  learners,
];
