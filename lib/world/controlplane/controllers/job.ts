/** Runs pods to completion. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/job/job_controller.go */
import type { JobCondition, JobStatus } from '../../api/batch/v1/job.schema.ts';
import { StatusError } from '../../apiserver/status.ts';
import { DURATIONS } from '../../sim/durations.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import {
  controllerReference,
  isControlledBy,
  type Job,
  keyOf,
  listOwnerKeys,
  namespaceOf,
  type Pod,
  splitKey,
} from '../objects.ts';
import { findCondition, isPodNews, isPodReady, isPodTerminal, withCondition } from '../pod-state.ts';
import { createPod } from '../pod-template.ts';

/** Differs: of completion modes only NonIndexed; pods are counted while they exist, without tracking finalizers. */
export const job: Controller = {
  name: 'job',
  watches: {
    Job: ({ object }) => (object ? [keyOf(object as Job)] : []),
    Pod: (change) =>
      isPodNews(change)
        ? listOwnerKeys('Job', change.object as Pod | undefined, change.previous as Pod | undefined)
        : [],
  },
  reconcile(key, context) {
    const { namespace, name } = splitKey(key);
    const object = context.client.find('Job', name, namespace);
    if (!object || object.metadata.deletionTimestamp !== undefined) return;
    if (findEnd(object)) expire(object, context);
    else sync(object, context);
  },
};

function findEnd({ status }: Job): JobCondition | undefined {
  const ended = ['Complete', 'Failed'].map((type) => findCondition(status.conditions, type));
  return ended.find((condition) => condition?.status === 'True');
}

/** A finished job goes after its time to live. */
function expire(object: Job, context: ControllerContext): void {
  const ttl = object.spec.ttlSecondsAfterFinished;
  const since = findEnd(object)?.lastTransitionTime;
  if (ttl === undefined || since === undefined) return;
  const dueMs = since + ttl * 1000;
  if (dueMs > context.nowMs()) context.after(dueMs - context.nowMs(), keyOf(object));
  else context.client.delete('Job', object.metadata.name, namespaceOf(object), { propagation: 'Foreground' });
}

interface Tally {
  readonly active: readonly Pod[];
  readonly succeeded: number;
  readonly failed: readonly Pod[];
}

function tallyOf(object: Job, { client }: ControllerContext): Tally {
  const pods = client.list('Pod', namespaceOf(object)).filter((pod) => isControlledBy(pod, object));
  return {
    active: pods.filter((pod) => !isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined),
    succeeded: pods.filter(({ status }) => status.phase === 'Succeeded').length,
    failed: pods.filter(({ status }) => status.phase === 'Failed'),
  };
}

