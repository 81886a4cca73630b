/** Makes Jobs on a schedule. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/cronjob/cronjob_controllerv2.go */
import type { CronJob, CronJobStatus } from '../../api/batch/v1/cronjob.schema.ts';
import { formatTime } from '../../api/time.ts';
import { nextActivation, parseSchedule, type Schedule, ScheduleError } from '../../apiserver/registry/schedule.ts';
import { StatusError } from '../../apiserver/status.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import {
  controllerReference,
  isControlledBy,
  type Job,
  keyOf,
  listOwnerKeys,
  namespaceOf,
  splitKey,
} from '../objects.ts';
import { findCondition } from '../pod-state.ts';
import { isSame } from '../same.ts';

/** How long after its moment a schedule is looked at. */
const DELTA_MS = 100;
const SCHEDULED_AT = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
/** More than this many missed moments are not counted one by one. */
const MANY = 100;

export const cronjob: Controller = {
  name: 'cronjob',
  watches: {
    CronJob: ({ object, previous }) => {
      const [now, before] = [object as CronJob | undefined, previous as CronJob | undefined];
      return now && now.metadata.generation !== before?.metadata.generation ? [keyOf(now)] : [];
    },
    Job: ({ object, previous }) => listOwnerKeys('CronJob', object as Job | undefined, previous as Job | undefined),
  },
  reconcile(key, context) {
    const { namespace, name } = splitKey(key);
    const object = context.client.find('CronJob', name, namespace);
    if (!object || object.metadata.deletionTimestamp !== undefined) return;
    const jobs = context.client.list('Job', namespace).filter((job) => isControlledBy(job, object));
    const kept = cleanUp(object, jobs, context);
    sync(object, kept, noteEnds(object, kept, context), context);
  },
};

function endOf({ status }: Job): 'Complete' | 'Failed' | undefined {
  return (['Complete', 'Failed'] as const).find((type) => findCondition(status.conditions, type)?.status === 'True');
}

/** The oldest finished Jobs go beyond the limits of the history. */
function cleanUp(object: CronJob, jobs: readonly Job[], context: ControllerContext): readonly Job[] {
  const { successfulJobsHistoryLimit: successes, failedJobsHistoryLimit: failures } = object.spec;
  const surplus = [
    ...oldest(
      jobs.filter((job) => endOf(job) === 'Complete'),
      successes,
    ),
    ...oldest(
      jobs.filter((job) => endOf(job) === 'Failed'),
      failures,
    ),
  ];
  for (const job of surplus) deleteJob(object, job, context);
  return jobs.filter((job) => !surplus.includes(job));
}

function oldest(jobs: readonly Job[], limit: number | undefined): readonly Job[] {
  if (limit === undefined || jobs.length <= limit) return [];
  const age = ({ metadata, status }: Job) => status.startTime ?? metadata.creationTimestamp ?? 0;
  return [...jobs]
    .sort((a, b) => age(a) - age(b) || (a.metadata.name < b.metadata.name ? -1 : 1))
    .slice(0, jobs.length - limit);
}

