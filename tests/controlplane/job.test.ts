import { describe, expect, it } from 'vitest';
import { job, shell } from './manifests.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

const status = (world: SimulatedCluster) => world.client.find('Job', 'task', 'default')?.status;
const verdicts = (world: SimulatedCluster) =>
  (status(world)?.conditions ?? []).map(({ type, status, reason, message }) => [type, status, reason, message]);

describe('a job', () => {
  it('completes', () => {
    const world = simulatedCluster();
    world.apply(job('task', { completions: 3, parallelism: 2 }, shell('sleep 5')));
    world.pass(4);
    expect(status(world)).toMatchObject({ active: 2 });
    world.settle();
    expect(status(world)).toMatchObject({ succeeded: 3, ready: 0 });
    expect(verdicts(world)).toEqual([
      ['SuccessCriteriaMet', 'True', 'CompletionsReached', 'Reached expected number of succeeded pods'],
      ['Complete', 'True', 'CompletionsReached', 'Reached expected number of succeeded pods'],
    ]);
    expect(world.events('task').at(-1)).toBe('Completed: Job completed');
    expect(world.events('task').filter((text) => text.startsWith('SuccessfulCreate: Created pod: task-'))).toHaveLength(
      3,
    );
  });

  it('gives up after backoffLimit failures, waiting longer each time', () => {
    const world = simulatedCluster();
    world.apply(job('task', { backoffLimit: 2 }, shell('exit 1')));
    world.pass(8);
    expect(status(world)).toMatchObject({ failed: 1 });
    world.pass(200);
    expect(status(world)).toMatchObject({ failed: 3 });
    expect(verdicts(world)).toEqual([
      ['FailureTarget', 'True', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit'],
      ['Failed', 'True', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit'],
    ]);
    expect(world.events('task')).toContain('BackoffLimitExceeded: Job has reached the specified backoff limit');
    const births = world
      .pods()
      .map(({ metadata }) => metadata.creationTimestamp ?? 0)
      .toSorted((a, b) => a - b);
    expect((births[2] ?? 0) - (births[1] ?? 0)).toBeGreaterThanOrEqual(20_000);
  });

  it('fails at its deadline and takes its pods with it', () => {
    const world = simulatedCluster();
    world.apply(job('task', { activeDeadlineSeconds: 30 }, shell('sleep 3600')));
    world.pass(29);
    expect(verdicts(world)).toEqual([]);
    world.pass(2);
    expect(verdicts(world).at(-1)).toEqual([
      'Failed',
      'True',
      'DeadlineExceeded',
      'Job was active longer than specified deadline',
    ]);
    world.pass(60);
    expect(world.pods()).toHaveLength(0);
  });

  it('is gone, with its pods, after its time to live', () => {
    const world = simulatedCluster();
    world.apply(job('task', { ttlSecondsAfterFinished: 60 }, shell('exit 0')));
    world.pass(50);
    expect(status(world)?.succeeded).toBe(1);
    world.pass(60);
    expect(status(world)).toBeUndefined();
    expect(world.pods()).toHaveLength(0);
  });

  it('makes no pods while suspended', () => {
    const world = simulatedCluster();
    world.apply(job('task', { suspend: true }, shell('exit 0')));
    world.settle();
    expect(world.pods()).toHaveLength(0);
    expect(verdicts(world)).toEqual([['Suspended', 'True', 'JobSuspended', 'Job suspended']]);
  });
});
