import { grade } from './commands/grade.ts';
import { labLint } from './commands/lab-lint.ts';
import { labList } from './commands/lab-list.ts';
import { labNew } from './commands/lab-new.ts';
import { labRender } from './commands/lab-render.ts';
import { labTest } from './commands/lab-test.ts';
import { matrix } from './commands/matrix.ts';
import { prove } from './commands/prove.ts';
import { quizLint } from './commands/quiz-lint.ts';
import { serve } from './commands/serve.ts';
import { trace } from './commands/trace.ts';
import { tryLab } from './commands/try.ts';
import type { Verb } from './outcome.ts';

/** Every verb, in the order of the help. */
export const VERBS: readonly Verb[] = [
  labList,
  labNew,
  labLint,
  labRender,
  labTest,
  quizLint,
  tryLab,
  grade,
  trace,
  matrix,
  prove,
  serve,
];
