/** The words of the terminal that belong to the lab and not to the cluster: check, hint, answer, reset, tasks. */

import type { Tool, ToolIo } from '../terminal/tool.ts';
import type { Grade } from './grade.ts';
import type { Variant } from './labs/variant.ts';

/** What the lab's words do to a sitting. */
export interface LabDesk {
  readonly variant: Variant;
  check(): Grade;
  openHint(task: string): string | undefined;
  answer(task: string, value: string): void;
  resetAfterLine(): void;
}

export function labTools(desk: LabDesk): readonly Tool[] {
  const taskIds = () => desk.variant.lab.tasks.map((task) => task.id);
  return [
    { name: 'check', run: async (_, io) => printGrade(desk.check(), desk.variant, io) },
    { name: 'tasks', run: async (_, io) => printTasks(desk.variant, io) },
    { name: 'hint', run: async (argv, io) => printHint(desk, argv, io), complete: taskIds },
    { name: 'answer', run: async (argv, io) => takeAnswer(desk, argv, io), complete: taskIds },
    {
      name: 'reset',
      run: async (_, io) => {
        io.out('Starting over on the same seed.\n');
        desk.resetAfterLine();
        return 0;
      },
    },
  ];
}

const SIGNS = { passed: '✓', failed: '✗', undecided: '?', error: '!' } as const;

function printGrade(grade: Grade, variant: Variant, io: ToolIo): number {
  for (const task of grade.tasks) {
    const title = variant.lab.tasks.find(({ id }) => id === task.id)?.title ?? task.id;
    io.out(`${task.id}: ${task.points} of ${task.maxPoints} points. ${title}\n`);
    for (const finding of task.findings) {
      io.out(`  ${SIGNS[finding.verdict]} expected  ${finding.expected}\n`);
      if (finding.verdict !== 'passed') io.out(`    actual    ${finding.actual}\n    look at   ${finding.lookAt}\n`);
    }
  }
  for (const gate of grade.gates) io.out(`${gate.id}: ${gate.cost} points lost. ${gate.finding.actual}\n`);
  const undecided = grade.undecided > 0 ? `, ${grade.undecided} undecided: something there is not modelled` : '';
  io.out(`Score: ${grade.score} of ${grade.maxScore}${undecided}\n`);
  return grade.score === grade.maxScore ? 0 : 1;
}

function printTasks(variant: Variant, io: ToolIo): number {
  for (const task of variant.lab.tasks)
    io.out(`${task.id.padEnd(18)} ${String(task.points).padStart(3)} points  ${task.title}\n`);
  return 0;
}

function printHint(desk: LabDesk, argv: readonly string[], io: ToolIo): number {
  const [task] = argv;
  const ids = desk.variant.lab.tasks.map(({ id }) => id);
  if (task === undefined || !ids.includes(task)) {
    io.err(`usage: hint TASK, one of ${ids.join(', ')}\n`);
    return 2;
  }
  io.out(`${desk.openHint(task) ?? 'No more hints for this task.'}\n`);
  return 0;
}

function takeAnswer(desk: LabDesk, argv: readonly string[], io: ToolIo): number {
  const [task = '', ...words] = argv;
  const asking = desk.variant.lab.tasks
    .filter(({ checks }) => checks.some(({ uses }) => uses === 'answers'))
    .map(({ id }) => id);
  if (!asking.includes(task) || words.length === 0) {
    io.err(
      asking.length > 0
        ? `usage: answer TASK VALUE, where TASK is ${asking.join(', ')}\n`
        : 'This lab asks for no answer.\n',
    );
    return 2;
  }
  desk.answer(task, words.join(' '));
  io.out(`Noted for ${task}: ${words.join(' ')}\n`);
  return 0;
}
