import { curl } from './curl.ts';
import { fivePods } from './five-pods.ts';
import { fork } from './fork.ts';
import type { Goal } from './goal.ts';
import { grading } from './grading.ts';
import { memory } from './memory.ts';
import { page } from './page.ts';
import { shell } from './shell.ts';
import { start } from './start.ts';

/** In the order in which they run; the start of a lab comes first, so that its first call is really cold. */
export const GOALS: readonly Goal[] = [start, shell, memory, fork, grading, curl, fivePods, page];
