/** What every lab must prove of itself, for one seed. A failing claim says what was seen. */

import type { World } from '../../world/world.ts';
import { type Grade, grade } from '../grade.ts';
import { describePerturbation, perturb } from '../perturbations.ts';
import { gradeSubmission } from '../submission.ts';
import { buildScenario } from './scenario.ts';
import type { Variant } from './variant.ts';

export interface Claim {
  readonly says: string;
  readonly holds: boolean;
  /** What was seen when it does not hold. */
  readonly seen: string;
}

export interface SelfTest {
  readonly lab: string;
  readonly seed: number;
  readonly claims: readonly Claim[];
}

/** Deletes everything a person could delete in the lab's namespaces. */
const DELETE_ALL =
  'for ns in $(kubectl get ns -o name | cut -d/ -f2); do case $ns in kube-*|default) ;; *) kubectl -n $ns delete deploy,ds,sts,svc,job --all;; esac; done';
/** Every Service selects every pod of its namespace and publishes the ones that are not ready; no policy is left. */
const OPEN_ALL = `
for ns in $(kubectl get ns -o name | cut -d/ -f2); do
  case $ns in kube-*|default) continue;; esac
  kubectl -n $ns delete networkpolicies --all
  kubectl -n $ns label pods --all open=yes --overwrite
  for svc in $(kubectl -n $ns get svc -o name); do
    kubectl -n $ns patch $svc --type=json -p '[{"op":"replace","path":"/spec/selector","value":{"open":"yes"}},{"op":"add","path":"/spec/publishNotReadyAddresses","value":true}]'
  done
done`;

export async function selfTest(variant: Variant): Promise<SelfTest> {
  const start = buildScenario(variant);
  const full = variant.lab.tasks.reduce((sum, task) => sum + task.points, 0);
  const untouched = judge(variant, start, start.fork());
  const claims: Claim[] = [claim('the start state scores 0', untouched.score === 0, untouched)];
  claims.push(...(await solutionClaims(variant, start, full)));
  for (const fix of variant.wrong) {
    const graded = await submit(variant, start, fix.script);
    const task = graded.grade.tasks.find(({ id }) => id === fix.leavesFailing);
    const fails = task !== undefined && task.points < task.maxPoints && graded.grade.score < full;
    claims.push(claim(`${fix.file} leaves ${fix.leavesFailing} failing`, fails, graded.grade, graded.transcript));
    claims.push(understood(fix.file, graded.transcript));
  }
  for (const [name, script, done] of [
    ['deleting everything', DELETE_ALL, / deleted/],
    ['opening everything', OPEN_ALL, / patched/],
  ] as const) {
    const graded = await submit(variant, start, script);
    claims.push(claim(`${name} does not pass`, graded.grade.score < full, graded.grade, graded.transcript));
    claims.push(understood(name, graded.transcript));
    claims.push({ says: `${name} was done`, holds: done.test(graded.transcript), seen: graded.transcript });
  }
  return { lab: variant.name, seed: variant.seed, claims };
}

async function solutionClaims(variant: Variant, start: World, full: number): Promise<Claim[]> {
  const first = await submit(variant, start, variant.solution);
  const again = await submit(variant, start, variant.solution);
  const claims = [
    claim('the solution scores everything', first.grade.score === full, first.grade, first.transcript),
    understood('the solution', first.transcript),
    {
      says: 'the solution replays to the same world',
      holds: first.world.hash() === again.world.hash(),
      seen: 'two hashes',
    },
  ];
  for (const perturbation of variant.lab.perturbations) {
    const world = first.world.fork();
    perturb(world, perturbation);
    const graded = grade({ variant, world, start, answers: first.answers });
    claims.push(claim(`it still does after ${describePerturbation(perturbation)}`, graded.score === full, graded));
  }
  return claims;
}

async function submit(variant: Variant, start: World, commands: string) {
  const { world, answers, transcript, ...graded } = await gradeSubmission(variant, start, {
    manifests: [],
    commands,
    answers: {},
  });
  return { grade: graded, world, answers, transcript };
}

const REFUSED =
  /^.*(?:not modelled|command not found|Error from server|is invalid:|unknown (?:flag|command|shorthand)).*$/m;

/** A script whose commands are refused does nothing, and what does nothing fails every task: that would prove nothing. */
function understood(script: string, transcript: string): Claim {
  const refusal = REFUSED.exec(transcript)?.[0];
  return { says: `every command of ${script} was understood`, holds: refusal === undefined, seen: refusal ?? '' };
}

function judge(variant: Variant, start: World, world: World): Grade {
  return grade({ variant, world, start, answers: {} });
}

function claim(says: string, holds: boolean, { score, maxScore, tasks, gates }: Grade, transcript = ''): Claim {
  const findings = tasks.flatMap((task) =>
    task.findings
      .filter(({ verdict }) => verdict !== 'passed')
      .map(({ expected, actual }) => `    ${task.id}: expected ${expected}; ${actual}`),
  );
  const lost = gates.map((gate) => `    gate ${gate.id}: ${gate.finding.actual}`);
  const told =
    transcript === ''
      ? []
      : transcript
          .trimEnd()
          .split('\n')
          .map((line) => `    | ${line}`);
  return { says, holds, seen: [`${score} of ${maxScore}`, ...findings, ...lost, ...told].join('\n') };
}
