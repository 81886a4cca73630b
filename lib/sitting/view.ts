/** What the page shows of a sitting. */
import type { Grade } from '../assessment/grade.ts';
import type { Task } from '../assessment/labs/schema.ts';
import type { Variant } from '../assessment/labs/variant.ts';

export interface SittingView {
  readonly tasks: readonly {
    readonly id: string;
    readonly title: string;
    readonly points: number;
    readonly earned: number | undefined;
    readonly state: 'open' | 'passed' | 'failed' | 'undecided';
    readonly hints: readonly { readonly step: number; readonly text: string }[];
    readonly hintsLeft: number;
    readonly question?: { readonly prompt: string; readonly answered?: string };
  }[];
  readonly score: number | undefined;
  readonly maxScore: number;
  readonly worldMs: number;
  readonly finished: boolean;
  /** Wall time does not pass in the world. */
  readonly paused: boolean;
}

export interface Progress {
  readonly grade: Grade | undefined;
  /** Opened steps by task. */
  readonly hints: ReadonlyMap<string, number>;
  readonly answers: Readonly<Record<string, string>>;
  readonly worldMs: number;
  readonly finished: boolean;
  /** Wall time does not pass in the world. */
  readonly paused: boolean;
}

export function viewOf(variant: Variant, progress: Progress): SittingView {
  return {
    tasks: variant.lab.tasks.map((task) => taskView(task, variant, progress)),
    score: progress.grade?.score,
    maxScore: variant.lab.tasks.reduce((sum, task) => sum + task.points, 0),
    worldMs: progress.worldMs,
    finished: progress.finished,
    paused: progress.paused,
  };
}

function taskView(task: Task, variant: Variant, { grade, hints, answers }: Progress): SittingView['tasks'][number] {
  const earned = grade?.tasks.find(({ id }) => id === task.id);
  const steps = variant.hints[task.id] ?? [];
  const opened = hints.get(task.id) ?? 0;
  const prompt = task.checks.find((check) => check.uses === 'answers')?.with.question;
  const answered = answers[task.id];
  return {
    id: task.id,
    title: task.title,
    points: task.points,
    earned: earned?.points,
    state: !earned ? 'open' : earned.points === task.points ? 'passed' : earned.undecided > 0 ? 'undecided' : 'failed',
    hints: steps.slice(0, opened).map((text, index) => ({ step: index + 1, text })),
    hintsLeft: steps.length - opened,
    ...(typeof prompt === 'string' ? { question: { prompt, ...(answered === undefined ? {} : { answered }) } } : {}),
  };
}
