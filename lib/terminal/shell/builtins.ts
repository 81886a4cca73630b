/** The commands that need the session or the world's time. Every list here is of one file's commands. */
import { DATE_BUILTINS } from './builtin-date.ts';
import { JOB_BUILTINS } from './builtin-jobs.ts';
import { SCREEN_BUILTINS } from './builtin-screen.ts';
import { SESSION_BUILTINS } from './builtin-session.ts';
import { SYSTEM_BUILTINS } from './builtin-system.ts';
import type { Builtin } from './shell.ts';

export const BUILTINS: readonly Builtin[] = [
  ...JOB_BUILTINS,
  ...DATE_BUILTINS,
  ...SYSTEM_BUILTINS,
  ...SESSION_BUILTINS,
  ...SCREEN_BUILTINS,
];
