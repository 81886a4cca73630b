/**
 * Taking pods away: all of them at once, each asked for again until the server lets it go, and waited for until it is
 * gone. Models: kubectl pkg/drain/drain.go, evictPods and deletePods.
 */
import type { Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { formatDuration } from '../cli/duration.ts';
import { AggregateFailure, CommandError, Exit, isNotFound, StatusError } from '../cli/errors.ts';
import { pathOf } from '../client/discovery.ts';
import { type JsonObject, object, text } from '../json.ts';
import { isSkipped } from './drain-plan.ts';

/** How long after a refusal an eviction is asked for again, and how often a pod is looked for. */
const RETRY_MS = 5000;
const LOOK_MS = 1000;
/** So long the clock jumps from try to try; then it goes with the wall, so that a person can see to what blocks. */
const PATIENCE_MS = 60_000;
/** A script, that nobody looks at, ends as if it had been interrupted. */
const SCRIPT_PATIENCE_MS = 3_600_000;

/** Pods of which one task takes care: one that is evicted, or all that are deleted. */
interface Task {
  stage: 'Evict' | 'Wait' | 'Done';
  dueMs: number;
  pending: readonly JsonObject[];
  failure: Error | undefined;
}

interface Removal {
  readonly invocation: Invocation;
  readonly how: 'evicted' | 'deleted';
  readonly deadlineMs: number;
  /** When a pod went last, or the removal began. */
  lastGoneMs: number;
}

const nameOf = (pod: JsonObject): string => text(pod, 'metadata', 'name');
const namespaceOf = (pod: JsonObject): string => text(pod, 'metadata', 'namespace');
const eachOf = (pod: JsonObject): string =>
  `pods/${JSON.stringify(nameOf(pod))} -n ${JSON.stringify(namespaceOf(pod))}`;

const podPath = ({ discovery }: Invocation, pod: JsonObject, subresource?: string): string =>
  pathOf(discovery.get('pods'), namespaceOf(pod), nameOf(pod), subresource);

function deleteOptions({ flags }: Invocation): JsonObject {
  const grace = flags.int('grace-period');
  return {
    ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}),
    ...(dryRunOf(flags) === 'server' ? { dryRun: ['All'] } : {}),
  };
}

function evict(invocation: Invocation, pod: JsonObject): void {
  const { name, namespace } = object(pod, 'metadata');
  invocation.api.post(podPath(invocation, pod, 'eviction'), {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name, namespace },
    deleteOptions: deleteOptions(invocation),
  });
}