interface Verdict {
  readonly type: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

function sync(object: Job, context: ControllerContext): void {
  const tally = tallyOf(object, context);
  const startTime = object.status.startTime ?? (object.spec.suspend ? undefined : context.nowMs());
  const verdict = judge(object, tally, startTime, context);
  if (verdict) finish(object, tally, verdict, startTime, context);
  else {
    if (object.spec.suspend) for (const pod of tally.active) remove(object, pod, context);
    else manage(object, tally, context);
    writeStatus(object, tallyOf(object, context), startTime, suspension(object, context), context);
  }
}

function judge(
  object: Job,
  tally: Tally,
  startTime: number | undefined,
  context: ControllerContext,
): Verdict | undefined {
  const { spec } = object;
  const limit = spec.backoffLimit ?? 6;
  const restarts = tally.active.flatMap(({ status }) => status.containerStatuses ?? []);
  const restarted = restarts.reduce((sum, { restartCount }) => sum + restartCount, 0);
  const onFailure = spec.template.spec?.restartPolicy === 'OnFailure';
  if (tally.failed.length > limit || (onFailure && restarted > 0 && restarted >= limit)) {
    const message = 'Job has reached the specified backoff limit';
    return { type: 'Failed', reason: 'BackoffLimitExceeded', message };
  }
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined && startTime !== undefined) {
    const dueMs = startTime + deadline * 1000;
    if (dueMs <= context.nowMs()) {
      return { type: 'Failed', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' };
    }
    context.after(dueMs - context.nowMs(), keyOf(object));
  }
  const enough =
    spec.completions === undefined
      ? tally.succeeded > 0 && tally.active.length === 0
      : tally.succeeded >= spec.completions;
  if (!enough) return undefined;
  return { type: 'Complete', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
}

function manage(object: Job, tally: Tally, context: ControllerContext): void {
  const { parallelism = 1, completions } = object.spec;
  const left = completions === undefined ? (tally.succeeded > 0 ? 0 : parallelism) : completions - tally.succeeded;
  const wanted = Math.min(parallelism, left);
  for (const pod of tally.active.slice(Math.max(0, wanted))) remove(object, pod, context);
  const missing = wanted - tally.active.length;
  const waitMs = backOffLeft(tally.failed, context.nowMs());
  if (missing > 0 && waitMs > 0) context.after(waitMs, keyOf(object));
  else for (let n = 0; n < missing; n++) create(object, context);
}

/** 10 s after the last failure, doubling with each, at most six minutes. */
function backOffLeft(failed: readonly Pod[], nowMs: number): number {
  if (failed.length === 0) return 0;
  const last = Math.max(...failed.map(endOf));
  const delay = Math.min(DURATIONS.jobBackOffMs * 2 ** (failed.length - 1), DURATIONS.maxJobBackOffMs);
  return last + delay - nowMs;
}

function endOf({ status, metadata }: Pod): number {
  const ends = (status.containerStatuses ?? []).flatMap(({ state }) => state?.terminated?.finishedAt ?? []);
  return Math.max(metadata.creationTimestamp ?? 0, ...ends);
}

function create(object: Job, context: ControllerContext): void {
  const wanted = {
    namespace: namespaceOf(object),
    name: { prefix: `${object.metadata.name}-` },
    owner: controllerReference(object, 'batch/v1', 'Job'),
  };
  try {
    const pod = createPod(context, object.spec.template, wanted);
    say(object, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`, context);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    say(object, 'Warning', 'FailedCreate', `Error creating: ${error.message}`, context);
    context.after(DURATIONS.createRetryMs, keyOf(object));
  }
}

function remove(object: Job, pod: Pod, context: ControllerContext): void {
  context.client.delete('Pod', pod.metadata.name, namespaceOf(pod));
  say(object, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`, context);
}

function say(
  object: Job,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  { client }: ControllerContext,
): void {
  const regarding = { kind: 'Job', namespace: namespaceOf(object), name: object.metadata.name } as const;
  client.record({ regarding, type, reason, message, source: { component: 'job-controller' } });
}

/** Both conditions of an end come together: the criterion, then the end itself. */
function finish(
  object: Job,
  tally: Tally,
  verdict: Verdict,
  startTime: number | undefined,
  context: ControllerContext,
): void {
  const now = context.nowMs();
  for (const pod of tally.active) remove(object, pod, context);
  const { reason, message } = verdict;
  const first = verdict.type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget';
  let conditions = object.status.conditions ?? [];
  for (const type of [first, verdict.type]) {
    conditions = withCondition(conditions, { type, status: 'True', lastProbeTime: now, reason, message }, now);
  }
  const done = verdict.type === 'Complete';
  if (done) say(object, 'Normal', 'Completed', 'Job completed', context);
  else say(object, 'Warning', reason, message, context);
  const times = done ? { completionTime: now } : {};
  writeStatus(object, { ...tally, active: [] }, startTime, { conditions, ...times }, context);
}

function suspension(object: Job, context: ControllerContext): Pick<JobStatus, 'conditions'> {
  const standing = findCondition(object.status.conditions, 'Suspended');
  if (!object.spec.suspend && !standing) return {};
  const now = context.nowMs();
  const verdict = object.spec.suspend
    ? { status: 'True', reason: 'JobSuspended', message: 'Job suspended' }
    : { status: 'False', reason: 'JobResumed', message: 'Job resumed' };
  if (standing?.status !== verdict.status) {
    say(object, 'Normal', object.spec.suspend ? 'Suspended' : 'Resumed', verdict.message, context);
  }
  return {
    conditions: withCondition(object.status.conditions, { type: 'Suspended', lastProbeTime: now, ...verdict }, now),
  };
}

function writeStatus(
  object: Job,
  tally: Tally,
  startTime: number | undefined,
  rest: Pick<JobStatus, 'conditions' | 'completionTime'>,
  { client }: ControllerContext,
): void {
  const { conditions } = object.status;
  const status: JobStatus = {
    ...(conditions ? { conditions } : {}),
    ...rest,
    ...(startTime === undefined ? {} : { startTime }),
    ...(tally.active.length ? { active: tally.active.length } : {}),
    ...(tally.succeeded ? { succeeded: tally.succeeded } : {}),
    ...(tally.failed.length ? { failed: tally.failed.length } : {}),
    ready: tally.active.filter(isPodReady).length,
    terminating: 0,
    uncountedTerminatedPods: {},
  };
  client.updateStatus('Job', { ...object, status });
}
