/** Changes of circumstance that a good repair outlives: pods move, nodes drain, caches expire. */
import { FIRST_CLUSTER } from '../world/clusters.ts';
import type { World } from '../world/world.ts';
import { LabError } from './labs/folder.ts';
import type { Perturbation } from './labs/schema.ts';
import { applyStep } from './labs/steps.ts';

const SETTLE_LIMIT_MS = 900_000;

/** Perturbs a world (a fork) and lets it settle. */
export function perturb(world: World, perturbation: Perturbation): void {
  startPerturbation(world, perturbation);
  world.settle(SETTLE_LIMIT_MS);
}

/** Sets a perturbation going; what follows from it takes its time. */
export function startPerturbation(world: World, perturbation: Perturbation): void {
  switch (perturbation.uses) {
    case 'reschedule': {
      const { cluster = FIRST_CLUSTER, namespace } = perturbation;
      for (const pod of world.client(cluster).list('Pod', namespace))
        remove(world, cluster, namespace, pod.metadata.name);
      break;
    }
    case 'drain':
      drain(world, perturbation.cluster ?? FIRST_CLUSTER, perturbation.node);
      break;
    case 'restart':
      patchWorkload(world, perturbation, {
        spec: { template: { metadata: { annotations: { 'hoplab.dev/restarted': String(world.nowMs()) } } } },
      });
      break;
    case 'scale':
      patchWorkload(world, perturbation, { spec: { replicas: replicasOf(world, perturbation) + perturbation.by } });
      break;
    case 'wait':
      world.advance(perturbation.seconds * 1000);
      break;
    case 'change':
      for (const step of perturbation.steps) tryStep(world, step);
      break;
    default:
      perturbation satisfies never;
  }
}

/** What is no longer there, or what the person made so, cannot be changed: circumstances pass it by. */
function tryStep(world: World, step: Parameters<typeof applyStep>[1]): void {
  try {
    applyStep(world, step, 'lab.yaml');
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
  }
}

/** What a perturbation does, in words. */
export function describePerturbation(perturbation: Perturbation): string {
  const where = 'cluster' in perturbation && perturbation.cluster ? ` in cluster ${perturbation.cluster}` : '';
  switch (perturbation.uses) {
    case 'reschedule':
      return `every pod of ${perturbation.namespace}${where} was replaced`;
    case 'drain':
      return `node number ${perturbation.node}${where} was drained`;
    case 'restart':
      return `${perturbation.namespace}/${perturbation.workload}${where} was restarted`;
    case 'scale':
      return `${perturbation.namespace}/${perturbation.workload}${where} was scaled by ${perturbation.by}`;
    case 'wait':
      return `${perturbation.seconds} s passed`;
    case 'change':
      return perturbation.says;
    default:
      return perturbation satisfies never;
  }
}

function remove(world: World, cluster: string, namespace: string, name: string): void {
  world.request(cluster, { method: 'DELETE', path: `/api/v1/namespaces/${namespace}/pods/${name}` });
}

function drain(world: World, cluster: string, index: number): void {
  const nodes = world.client(cluster).list('Node');
  const name = nodes[index % nodes.length]?.metadata.name;
  world.request(cluster, {
    method: 'PATCH',
    path: `/api/v1/nodes/${name}`,
    headers: { 'content-type': 'application/merge-patch+json' },
    body: { spec: { unschedulable: true } },
  });
  for (const { metadata, spec } of world.client(cluster).list('Pod')) {
    const daemon = metadata.ownerReferences?.some((owner) => owner.kind === 'DaemonSet');
    if (spec.nodeName === name && !daemon) remove(world, cluster, metadata.namespace, metadata.name);
  }
}

const WORKLOADS = { Deployment: 'deployments', StatefulSet: 'statefulsets', DaemonSet: 'daemonsets' } as const;

interface WorkloadTarget {
  readonly workload: string;
  readonly namespace: string;
  readonly cluster?: string | undefined;
}

function findWorkloadKind(world: World, { workload, namespace, cluster }: WorkloadTarget) {
  return (['Deployment', 'StatefulSet', 'DaemonSet'] as const).find((kind) =>
    world.client(cluster).find(kind, workload, namespace),
  );
}

function replicasOf(world: World, target: WorkloadTarget): number {
  const kind = findWorkloadKind(world, target);
  if (kind !== 'Deployment' && kind !== 'StatefulSet') return 0;
  return world.client(target.cluster).find(kind, target.workload, target.namespace)?.spec?.replicas ?? 1;
}

function patchWorkload(world: World, target: WorkloadTarget, body: unknown): void {
  const kind = findWorkloadKind(world, target);
  if (!kind) return;
  world.request(target.cluster ?? FIRST_CLUSTER, {
    method: 'PATCH',
    path: `/apis/apps/v1/namespaces/${target.namespace}/${WORKLOADS[kind]}/${target.workload}`,
    headers: { 'content-type': 'application/merge-patch+json' },
    body,
  });
}