function deletePod(invocation: Invocation, pod: JsonObject): void {
  try {
    const body = { apiVersion: 'v1', kind: 'DeleteOptions', ...deleteOptions(invocation) };
    invocation.api.delete(podPath(invocation, pod), body);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** One try. A refusal that passes sets the time of the next one. */
function tryEviction({ invocation, deadlineMs }: Removal, task: Task, pod: JsonObject): void {
  const { flags, io } = invocation;
  const dryRun = dryRunOf(flags) === 'server';
  io.out(`evicting pod ${namespaceOf(pod)}/${nameOf(pod)}${dryRun ? ' (server dry run)' : ''}\n`);
  const now = io.clock.nowMs();
  if (now >= deadlineMs)
    throw new CommandError(
      `error when evicting ${eachOf(pod)}: global timeout reached: ${formatDuration(flags.duration('timeout'))}`,
    );
  try {
    evict(invocation, pod);
    task.stage = dryRun ? 'Done' : 'Wait';
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (isNotFound(error)) {
      task.stage = 'Done';
      return;
    }
    if (!(error instanceof StatusError) || error.reason !== 'TooManyRequests')
      throw new CommandError(`error when evicting ${eachOf(pod)}: ${error.message}`);
    const delay = formatDuration(RETRY_MS);
    io.err(`error when evicting ${eachOf(pod)} (will retry after ${delay}): ${error.message}\n`);
    task.dueMs = now + RETRY_MS;
  }
}

/** What is still there of a pod that was asked to go; undefined when it, or that very pod, is gone. */
function findLeft(invocation: Invocation, pod: JsonObject): JsonObject | undefined {
  try {
    const live = invocation.api.object(podPath(invocation, pod));
    return text(live, 'metadata', 'uid') === text(pod, 'metadata', 'uid') ? live : undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** True while the pod is to be waited for. */
function isAwaited(removal: Removal, pod: JsonObject): boolean {
  const { invocation, how } = removal;
  const { flags, io } = invocation;
  const left = findLeft(invocation, pod);
  if (left && !isSkipped(invocation, left)) return true;
  removal.lastGoneMs = io.clock.nowMs();
  const limit = flags.text('skip-wait-for-delete-timeout');
  io.out(
    left
      ? `pod ${JSON.stringify(nameOf(pod))} has DeletionTimestamp older than ${limit} seconds, skipping\n`
      : `pod/${nameOf(pod)} ${how}\n`,
  );
  return false;
}

function look(removal: Removal, task: Task): void {
  const { io } = removal.invocation;
  if (io.clock.nowMs() >= removal.deadlineMs) throw new CommandError('context deadline exceeded');
  task.pending = task.pending.filter((pod) => isAwaited(removal, pod));
  if (task.pending.length === 0) task.stage = 'Done';
  else task.dueMs = Math.min(io.clock.nowMs() + LOOK_MS, removal.deadlineMs);
}

/** A failure while an evicted pod is waited for says which. */
function waitFailure({ how }: Removal, task: Task, error: Error): Error {
  const [pod] = task.pending;
  if (how === 'deleted' || !pod || task.stage !== 'Wait') return error;
  const [name, namespace] = [JSON.stringify(nameOf(pod)), JSON.stringify(namespaceOf(pod))];
  return new CommandError(
    `error when waiting for pod ${name} in namespace ${namespace} to terminate: ${error.message}`,
  );
}

function step(removal: Removal, task: Task): void {
  const [pod] = task.pending;
  try {
    if (task.stage === 'Evict' && pod) tryEviction(removal, task, pod);
    if (task.stage === 'Wait') look(removal, task);
  } catch (error) {
    if (!(error instanceof Error) || error instanceof Exit) throw error;
    task.failure = waitFailure(removal, task, error);
    task.stage = 'Done';
  }
}

/** Lets the world go on until `dueMs`. */
async function pause({ invocation: { io }, lastGoneMs }: Removal, dueMs: number): Promise<void> {
  const blockedMs = io.clock.nowMs() - lastGoneMs;
  if (blockedMs >= SCRIPT_PATIENCE_MS && !io.tty) throw new Exit(1);
  if (blockedMs < PATIENCE_MS || !io.tty) await io.clock.sleep(Math.max(0, dueMs - io.clock.nowMs()));
  while (io.clock.nowMs() < dueMs && !io.interrupted())
    if ((await io.clock.next('follow')) !== 'moved') throw new Exit(1);
  if (io.interrupted()) throw new Exit(1);
}

async function finish(removal: Removal, tasks: readonly Task[]): Promise<void> {
  const { clock } = removal.invocation.io;
  for (;;) {
    for (const task of tasks) if (task.stage !== 'Done' && task.dueMs <= clock.nowMs()) step(removal, task);
    const open = tasks.filter(({ stage }) => stage !== 'Done');
    if (open.length === 0) return;
    await pause(removal, Math.min(...open.map(({ dueMs }) => dueMs)));
  }
}

/** Evicts where the server can, else deletes; resolves when all are gone. Throws what went wrong. */
export async function removePods(invocation: Invocation, pods: readonly JsonObject[]): Promise<void> {
  if (pods.length === 0) return;
  const { discovery, flags, io } = invocation;
  const limit = flags.duration('timeout');
  const now = io.clock.nowMs();
  const evicts = discovery.get('pods').subresources.includes('eviction') && !flags.bool('disable-eviction');
  const removal: Removal = {
    invocation,
    how: evicts ? 'evicted' : 'deleted',
    deadlineMs: limit === 0 ? Number.POSITIVE_INFINITY : now + limit,
    lastGoneMs: now,
  };
  if (!evicts) for (const pod of pods) deletePod(invocation, pod);
  const taskOf = (pending: readonly JsonObject[], stage: 'Evict' | 'Wait'): Task => ({
    stage,
    dueMs: now,
    pending,
    failure: undefined,
  });
  const tasks = evicts ? pods.map((pod) => taskOf([pod], 'Evict')) : [taskOf(pods, 'Wait')];
  await finish(removal, tasks);
  const failures = tasks.flatMap(({ failure }) => failure ?? []);
  const [first] = failures;
  if (first) throw evicts ? new AggregateFailure(failures) : first;
}
