/** Changes of circumstance that a good repair outlives: pods move, nodes drain, caches expire. */
import type { World } from '../world/world.ts';
import type { Perturbation } from './labs/schema.ts';

const SETTLE_LIMIT_MS = 900_000;

/** Perturbs a world (a fork) and lets it settle. */
export function perturb(world: World, perturbation: Perturbation): void {
  startPerturbation(world, perturbation);
  world.settle(SETTLE_LIMIT_MS);
}

/** Sets a perturbation going; what follows from it takes its time. */
export function startPerturbation(world: World, perturbation: Perturbation): void {
  const client = world.client();
  switch (perturbation.uses) {
    case 'reschedule':
      for (const pod of client.list('Pod', perturbation.namespace))
        remove(world, perturbation.namespace, pod.metadata?.name);
      break;
    case 'drain':
      drain(world, perturbation.node);
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
    default:
      perturbation satisfies never;
  }
}

/** What a perturbation does, in words. */
export function describePerturbation(perturbation: Perturbation): string {
  switch (perturbation.uses) {
    case 'reschedule':
      return `every pod of ${perturbation.namespace} was replaced`;
    case 'drain':
      return `node number ${perturbation.node} was drained`;
    case 'restart':
      return `${perturbation.namespace}/${perturbation.workload} was restarted`;
    case 'scale':
      return `${perturbation.namespace}/${perturbation.workload} was scaled by ${perturbation.by}`;
    case 'wait':
      return `${perturbation.seconds} s passed`;
    default:
      return perturbation satisfies never;
  }
}

function remove(world: World, namespace: string, name: string | undefined): void {
  world.request('main', { method: 'DELETE', path: `/api/v1/namespaces/${namespace}/pods/${name}` });
}

function drain(world: World, index: number): void {
  const nodes = world.client().list('Node');
  const name = nodes[index % nodes.length]?.metadata?.name;
  world.request('main', {
    method: 'PATCH',
    path: `/api/v1/nodes/${name}`,
    headers: { 'content-type': 'application/merge-patch+json' },
    body: { spec: { unschedulable: true } },
  });
  for (const pod of world.client().list('Pod')) {
    const daemon = pod.metadata?.ownerReferences?.some((owner) => owner.kind === 'DaemonSet');
    if (pod.spec?.nodeName === name && !daemon) remove(world, pod.metadata?.namespace ?? 'default', pod.metadata?.name);
  }
}

const WORKLOADS = { Deployment: 'deployments', StatefulSet: 'statefulsets', DaemonSet: 'daemonsets' } as const;

function findWorkloadKind(world: World, { workload, namespace }: { workload: string; namespace: string }) {
  return (['Deployment', 'StatefulSet', 'DaemonSet'] as const).find((kind) =>
    world.client().find(kind, workload, namespace),
  );
}

function replicasOf(world: World, target: { workload: string; namespace: string }): number {
  const kind = findWorkloadKind(world, target);
  if (kind !== 'Deployment' && kind !== 'StatefulSet') return 0;
  return world.client().find(kind, target.workload, target.namespace)?.spec?.replicas ?? 1;
}

function patchWorkload(world: World, target: { workload: string; namespace: string }, body: unknown): void {
  const kind = findWorkloadKind(world, target);
  if (!kind) return;
  world.request('main', {
    method: 'PATCH',
    path: `/apis/apps/v1/namespaces/${target.namespace}/${WORKLOADS[kind]}/${target.workload}`,
    headers: { 'content-type': 'application/merge-patch+json' },
    body,
  });
}
