/**
 * The Leases of the control plane itself: who leads, and which API servers there are.
 *
 * Models: https://kubernetes.io/docs/concepts/architecture/leases/ (leader election, API server identity),
 * https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controlplane/apiserver/server.go (names, labels, 3600 s)
 * Differs: a Lease that someone deletes is back at once, not at its holder's next renewal.
 */
import type { ObjectMeta } from '../../api/meta/v1/meta.schema.ts';
import { API_SERVER_LABEL, ELECTED } from '../../apiserver/heartbeats.ts';
import { uuid } from '../../sim/random.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import type { Lease } from '../objects.ts';

const NAMESPACE = 'kube-system';
/** An EKS control plane runs on two machines at least. */
const HOSTS = 2;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

export const controlPlaneLeases: Controller = {
  name: 'control-plane-leases',
  watches: {
    Node: ({ object, previous }) => (object && !previous ? [NAMESPACE] : []),
    Lease: ({ object, previous }) =>
      !object && (previous?.metadata as ObjectMeta | undefined)?.namespace === NAMESPACE ? [NAMESPACE] : [],
  },
  reconcile(_key, context) {
    const { client } = context;
    if (!client.find('Namespace', NAMESPACE)) return;
    for (const lease of listWanted(context)) {
      if (!client.find('Lease', lease.metadata.name, NAMESPACE)) client.create('Lease', lease);
    }
  },
};

function listWanted(context: ControllerContext): Lease[] {
  const elected = ELECTED.map((name) => electedLease(name, context));
  return [
    ...Array.from({ length: HOSTS }, (_, index) => apiServerLease(hostName(index, context), context)),
    ...elected,
  ];
}

/** Models: https://github.com/kubernetes/client-go/blob/v0.35.0/tools/leaderelection/resourcelock/leaselock.go */
function electedLease(name: string, context: ControllerContext): Lease {
  const now = context.nowMs();
  return leaseOf(
    { name, namespace: NAMESPACE },
    {
      holderIdentity: `${hostName(0, context)}_${uuid(context.random('leader', name))}`,
      leaseDurationSeconds: 15,
      acquireTime: now,
      renewTime: now,
      leaseTransitions: 0,
    },
  );
}

function apiServerLease(host: string, context: ControllerContext): Lease {
  const name = `apiserver-${context.random('apiserver', host).text(26, BASE32)}`;
  const labels = { [API_SERVER_LABEL]: 'kube-apiserver', 'kubernetes.io/hostname': host };
  const holderIdentity = `${name}_${uuid(context.random('apiserver-id', host))}`;
  return leaseOf(
    { name, namespace: NAMESPACE, labels },
    { holderIdentity, leaseDurationSeconds: 3600, renewTime: context.nowMs() },
  );
}

function leaseOf(metadata: Lease['metadata'], spec: Lease['spec']): Lease {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec };
}

/** A machine of the managed control plane, outside the learner's VPC. */
function hostName(index: number, { client, random }: ControllerContext): string {
  const chance = random('control-plane-host', String(index));
  const region = client.list('Node')[0]?.metadata.labels?.['topology.kubernetes.io/region'] ?? 'us-west-2';
  return `ip-172-16-${32 + chance.int(128)}-${4 + chance.int(250)}.${region}.compute.internal`;
}
