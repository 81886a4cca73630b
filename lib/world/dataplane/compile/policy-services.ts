/**
 * What the VPC CNI makes of cluster IPs. Its agent stands at the pod's own interface and sees a packet before kube-proxy translates it;
 * so its controller adds to a rule for egress the cluster IPs of the Services whose selector, taken as labels, the rule's podSelector fits,
 * with the ports of the Service that lead to the ports of the rule.
 *
 * Models: https://github.com/aws/amazon-network-policy-controller-k8s/blob/main/pkg/resolvers/endpoints.go (getMatchingServiceClusterIPs)
 */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { ObjectOf } from '../../api/kinds.ts';
import type { NetworkPolicyPeer, NetworkPolicyPort } from '../../api/networking/v1/networkpolicy.schema.ts';
import { type Labels, matchesSelector } from '../../apiserver/selectors/label-selector.ts';
import type { Cluster } from '../../cluster.ts';
import { topologyOf } from '../topology.ts';
import type { Packet } from '../trace.ts';

type Service = ObjectOf<'Service'>;

/** The labels of the pods count for nothing here, those of the Service's selector alone. */
export function isServiceOf({ spec }: Service, podSelector: NetworkPolicyPeer['podSelector']): boolean {
  return podSelector === undefined || matchesSelector(podSelector, (spec.selector ?? {}) as Labels);
}

/** An `endPort` goes on counting from the port of the Service, as the agent compares it. */
export function isServicePort(
  cluster: Cluster,
  service: Service,
  { protocol = 'TCP', port, endPort }: NetworkPolicyPort,
  packet: Pick<Packet, 'dport' | 'protocol'>,
): boolean {
  if (packet.protocol !== protocol) return false;
  const { dport } = packet;
  const open = port === undefined ? dport : findServicePort(cluster, service, port, protocol);
  return open !== undefined && (dport === open || (dport > open && dport <= (endPort ?? open)));
}

/** The port of the Service that leads to that port of its pods: by its targetPort as written, then by what the pods' containers declare. */
function findServicePort(
  cluster: Cluster,
  service: Service,
  wanted: string | number,
  protocol: string,
): number | undefined {
  const ports = (service.spec.ports ?? []).filter((port) => (port.protocol ?? 'TCP') === protocol);
  const direct = ports.find(({ port, targetPort }) => (targetPort ?? port) === wanted);
  if (direct) return direct.port;
  for (const pod of podsOf(cluster, service)) {
    const declared = pod.spec.containers
      .flatMap((container) => container.ports ?? [])
      .find((port) => (port.protocol ?? 'TCP') === protocol && (port.name === wanted || port.containerPort === wanted));
    const found =
      declared &&
      ports.find(
        ({ port, targetPort = port }) => targetPort === declared.name || targetPort === declared.containerPort,
      );
    if (found) return found.port;
  }
  return undefined;
}

function podsOf(cluster: Cluster, { metadata, spec }: Service): Pod[] {
  const selector = { matchLabels: (spec.selector ?? {}) as Record<string, string> };
  return [...topologyOf(cluster).podByAddress.values()].filter(
    (pod) => pod.metadata.namespace === metadata.namespace && matchesSelector(selector, pod.metadata.labels),
  );
}
