/** What a grade saves itself must not show: by the short way and by the long way every lab's scripts get the same findings. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type GradeInput, grade } from '../../lib/assessment/grade.ts';
import { buildScenario } from '../../lib/assessment/labs/scenario.ts';
import { resolveVariant } from '../../lib/assessment/labs/variant.ts';
import { gradeSubmission } from '../../lib/assessment/submission.ts';
import { listLabs, readLabFolder } from '../../lib/shelf/lab-folders.ts';
import { type Choose, listPaths } from '../../lib/world/dataplane/choice.ts';
import { World } from '../../lib/world/world.ts';

afterEach(() => vi.restoreAllMocks());

/** Every way run from its beginning to its end, each DNS server a way of its own, nothing taken over. */
function gradeTheLongWay(input: GradeInput) {
  const probe = vi.spyOn(World.prototype, 'probe').mockImplementation(function (this: World, cluster, talk) {
    return listPaths((given) => {
      const bare: Choose = (purpose, candidates) => given(purpose, candidates);
      const fork = this.fork();
      return talk(fork, fork.cluster(cluster), bare);
    });
  });
  const graded = grade(input);
  const probes = probe.mock.calls.length;
  probe.mockRestore();
  return { graded, probes };
}

const labs = listLabs(['labs']).map(({ name, directory }) => resolveVariant(name, readLabFolder(directory), 3));

describe.each(labs.map((variant) => [variant.name, variant] as const))('%s', (_, variant) => {
  const start = buildScenario(variant);
  const scripts = [
    ['nothing', ''],
    ['the solution', variant.solution],
    ...variant.wrong.map((w) => [w.file, w.script]),
  ];

  test.each(scripts)('after %s', async (_, commands = '') => {
    const { world, answers } = await gradeSubmission(variant, start, { manifests: [], commands, answers: {} });
    const input = { variant, world, start, answers };
    const { graded, probes } = gradeTheLongWay(input);
    expect(grade(input)).toEqual(graded);
    if (graded.score === graded.maxScore) expect(probes).toBeGreaterThan(0);
  });
});

test('what must survive is judged once before it is disturbed, by the checks that stand there anyway', async () => {
  const variant = labs.find(({ name }) => name === 'clusterip/wrong-container');
  if (!variant) throw new Error('the lab is gone');
  const start = buildScenario(variant);
  const { world } = await gradeSubmission(variant, start, { manifests: [], commands: variant.solution, answers: {} });
  const tasks = variant.lab.tasks.map((task) => ({
    ...task,
    checks: task.checks.filter(({ uses }) => uses !== 'survives'),
  }));
  const undisturbed = { ...variant, lab: { ...variant.lab, tasks } };
  const withSurvival = countProbes(world, () => grade({ variant, world, start, answers: {} }));
  const without = countProbes(world, () => grade({ variant: undisturbed, world, start, answers: {} }));
  expect(without).toBeGreaterThan(0);
  expect(withSurvival).toBe(without);
});

/** How often this very version of the world is probed. */
function countProbes(world: World, run: () => void): number {
  const probe = vi.spyOn(World.prototype, 'probe');
  const version = world.state.version();
  let count = 0;
  probe.mockImplementation(function (this: World, cluster, talk, lookUps) {
    if (this.state.version() === version) count += 1;
    return listPaths((choose) => {
      const fork = this.fork();
      return talk(fork, fork.cluster(cluster), choose);
    }, lookUps);
  });
  run();
  probe.mockRestore();
  return count;
}
