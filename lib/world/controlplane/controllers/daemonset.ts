/** One pod of a template on each node that takes it. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/daemon/daemon_controller.go */
import type { DaemonSetStatus } from '../../api/apps/v1/daemonset.schema.ts';
import { claimObjects } from '../claim.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import { daemonPodSpec, shouldRunOn, staysOn } from '../daemonset/placement.ts';
import { portion } from '../deployment/rollout.ts';
import {
  controllerReference,
  type DaemonSet,
  keyOf,
  listNewsKeys,
  listOwnerKeys,
  type Node,
  namespaceOf,
  type Pod,
  splitKey,
} from '../objects.ts';
import { isPodAvailable, isPodNews, isPodReady, isPodTerminal } from '../pod-state.ts';
import { createPod } from '../pod-template.ts';
import { REVISION_HASH, type Revisions, syncRevisions } from '../revisions.ts';
import { isSame } from '../same.ts';
import { findPinnedNode } from '../scheduling/node-affinity.ts';

const GENERATION = 'deprecated.daemonset.template.generation';

export const daemonset: Controller = {
  name: 'daemonset',
  watches: {
    DaemonSet: ({ object, previous }) =>
      listNewsKeys(object as DaemonSet | undefined, previous as DaemonSet | undefined),
    Node: ({ object, previous }, { client }) => {
      const [node, before] = [object as Node | undefined, previous as Node | undefined];
      const same = node && before && node.spec === before.spec && node.metadata.labels === before.metadata.labels;
      return same ? [] : client.list('DaemonSet').map(keyOf);
    },
    Pod: (change) =>
      isPodNews(change)
        ? listOwnerKeys('DaemonSet', change.object as Pod | undefined, change.previous as Pod | undefined)
        : [],
  },
  reconcile(key, context) {
    const { namespace, name } = splitKey(key);
    const set = context.client.find('DaemonSet', name, namespace);
    if (set) sync(set, context);
  },
};

function sync(set: DaemonSet, context: ControllerContext): void {
  const { client } = context;
  const pods = claimObjects(client.list('Pod', namespaceOf(set)), {
    owner: set,
    reference: controllerReference(set, 'apps/v1', 'DaemonSet'),
    selector: set.spec.selector,
    write: (pod, ownerReferences) => client.update('Pod', { ...pod, metadata: { ...pod.metadata, ownerReferences } }),
  });
  const inUse = new Set(pods.map((pod) => pod.metadata.labels?.[REVISION_HASH] ?? ''));
  const revisions = syncRevisions(set, 'DaemonSet', inUse, context);
  const byNode = groupByNode(pods);
  if (set.metadata.deletionTimestamp === undefined) {
    manage(set, byNode, revisions, context);
    if (set.spec.updateStrategy?.type !== 'OnDelete') rollingUpdate(set, byNode, revisions, context);
  }
  writeStatus(set, byNode, revisions, context);
}

function groupByNode(pods: readonly Pod[]): ReadonlyMap<string, readonly Pod[]> {
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    const node = pod.spec.nodeName ?? findPinnedNode(pod.spec) ?? '';
    byNode.set(node, [...(byNode.get(node) ?? []), pod]);
  }
  return byNode;
}

function manage(
  set: DaemonSet,
  byNode: ReadonlyMap<string, readonly Pod[]>,
  revisions: Revisions,
  context: ControllerContext,
): void {
  for (const node of context.client.list('Node')) {
    const standing = byNode.get(node.metadata.name) ?? [];
    const ended = standing.filter(isPodTerminal);
    for (const pod of ended) remove(set, pod, context);
    const living = standing.filter((pod) => !isPodTerminal(pod));
    if (living.length === 0 && ended.length === 0 && shouldRunOn(set, node)) create(set, node, revisions, context);
    for (const pod of staysOn(set, node) ? listSurplus(set, living, revisions, context) : living)
      remove(set, pod, context);
  }
}

function byAge(a: Pod, b: Pod): number {
  return (a.metadata.creationTimestamp ?? 0) - (b.metadata.creationTimestamp ?? 0);
}

function create(set: DaemonSet, node: Node, { hash }: Revisions, context: ControllerContext): void {
  const { template } = set.spec;
  const generation = set.metadata.annotations?.[GENERATION] ?? '1';
  const wanted = {
    namespace: namespaceOf(set),
    name: { prefix: `${set.metadata.name}-` },
    owner: controllerReference(set, 'apps/v1', 'DaemonSet'),
    labels: { [REVISION_HASH]: hash, 'pod-template-generation': generation },
  };
  const pod = createPod(context, template, wanted, daemonPodSpec(template.spec as Pod['spec'], node.metadata.name));
  say(set, 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`, context);
}

function remove(set: DaemonSet, pod: Pod, context: ControllerContext): void {
  if (pod.metadata.deletionTimestamp !== undefined) return;
  context.client.delete('Pod', pod.metadata.name, namespaceOf(pod));
  say(set, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`, context);
}

