/** Grades a world: tasks with partial credit, gates that can only cost, one fixed denominator. */
import { rulesDueMs } from '../world/dataplane/proxy-syncing.ts';
import type { Version } from '../world/sim/state.ts';
import { ENGINE_VERSION, type World } from '../world/world.ts';
import { runCheck } from './checks/catalogue.ts';
import type { CheckContext, Finding } from './checks/check.ts';
import type { CheckUse, Task, Topic } from './labs/schema.ts';
import type { Variant } from './labs/variant.ts';

/** Rises whenever a check judges the same world differently. */
export const CHECKER_VERSION = 2;

export interface TaskGrade {
  readonly id: string;
  readonly points: number;
  readonly maxPoints: number;
  /** Points that nobody can decide here, because something is not modelled. */
  readonly undecided: number;
  readonly findings: readonly Finding[];
}

export interface Grade {
  readonly lab: string;
  readonly seed: number;
  readonly engineVersion: number;
  readonly checkerVersion: number;
  readonly labVersion: string;
  readonly score: number;
  readonly maxScore: number;
  readonly undecided: number;
  readonly tasks: readonly TaskGrade[];
  readonly gates: readonly { readonly id: string; readonly cost: number; readonly finding: Finding }[];
  /** Points by topic, shared out by each task's weights. */
  readonly topics: Readonly<Partial<Record<Topic, { readonly score: number; readonly maxScore: number }>>>;
  readonly notModelled: readonly string[];
}

export interface GradeInput {
  readonly variant: Variant;
  readonly world: World;
  readonly start: World;
  readonly answers: Readonly<Record<string, string>>;
}

interface Judging extends GradeInput {
  readonly found: Found;
}

/** Judges `world`. Nothing of it changes: each check works on a fork of its own. */
export function grade(given: GradeInput): Grade {
  const input = { ...given, world: withItsRules(given.world) };
  const { variant } = input;
  const tasks: TaskGrade[] = [];
  const judging: Judging = { ...input, found: new Map() };
  for (const task of variant.lab.tasks) tasks.push(gradeTask(task, tasks, judging));
  const earned = sum(tasks.map((task) => task.points));
  const gates = earned === 0 ? [] : failedGates(input);
  const findings = [...tasks.flatMap((task) => task.findings), ...gates.map((gate) => gate.finding)];
  return {
    lab: variant.name,
    seed: variant.seed,
    engineVersion: ENGINE_VERSION,
    checkerVersion: CHECKER_VERSION,
    labVersion: variant.version,
    score: Math.max(0, earned - sum(gates.map((gate) => gate.cost))),
    maxScore: sum(tasks.map((task) => task.maxPoints)),
    undecided: sum(tasks.map((task) => task.undecided)),
    tasks,
    gates,
    topics: byTopic(variant.lab.tasks, tasks),
    notModelled: [...new Set(findings.flatMap((finding) => finding.notModelled ?? []))].sort(),
  };
}

/** What was done a moment ago is on its way into the nodes' rules: that is no fault, and judged once it is there. */
function withItsRules(world: World): World {
  const due = world.clusterNames().flatMap((name) => rulesDueMs(world.cluster(name)) ?? []);
  if (due.length === 0) return world;
  const later = world.fork();
  later.advance(Math.max(0, Math.max(...due) - world.nowMs()));
  return later;
}

function gradeTask(task: Task, before: readonly TaskGrade[], input: Judging): TaskGrade {
  const missing = task.needs.filter((id) => before.some((done) => done.id === id && done.points < done.maxPoints));
  if (missing.length > 0) return waiting(task, missing);
  const findings = task.checks.map((check) => judge(check, task, input));
  const share = (verdicts: readonly Finding['verdict'][]) =>
    Math.floor((task.points * findings.filter(({ verdict }) => verdicts.includes(verdict)).length) / findings.length);
  return { id: task.id, points: share(['passed']), maxPoints: task.points, undecided: share(['undecided']), findings };
}

function waiting(task: Task, missing: readonly string[]): TaskGrade {
  const finding: Finding = {
    check: 'needs',
    verdict: 'failed',
    expected: `full marks for ${missing.join(', ')} first`,
    actual: 'not yet',
    lookAt: `task ${missing[0]}`,
  };
  return { id: task.id, points: 0, maxPoints: task.points, undecided: 0, findings: [finding] };
}

/** What was found so far, by the version of the judged world: the same check of the same world finds the same. */
type Found = Map<Version, Map<CheckUse, Finding>>;

function judge(use: CheckUse, task: Task, input: Judging): Finding {
  const version = input.world.state.version();
  const ofVersion = input.found.get(version) ?? new Map<CheckUse, Finding>();
  input.found.set(version, ofVersion);
  const finding = ofVersion.get(use) ?? judgeAnew(use, task, input);
  ofVersion.set(use, finding);
  return finding;
}

function judgeAnew(use: CheckUse, task: Task, input: Judging): Finding {
  const others = (world: World) =>
    task.checks
      .filter((check) => check !== use && check.uses !== 'survives')
      .map((check) => judge(check, task, { ...input, world }));
  const context: CheckContext = {
    world: input.world.fork(),
    start: input.start.fork(),
    answers: input.answers,
    task: task.id,
    others,
  };
  return runCheck(use, context);
}

/** Gates cost nothing while there is nothing to lose. */
function failedGates(input: GradeInput): Grade['gates'] {
  return input.variant.lab.gates.flatMap((gate) => {
    const context: CheckContext = {
      world: input.world.fork(),
      start: input.start.fork(),
      answers: input.answers,
      task: gate.id,
      others: () => [],
    };
    const finding = runCheck(gate, context);
    return finding.verdict === 'failed' ? [{ id: gate.id, cost: gate.costs, finding }] : [];
  });
}

function byTopic(tasks: readonly Task[], grades: readonly TaskGrade[]): Grade['topics'] {
  const topics: Partial<Record<Topic, { score: number; maxScore: number }>> = {};
  for (const [index, task] of tasks.entries()) {
    const weights = Object.entries(task.topics) as [Topic, number][];
    const whole = sum(weights.map(([, weight]) => weight));
    for (const [topic, weight] of weights) {
      const entry = topics[topic] ?? { score: 0, maxScore: 0 };
      entry.score += ((grades[index]?.points ?? 0) * weight) / whole;
      entry.maxScore += (task.points * weight) / whole;
      topics[topic] = entry;
    }
  }
  return topics;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
