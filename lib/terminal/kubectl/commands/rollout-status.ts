import type { Invocation } from '../cli/command.ts';
import { CommandError, StatusError } from '../cli/errors.ts';
import { apiVersionOf, pathOf } from '../client/discovery.ts';
import { fetchObjects, type Info, selectResources } from '../client/resources.ts';
import { at, isObject, type JsonObject, list, number, text } from '../json.ts';

interface Seen {
  readonly message: string;
  readonly done: boolean;
}

const waiting = (message: string): Seen => ({ message, done: false });
const finished = (message: string): Seen => ({ message, done: true });
const count = (object: JsonObject, ...path: string[]): number => number(object, ...path) ?? 0;

const isObserved = (object: JsonObject): boolean =>
  count(object, 'metadata', 'generation') <= count(object, 'status', 'observedGeneration');

/** Models: kubectl's DeploymentStatusViewer. */
function deploymentStatus(deployment: JsonObject, name: string): Seen {
  if (!isObserved(deployment)) return waiting('Waiting for deployment spec update to be observed...\n');
  const conditions = list(deployment, 'status', 'conditions');
  const stuck = conditions.some(
    (one) => text(one, 'type') === 'Progressing' && text(one, 'reason') === 'ProgressDeadlineExceeded',
  );
  if (stuck) throw new CommandError(`deployment ${JSON.stringify(name)} exceeded its progress deadline`);
  const status = (key: string) => count(deployment, 'status', key);
  const wanted = number(deployment, 'spec', 'replicas');
  const head = `Waiting for deployment ${JSON.stringify(name)} rollout to finish: `;
  const [updated, total, available] = [status('updatedReplicas'), status('replicas'), status('availableReplicas')];
  if (wanted !== undefined && updated < wanted)
    return waiting(`${head}${updated} out of ${wanted} new replicas have been updated...\n`);
  if (total > updated) return waiting(`${head}${total - updated} old replicas are pending termination...\n`);
  if (available < updated) return waiting(`${head}${available} of ${updated} updated replicas are available...\n`);
  return finished(`deployment ${JSON.stringify(name)} successfully rolled out\n`);
}

/** Models: kubectl's DaemonSetStatusViewer. */
function daemonSetStatus(set: JsonObject, name: string): Seen {
  if (text(set, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate')
    throw new CommandError(`rollout status is only available for RollingUpdate strategy type`);
  if (!isObserved(set)) return waiting('Waiting for daemon set spec update to be observed...\n');
  const status = (key: string) => count(set, 'status', key);
  const head = `Waiting for daemon set ${JSON.stringify(name)} rollout to finish: `;
  const desired = status('desiredNumberScheduled');
  if (status('updatedNumberScheduled') < desired)
    return waiting(`${head}${status('updatedNumberScheduled')} out of ${desired} new pods have been updated...\n`);
  if (status('numberAvailable') < desired)
    return waiting(`${head}${status('numberAvailable')} of ${desired} updated pods are available...\n`);
  return finished(`daemon set ${JSON.stringify(name)} successfully rolled out\n`);
}

/** Models: kubectl's StatefulSetStatusViewer. */
function statefulSetStatus(set: JsonObject): Seen {
  if (text(set, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate')
    throw new CommandError(`rollout status is only available for RollingUpdate strategy type`);
  if (count(set, 'status', 'observedGeneration') === 0 || !isObserved(set))
    return waiting('Waiting for statefulset spec update to be observed...\n');
  const [wanted, ready] = [number(set, 'spec', 'replicas'), count(set, 'status', 'readyReplicas')];
  if (wanted !== undefined && ready < wanted) return waiting(`Waiting for ${wanted - ready} pods to be ready...\n`);
  const [updated, partition] = [
    count(set, 'status', 'updatedReplicas'),
    number(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition'),
  ];
  if (at(set, 'spec', 'updateStrategy', 'rollingUpdate') && wanted !== undefined && partition !== undefined) {
    const expected = wanted - partition;
    if (updated < expected)
      return waiting(
        `Waiting for partitioned roll out to finish: ${updated} out of ${expected} new pods have been updated...\n`,
      );
    return finished(`partitioned roll out complete: ${updated} new pods have been updated...\n`);
  }
  const revision = text(set, 'status', 'updateRevision');
  if (revision !== text(set, 'status', 'currentRevision'))
    return waiting(`waiting for statefulset rolling update to complete ${updated} pods at revision ${revision}...\n`);
  return finished(
    `statefulset rolling update complete ${count(set, 'status', 'currentReplicas')} pods at revision ${revision}...\n`,
  );
}

function statusOf(info: Info, object: JsonObject, revision: number): Seen {
  const { kind } = info.resource;
  const stored = text(object, 'metadata', 'annotations', 'deployment.kubernetes.io/revision');
  if (kind === 'Deployment' && revision > 0 && Number(stored) !== revision)
    throw new CommandError(`desired revision (${revision}) is different from the running revision (${stored || 0})`);
  if (kind === 'Deployment') return deploymentStatus(object, info.name);
  if (kind === 'DaemonSet') return daemonSetStatus(object, info.name);
  if (kind === 'StatefulSet') return statefulSetStatus(object);
  throw new CommandError(`no status viewer has been implemented for ${kind}`);
}

/** Says every state of one object until it is done. */
async function watchOne(invocation: Invocation, info: Info, deadline: number): Promise<number> {
  const { api, flags, io } = invocation;
  const revision = flags.int('revision');
  const path = pathOf(info.resource, info.namespace);
  const watch = api.watch(path, { fieldSelector: `metadata.name=${info.name}` });
  try {
    for (;;) {
      for (const event of watch.drain()) {
        if (event.type === 'DELETED') throw new CommandError('object has been deleted');
        if (event.type === 'ERROR') throw new StatusError(isObject(event.object) ? event.object : {});
        if (event.type === 'BOOKMARK' || !isObject(event.object)) continue;
        const { message, done } = statusOf(info, event.object, revision);
        io.out(message);
        if (done || !flags.bool('watch')) return 0;
      }
      const left = deadline - io.clock.nowMs();
      if (left <= 0) throw new CommandError('timed out waiting for the condition');
      const next = await io.clock.next('jump');
      if (next === 'interrupted' || io.interrupted()) return 1;
      if (next === 'idle' && deadline === Number.POSITIVE_INFINITY) return 1;
      if (next === 'idle') await io.clock.sleep(left);
    }
  } finally {
    watch.close();
  }
}

export async function runStatus(invocation: Invocation): Promise<number> {
  const { args, flags, io } = invocation;
  if (args.length === 0 && flags.list('filename').length === 0)
    throw new CommandError('required resource not specified');
  if (flags.int('revision') < 0)
    throw new CommandError(`revision must be a positive integer: ${flags.text('revision')}`);
  const selection = selectResources(invocation, flags, args, { bareTypes: true });
  const { infos, errors } = fetchObjects(invocation, selection);
  const [failure] = errors;
  if (failure) throw failure;
  if (infos.length === 0) {
    io.err(`No resources found in ${invocation.namespace} namespace.\n`);
    return 0;
  }
  const limit = flags.duration('timeout');
  const deadline = limit === 0 ? Number.POSITIVE_INFINITY : io.clock.nowMs() + limit;
  for (const info of infos) {
    statusOf(info, { apiVersion: apiVersionOf(info.resource), ...info.object }, flags.int('revision'));
    const code = await watchOne(invocation, info, deadline);
    if (code !== 0) return code;
  }
  return 0;
}