function deleteJob(object: CronJob, job: Job, context: ControllerContext): void {
  context.client.delete('Job', job.metadata.name, namespaceOf(job), { propagation: 'Background' });
  say(object, 'Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name}`, context);
}

/** The status without what has ended since the last look. */
function noteEnds(object: CronJob, jobs: readonly Job[], context: ControllerContext): CronJobStatus {
  const { active = [], lastSuccessfulTime, ...rest } = object.status;
  let last = lastSuccessfulTime;
  const still = active.filter(({ name, uid }) => {
    const job = jobs.find(({ metadata }) => metadata.uid === uid);
    const end = job && endOf(job);
    if (!job) say(object, 'Normal', 'MissingJob', `Active job went missing: ${name}`, context);
    if (end) say(object, 'Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${end}`, context);
    return job && !end;
  });
  for (const job of jobs) {
    const { completionTime } = job.status;
    if (endOf(job) === 'Complete' && completionTime !== undefined)
      last = Math.max(last ?? completionTime, completionTime);
  }
  return {
    ...(still.length > 0 ? { active: still } : {}),
    ...rest,
    ...(last === undefined ? {} : { lastSuccessfulTime: last }),
  };
}

function sync(object: CronJob, jobs: readonly Job[], status: CronJobStatus, context: ControllerContext): void {
  const schedule = parseSchedule(object.spec.schedule);
  if (object.spec.suspend || schedule instanceof ScheduleError) {
    writeStatus(object, status, context);
    return;
  }
  const due = mostRecent(object, schedule, context);
  const next = due === undefined ? status : start(object, jobs, status, due, context);
  writeStatus(object, next, context);
  wakeAtNext(object, schedule, context);
}

function wakeAtNext(object: CronJob, schedule: Schedule, context: ControllerContext): void {
  const { epochMs } = context.cluster;
  const next = nextActivation(schedule, epochMs + context.nowMs());
  if (next !== undefined) context.after(next - epochMs - context.nowMs() + DELTA_MS, keyOf(object));
}

/** The last moment of the schedule that has come and was not served yet, in world time. */
function mostRecent(object: CronJob, schedule: Schedule, context: ControllerContext): number | undefined {
  const { epochMs } = context.cluster;
  const now = context.nowMs();
  const { startingDeadlineSeconds: deadline } = object.spec;
  let earliest = object.status.lastScheduleTime ?? object.metadata.creationTimestamp ?? now;
  if (deadline !== undefined) earliest = Math.max(earliest, now - deadline * 1000);
  let found: number | undefined;
  let missed = 0;
  for (let at = nextActivation(schedule, epochMs + earliest); at !== undefined && at <= epochMs + now; ) {
    found = at - epochMs;
    missed++;
    // Far behind: the gap between two moments tells how many to leap over.
    const after = nextActivation(schedule, at);
    const gap = after === undefined ? 0 : after - at;
    const leap = missed > MANY && gap > 0 ? Math.floor((epochMs + now - at) / gap) - 2 : 0;
    at = leap > 0 ? nextActivation(schedule, at + leap * gap) : after;
  }
  return found;
}

function start(
  object: CronJob,
  jobs: readonly Job[],
  status: CronJobStatus,
  due: number,
  context: ControllerContext,
): CronJobStatus {
  const active = status.active ?? [];
  const { concurrencyPolicy } = object.spec;
  if (concurrencyPolicy === 'Forbid' && active.length > 0) {
    const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
    say(object, 'Normal', 'JobAlreadyActive', message, context);
    return status;
  }
  const replaced = concurrencyPolicy === 'Replace' ? active : [];
  for (const { uid } of replaced) {
    const job = jobs.find(({ metadata }) => metadata.uid === uid);
    if (job) deleteJob(object, job, context);
  }
  const made = createJob(object, due, context);
  if (!made) return status;
  const { name, namespace, uid, resourceVersion } = made.metadata;
  const reference = {
    kind: 'Job',
    namespace,
    name,
    apiVersion: 'batch/v1',
    ...(uid ? { uid } : {}),
    ...(resourceVersion ? { resourceVersion } : {}),
  };
  const kept = active.filter((one) => !replaced.includes(one));
  return { ...status, active: [...kept, reference], lastScheduleTime: due };
}

/** Named by the minute that it was due in, so that one moment makes one Job. */
function createJob(object: CronJob, due: number, context: ControllerContext): Job | undefined {
  const { epochMs } = context.cluster;
  const { metadata: template, spec } = object.spec.jobTemplate;
  const name = `${object.metadata.name}-${Math.floor((epochMs + due) / 60_000)}`;
  if (context.client.find('Job', name, namespaceOf(object))) return undefined;
  try {
    const job = context.client.create('Job', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name,
        namespace: namespaceOf(object),
        ...(template?.labels ? { labels: template.labels } : {}),
        annotations: { ...template?.annotations, [SCHEDULED_AT]: formatTime(due, epochMs) },
        ownerReferences: [controllerReference(object, 'batch/v1', 'CronJob')],
      },
      spec: spec as Job['spec'],
      status: {},
    });
    say(object, 'Normal', 'SuccessfulCreate', `Created job ${name}`, context);
    return job;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    say(object, 'Warning', 'FailedCreate', `Error creating job: ${error.message}`, context);
    return undefined;
  }
}

function writeStatus(object: CronJob, status: CronJobStatus, { client }: ControllerContext): void {
  if (!isSame(status, object.status)) client.updateStatus('CronJob', { ...object, status });
}

function say(
  object: CronJob,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  { client }: ControllerContext,
): void {
  const regarding = { kind: 'CronJob', namespace: namespaceOf(object), name: object.metadata.name } as const;
  client.record({ regarding, type, reason, message, source: { component: 'cronjob-controller' } });
}
