/** The commands that need the session or the world's time. Every list here is of one file's commands. */
import { DATE_BUILTINS } from './builtin-date.ts';
import { DIFF_BUILTINS } from './builtin-diff.ts';
import { JOB_BUILTINS } from './builtin-jobs.ts';
import { LS_BUILTINS } from './builtin-ls.ts';
import { RUN_BUILTINS } from './builtin-run.ts';
import { SCREEN_BUILTINS } from './builtin-screen.ts';
import { SESSION_BUILTINS } from './builtin-session.ts';
import { SYSTEM_BUILTINS } from './builtin-system.ts';
import { TAIL_BUILTINS } from './builtin-tail.ts';
import type { Builtin } from './shell.ts';

export const BUILTINS: readonly Builtin[] = [
  ...JOB_BUILTINS,
  ...DATE_BUILTINS,
  ...SYSTEM_BUILTINS,
  ...SESSION_BUILTINS,
  ...SCREEN_BUILTINS,
  ...RUN_BUILTINS,
  ...LS_BUILTINS,
  ...TAIL_BUILTINS,
  ...DIFF_BUILTINS,
];
