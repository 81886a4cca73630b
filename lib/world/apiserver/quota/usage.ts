/**
 * What a quota counts, and how much of it stands in its namespace.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/quota/v1/evaluator/core
 */
import type { Container, PodSpec } from '../../api/core/v1/pod.schema.ts';
import { getKind, type KindName, listKinds, type ObjectOf } from '../../api/kinds.ts';
import { addQuantities, compareQuantities } from '../../api/quantity.ts';
import type { Cluster } from '../../cluster.ts';
import { listObjects } from '../store.ts';

export type Amounts = Readonly<Record<string, string>>;

type Quota = ObjectOf<'ResourceQuota'>;
type Pod = ObjectOf<'Pod'>;
type Service = ObjectOf<'Service'>;

/** Kinds that a quota may count under their own plural. */
const BY_PLURAL = new Map<string, KindName>(
  (
    [
      'Pod',
      'Service',
      'ReplicationController',
      'ResourceQuota',
      'Secret',
      'ConfigMap',
      'PersistentVolumeClaim',
    ] as const
  ).map((kind) => [getKind(kind).plural, kind]),
);
const COMPUTE = new Set(['cpu', 'memory', 'ephemeral-storage']);

export function add(a: Amounts, b: Amounts): Record<string, string> {
  const sum: Record<string, string> = { ...a };
  for (const [name, amount] of Object.entries(b)) sum[name] = addQuantities(sum[name] ?? '0', amount);
  return sum;
}

function sumOf(containers: readonly Container[] | undefined, part: 'requests' | 'limits'): Record<string, string> {
  return (containers ?? []).reduce<Record<string, string>>(
    (sum, { resources }) => add(sum, resources?.[part] ?? {}),
    {},
  );
}

/** The larger of the sum of the containers and of each container that runs before them. */
export function podTotal({ containers, initContainers, overhead }: PodSpec, part: 'requests' | 'limits'): Amounts {
  const stays = initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always');
  const total = add(sumOf(containers, part), sumOf(stays, part));
  for (const { resources, restartPolicy } of initContainers ?? []) {
    if (restartPolicy === 'Always') continue;
    for (const [name, amount] of Object.entries(resources?.[part] ?? {})) {
      if (compareQuantities(amount, total[name] ?? '0') > 0) total[name] = amount;
    }
  }
  return overhead ? add(total, overhead) : total;
}

function podUsage({ spec }: Pod): Amounts {
  const usage: Record<string, string> = { pods: '1' };
  for (const [name, amount] of Object.entries(podTotal(spec, 'requests'))) {
    if (COMPUTE.has(name)) usage[name] = amount;
    usage[`requests.${name}`] = amount;
  }
  for (const [name, amount] of Object.entries(podTotal(spec, 'limits'))) usage[`limits.${name}`] = amount;
  return usage;
}

function serviceUsage({ spec }: Service): Amounts {
  const ports = String(spec.ports?.length ?? 0);
  const balanced = spec.type === 'LoadBalancer';
  return {
    services: '1',
    ...(balanced ? { 'services.loadbalancers': '1' } : {}),
    ...(spec.type === 'NodePort' || (balanced && spec.allocateLoadBalancerNodePorts !== false)
      ? { 'services.nodeports': ports }
      : {}),
  };
}

function matchesScope(scope: string, { spec, status }: Pod): boolean {
  switch (scope) {
    case 'Terminating':
      return (spec.activeDeadlineSeconds ?? -1) >= 0;
    case 'NotTerminating':
      return spec.activeDeadlineSeconds === undefined;
    case 'BestEffort':
      return (status.qosClass ?? 'BestEffort') === 'BestEffort';
    case 'NotBestEffort':
      return (status.qosClass ?? 'BestEffort') !== 'BestEffort';
    default:
      return true;
  }
}

/** Whether the quota is about the object at all; a quota with scopes is about pods only. */
export function isInScope({ spec }: Quota, kind: KindName, object: object): boolean {
  const scopes = spec.scopes ?? [];
  return scopes.length === 0 || (kind === 'Pod' && scopes.every((scope) => matchesScope(scope, object as Pod)));
}

/** How much of anything one object takes. */
export function amountOf(kind: KindName, object: object): Amounts {
  const { plural, group } = getKind(kind);
  const count = { [group ? `count/${plural}.${group}` : `count/${plural}`]: '1' };
  if (kind === 'Pod') {
    const { phase } = (object as Pod).status;
    return phase === 'Succeeded' || phase === 'Failed' ? count : { ...podUsage(object as Pod), ...count };
  }
  if (kind === 'Service') return { ...serviceUsage(object as Service), ...count };
  if (kind === 'PersistentVolumeClaim') {
    const storage = (object as ObjectOf<'PersistentVolumeClaim'>).spec.resources?.requests?.storage;
    return { persistentvolumeclaims: '1', ...(storage ? { 'requests.storage': storage } : {}), ...count };
  }
  return BY_PLURAL.get(plural) === kind ? { [plural]: '1', ...count } : count;
}

/** The kinds that a name of `spec.hard` is about. */
function kindsOf(name: string): readonly KindName[] {
  if (name.startsWith('count/')) {
    const resource = name.slice('count/'.length);
    return listKinds()
      .filter(({ plural, group }) => resource === (group ? `${plural}.${group}` : plural))
      .map(({ kind }) => kind);
  }
  if (name.startsWith('services')) return ['Service'];
  if (name === 'requests.storage') return ['PersistentVolumeClaim'];
  const own = BY_PLURAL.get(name);
  return [own ?? 'Pod'];
}

/** `status.used`: for each name of `spec.hard` what stands in the namespace. */
export function usageOf(cluster: Cluster, quota: Quota): Record<string, string> {
  const names = Object.keys(quota.spec.hard ?? {});
  let total: Record<string, string> = {};
  for (const kind of new Set(names.flatMap(kindsOf))) {
    for (const object of listObjects(cluster, kind, quota.metadata.namespace)) {
      if (isInScope(quota, kind, object)) total = add(total, amountOf(kind, object));
    }
  }
  return Object.fromEntries(names.map((name) => [name, total[name] ?? '0']));
}
