import { describe, expect, it } from 'vitest';
import { nextActivation, parseSchedule, ScheduleError } from '../../lib/world/apiserver/registry/schedule.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

/** The simulated clusters begin on the hour: 2026-01-05T09:00:00Z, a Monday. */
const HOUR = 3600;

function cron(spec: object, seconds = 5): object {
  const container = { name: 'app', image: 'busybox:1.36', command: ['sh', '-c', `sleep ${seconds}`] };
  const template = { spec: { containers: [container], restartPolicy: 'Never' } };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tick' },
    spec: { schedule: '*/10 * * * *', jobTemplate: { spec: { template } }, ...spec },
  };
}

const jobs = ({ client }: SimulatedCluster) => client.list('Job', 'default').map(({ metadata }) => metadata.name);
const status = ({ client }: SimulatedCluster) => client.find('CronJob', 'tick', 'default')?.status;

function started(spec: object, seconds?: number): SimulatedCluster {
  const world = simulatedCluster();
  const intoHour = Math.ceil(world.nowMs() / 1000 / HOUR) * HOUR;
  world.pass(intoHour - world.nowMs() / 1000);
  world.apply(cron(spec, seconds));
  return world;
}

describe('a cron job', () => {
  it('makes a job at each moment of its schedule, named by its minute', () => {
    const world = started({});
    world.pass(9 * 60);
    expect(jobs(world)).toEqual([]);
    world.pass(62);
    const dueMs = world.nowMs() - 2000;
    const minute = Math.floor((world.cluster.epochMs + dueMs) / 60_000);
    expect(jobs(world)).toEqual([`tick-${minute}`]);
    expect(status(world)).toMatchObject({ active: [{ kind: 'Job', name: `tick-${minute}` }], lastScheduleTime: dueMs });
    world.pass(60);
    expect(status(world)?.active).toBeUndefined();
    expect(world.events('tick')).toEqual([
      `SuccessfulCreate: Created job tick-${minute}`,
      `SawCompletedJob: Saw completed job: tick-${minute}, condition: Complete`,
    ]);
    expect(status(world)?.lastSuccessfulTime).toBeGreaterThan(dueMs);
  });

  it('keeps three finished jobs', () => {
    const world = started({});
    world.pass(2 * HOUR);
    expect(jobs(world)).toHaveLength(3);
    expect(world.events('tick').some((text) => text.startsWith('SuccessfulDelete: Deleted job tick-'))).toBe(true);
  });

  it('does not start beside a running one when that is forbidden', () => {
    const world = started({ concurrencyPolicy: 'Forbid' }, 900);
    world.pass(21 * 60);
    expect(jobs(world)).toHaveLength(1);
    expect(world.events('tick')).toContain(
      'JobAlreadyActive: Not starting job because prior execution is running and concurrency policy is Forbid',
    );
  });

  it('takes the place of a running one when that is the policy', () => {
    const world = started({ concurrencyPolicy: 'Replace' }, 900);
    world.pass(11 * 60);
    const [first] = jobs(world);
    world.pass(10 * 60);
    expect(jobs(world)).not.toContain(first);
    expect(jobs(world)).toHaveLength(1);
    expect(status(world)?.active).toHaveLength(1);
  });

  it('rests while it is suspended', () => {
    const world = started({ suspend: true });
    world.pass(HOUR);
    expect(jobs(world)).toEqual([]);
  });

  it('goes with its jobs and their pods', () => {
    const world = started({}, 900);
    world.pass(11 * 60);
    world.client.delete('CronJob', 'tick', 'default', { propagation: 'Background' });
    world.pass(60);
    expect(jobs(world)).toEqual([]);
    expect(world.pods()).toEqual([]);
  });
});

const at = (text: string) => Date.parse(text);

describe('schedules (https://github.com/robfig/cron/blob/v3.0.1/spec_test.go)', () => {
  it.each([
    ['0/15 * * * *', '2012-07-09T14:45:00Z', '2012-07-09T15:00:00Z'],
    ['0/15 * * * *', '2012-07-09T14:59:59Z', '2012-07-09T15:00:00Z'],
    ['20-35/15 * * * *', '2012-07-09T15:45:00Z', '2012-07-09T16:20:00Z'],
    ['30 8 ? Jul Sun', '2012-07-09T15:00:00Z', '2012-07-15T08:30:00Z'],
    ['0 0 1,15 * Sun', '2012-07-09T00:00:00Z', '2012-07-15T00:00:00Z'],
    ['0 0 1,15 * 1', '2012-07-09T00:00:00Z', '2012-07-15T00:00:00Z'],
    ['0 0 1,15 * 1', '2012-07-15T00:00:00Z', '2012-07-16T00:00:00Z'],
    ['@monthly', '2012-12-09T00:00:00Z', '2013-01-01T00:00:00Z'],
    ['0 0 29 2 *', '2012-07-09T23:35:00Z', '2016-02-29T00:00:00Z'],
    ['@every 1h30m', '2012-07-09T14:45:00Z', '2012-07-09T16:15:00Z'],
    ['0 12 * * MON-FRI', '2026-01-09T12:00:00Z', '2026-01-12T12:00:00Z'],
  ])('%s after %s', (text, from, expected) => {
    const schedule = parseSchedule(text);
    if (schedule instanceof ScheduleError) throw new Error(schedule.message);
    const next = nextActivation(schedule, at(from));
    expect(next).toBe(at(expected));
  });

  it('never comes on the 30th of February', () => {
    const schedule = parseSchedule('0 0 30 2 *');
    if (schedule instanceof ScheduleError) throw new Error(schedule.message);
    expect(nextActivation(schedule, at('2026-01-01T00:00:00Z'))).toBeUndefined();
  });
});
