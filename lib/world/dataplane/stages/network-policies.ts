/** A NetworkPolicy that selects the pod: what it lets through is not modelled, so what becomes of the packet is not decided. */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { ObjectOf } from '../../api/kinds.ts';
import { matchesSelector } from '../../apiserver/selectors/label-selector.ts';
import type { Cluster } from '../../cluster.ts';
import { isLoopback } from '../../net/ip.ts';
import { entriesOf } from '../objects.ts';
import { because } from '../refs.ts';
import { notModelled, type Stage } from './stage.ts';

type Direction = 'Ingress' | 'Egress';

/** The first policy of the pod's namespace that isolates it in that direction; pods on the host's network have none. */
function findPolicy(cluster: Cluster, pod: Pod, direction: Direction): ObjectOf<'NetworkPolicy'> | undefined {
  if (pod.spec.hostNetwork) return undefined;
  const { namespace, labels } = pod.metadata;
  const found = entriesOf(cluster, 'NetworkPolicy').find(
    ([, { metadata, spec }]) =>
      metadata.namespace === namespace &&
      (spec.policyTypes ?? ['Ingress']).includes(direction) &&
      matchesSelector(spec.podSelector, labels),
  );
  return found?.[1];
}

export const networkPolicies: Stage = {
  name: 'NetworkPolicies',
  at: ['PodOut', 'PodIn'],
  apply({ at, packet, established }, { net }) {
    if (established || (at.kind !== 'PodOut' && at.kind !== 'PodIn')) return undefined;
    const { pod } = at;
    const other = at.kind === 'PodOut' ? packet.dst : packet.src;
    // No policy can keep a pod from itself.
    if (isLoopback(other) || other === pod.status.podIP) return undefined;
    const policy = findPolicy(net.cluster, pod, at.kind === 'PodOut' ? 'Egress' : 'Ingress');
    if (!policy) return undefined;
    const { namespace, name } = policy.metadata;
    const kind = 'NetworkPolicy';
    const ref = {
      cluster: net.cluster.name,
      apiVersion: 'networking.k8s.io/v1',
      kind,
      namespace,
      name,
      field: 'spec.podSelector',
    };
    const says = `not modelled: NetworkPolicy ${name} selects ${pod.metadata.name}`;
    return notModelled('UnmodelledField', 'not modelled', because(ref, says));
  },
};
