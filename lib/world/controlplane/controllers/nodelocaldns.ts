/**
 * What node-cache does to its node while it runs, and undoes when it is told to stop: the interface at once, the rules once CoreDNS is up. One
 * that is killed, or ends by itself, leaves them as they are.
 *
 * Models: https://github.com/kubernetes/dns/blob/1.26.7/cmd/node-cache/app/cache_app.go, main.go (OnProcessExit)
 * Differs: what another process takes away is not looked for every `syncinterval`: nobody here does that.
 */
import { clusterTable } from '../../cluster.ts';
import { type NodeCacheTraces, nodeCaches } from '../../dataplane/node-cache.ts';
import { listNodeCacheRules, ruleText } from '../../dataplane/node-cache-rules.ts';
import { findWorkload } from '../../workloads/catalogue.ts';
import { runningIdOf, runningSince } from '../../workloads/containers.ts';
import { appendLog } from '../../workloads/logs.ts';
import { isNodeCache, type NodeCacheFlags, nodeCacheFlags } from '../../workloads/node-cache-flags.ts';
import { processOf } from '../../workloads/process.ts';
import { stoppingOf, stoppingSinceMs } from '../../workloads/stopping.ts';
import type { Process } from '../../workloads/workload.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import { nameOf, namespaceOf, type Pod } from '../objects.ts';
import { isSame } from '../same.ts';
import { noteChange } from '../silence.ts';

export const nodeLocalDns: Controller = {
  name: 'node-local-dns',
  watches: { Pod: ({ object, previous }) => nodeOf((object ?? previous) as Pod | undefined) },
  reconcile(node, context) {
    const running = findRunning(node, context);
    const before = nodeCaches(context.cluster).get(node);
    if (before && running?.containerID !== before.containerID && isTornDown(before, context)) remove(node, context);
    if (running) tend(node, running, context);
  },
};

function nodeOf(pod: Pod | undefined): string[] {
  const { nodeName, hostNetwork, containers = [] } = pod?.spec ?? {};
  return nodeName && hostNetwork && containers.some(({ image = '' }) => isNodeCache(image)) ? [nodeName] : [];
}

interface Running {
  readonly process: Process;
  readonly flags: NodeCacheFlags;
  readonly containerID: string;
  readonly startedMs: number;
}

/** The node's cache that runs; of two, the one that began last. */
function findRunning(node: string, { client, cluster }: ControllerContext): Running | undefined {
  let found: Running | undefined;
  for (const pod of client.list('Pod')) {
    if (nodeOf(pod)[0] !== node) continue;
    const container = pod.spec.containers.find(({ image = '' }) => isNodeCache(image));
    const startedMs = container && runningSince(pod, container.name);
    if (!container || startedMs === undefined || (found && found.startedMs >= startedMs)) continue;
    const process = processOf(cluster, pod, container.name);
    const flags = nodeCacheFlags(process);
    if (typeof flags === 'string') continue;
    found = { process, flags, startedMs, containerID: runningIdOf(pod, container.name) ?? nameOf(pod) };
  }
  return found;
}

function tend(node: string, running: Running, context: ControllerContext): void {
  const { cluster } = context;
  const { process } = running;
  const stoppingMs = stoppingSinceMs(cluster, process.pod);
  if (stoppingMs !== undefined) {
    const { closesMs, end } = stoppingOf(process, findWorkload(process.container.image ?? ''));
    const dueMs = stoppingMs + closesMs - context.nowMs();
    if (end === 'Killed') leaveBehind(node, context);
    else if (dueMs > 0) context.after(dueMs, node);
    else if (!nodeCaches(cluster).get(node)?.stay) remove(node, context);
    return;
  }
  setUp(node, running, context);
}

/** An address that was left by another process stays beside those of this one. */
function setUp(node: string, { process, flags, containerID, startedMs }: Running, context: ControllerContext): void {
  const { cluster, pod } = process;
  const before = nodeCaches(cluster).get(node);
  if (before?.containerID !== containerID) {
    clusterTable(cluster, 'dnscache').delete(pod.metadata.uid ?? nameOf(pod));
  }
  const dueMs = startedMs + flags.rulesAfterMs - context.nowMs();
  const union = (known: readonly string[] = []) => [...new Set([...known, ...flags.localIps])];
  const isDue = flags.setupIptables && dueMs <= 0;
  const rules = isDue ? { addresses: union(before?.rules?.addresses), healthPort: flags.healthPort } : before?.rules;
  const link = flags.setupInterface
    ? { name: flags.interfaceName, addresses: union(before?.interface?.addresses) }
    : before?.interface;
  const next: NodeCacheTraces = {
    pod: { namespace: namespaceOf(pod), name: nameOf(pod) },
    containerID,
    ...(flags.skipTeardown ? { stay: true } : {}),
    ...(link ? { interface: link } : {}),
    ...(rules ? { rules } : {}),
  };
  if (!before || !isSame(before, next)) {
    nodeCaches(cluster).set(node, next);
    noteChange(cluster.state);
  }
  if (isDue && !isSame(before?.rules, rules)) sayAdded(process, flags);
  if (flags.setupIptables && dueMs > 0) context.after(dueMs, node);
}

function sayAdded({ cluster, pod, container }: Process, { localIps, healthPort }: NodeCacheFlags): void {
  const rules = listNodeCacheRules({ addresses: localIps, healthPort });
  const place = { namespace: namespaceOf(pod), pod: nameOf(pod), container: container.name };
  appendLog(cluster, place, ...rules.map((rule) => `[INFO] Added back nodelocaldns rule - ${ruleText(rule)}`));
}

/**
 * Whether the process that made them took them away as it ended: only one that was told to stop does so, and then its code is 0. A pod that is
 * gone without a trace was told to.
 */
function isTornDown({ pod, containerID, stay }: NodeCacheTraces, { client }: ControllerContext): boolean {
  if (stay) return false;
  const standing = client.find('Pod', pod.name, pod.namespace);
  if (!standing) return true;
  const ends = (standing.status.containerStatuses ?? []).flatMap(({ state, lastState }) => [state, lastState]);
  return ends.find((one) => one?.terminated?.containerID === containerID)?.terminated?.exitCode === 0;
}

/** Its grace period will be over before it is told. */
function leaveBehind(node: string, { cluster }: ControllerContext): void {
  const traces = nodeCaches(cluster).get(node);
  if (traces && !traces.stay) nodeCaches(cluster).set(node, { ...traces, stay: true });
}

function remove(node: string, { cluster }: ControllerContext): void {
  if (!nodeCaches(cluster).get(node)) return;
  nodeCaches(cluster).delete(node);
  noteChange(cluster.state);
}