function say(set: DaemonSet, reason: string, message: string, { client }: ControllerContext): void {
  const regarding = { kind: 'DaemonSet', namespace: namespaceOf(set), name: set.metadata.name } as const;
  client.record({ regarding, type: 'Normal', reason, message, source: { component: 'daemonset-controller' } });
}

/** All but the oldest; in an update with a surge the old one goes as soon as the new one is available. */
function listSurplus(
  set: DaemonSet,
  living: readonly Pod[],
  { hash }: Revisions,
  context: ControllerContext,
): readonly Pod[] {
  const [oldest, ...others] = living.toSorted(byAge);
  const fresh = others.find((pod) => pod.metadata.labels?.[REVISION_HASH] === hash);
  if (!oldest || !fresh || maxSurge(set, living.length) === 0 || oldest.metadata.labels?.[REVISION_HASH] === hash)
    return others;
  const replaced = isPodAvailable(fresh, set.spec.minReadySeconds ?? 0, context.nowMs());
  return replaced ? living.filter((pod) => pod !== fresh) : others.filter((pod) => pod !== fresh);
}

function maxSurge({ spec }: DaemonSet, nodes: number): number {
  return portion(spec.updateStrategy?.rollingUpdate?.maxSurge ?? 0, nodes, Math.ceil);
}

/** New pods beside old ones, at most `maxSurge` nodes at a time; an old one that is not available makes way at once. */
function surge(
  set: DaemonSet,
  nodes: readonly Node[],
  byNode: ReadonlyMap<string, readonly Pod[]>,
  revisions: Revisions,
  context: ControllerContext,
): void {
  const isNew = (pod: Pod) => pod.metadata.labels?.[REVISION_HASH] === revisions.hash;
  const living = (node: Node) =>
    (byNode.get(node.metadata.name) ?? []).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  let room = maxSurge(set, nodes.length) - nodes.filter((node) => living(node).length > 1).length;
  for (const node of nodes) {
    const pods = living(node);
    if (pods.length !== 1 || pods.some(isNew) || room <= 0) continue;
    create(set, node, revisions, context);
    room--;
  }
}

/** Old pods make way while not more than `maxUnavailable` are away. */
function rollingUpdate(
  set: DaemonSet,
  byNode: ReadonlyMap<string, readonly Pod[]>,
  revisions: Revisions,
  context: ControllerContext,
): void {
  const { hash } = revisions;
  const nodes = context.client.list('Node').filter((node) => shouldRunOn(set, node));
  if (maxSurge(set, nodes.length) > 0) {
    surge(set, nodes, byNode, revisions, context);
    return;
  }
  const limit = portion(set.spec.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, nodes.length, Math.ceil);
  let away = 0;
  const old: Pod[] = [];
  for (const node of nodes) {
    const pod = byNode.get(node.metadata.name)?.find((each) => each.metadata.deletionTimestamp === undefined);
    const available = pod && isPodAvailable(pod, set.spec.minReadySeconds ?? 0, context.nowMs());
    const isOld = pod && pod.metadata.labels?.[REVISION_HASH] !== hash;
    if (!available) away++;
    if (isOld && !available) remove(set, pod, context);
    else if (isOld) old.push(pod);
  }
  for (const pod of old.slice(0, Math.max(0, limit - away))) remove(set, pod, context);
}

function writeStatus(
  set: DaemonSet,
  byNode: ReadonlyMap<string, readonly Pod[]>,
  { hash }: Revisions,
  context: ControllerContext,
): void {
  let [desired, current, misscheduled, ready, updated, available] = [0, 0, 0, 0, 0, 0];
  const wait = set.spec.minReadySeconds ?? 0;
  for (const node of context.client.list('Node')) {
    const pods = byNode.get(node.metadata.name) ?? [];
    const oldest = pods.toSorted(byAge)[0];
    if (!shouldRunOn(set, node)) {
      if (oldest) misscheduled++;
      continue;
    }
    desired++;
    if (!oldest) continue;
    current++;
    if (isPodReady(oldest)) ready++;
    if (isPodAvailable(oldest, wait, context.nowMs())) available++;
    if (oldest.metadata.labels?.[REVISION_HASH] === hash) updated++;
  }
  if (wait > 0 && available < ready) context.after(wait * 1000, keyOf(set));
  const status: DaemonSetStatus = {
    currentNumberScheduled: current,
    numberMisscheduled: misscheduled,
    desiredNumberScheduled: desired,
    numberReady: ready,
    ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
    ...(updated ? { updatedNumberScheduled: updated } : {}),
    ...(available ? { numberAvailable: available } : {}),
    ...(desired - available > 0 ? { numberUnavailable: desired - available } : {}),
  };
  if (!isSame(status, set.status)) context.client.updateStatus('DaemonSet', { ...set, status });
}
