/**
 * Which NetworkPolicies isolate a pod, and whether one of their rules lets a packet through.
 *
 * Models: https://github.com/kubernetes/api/blob/v0.35.0/networking/v1/types.go, https://kubernetes.io/docs/concepts/services-networking/network-policies/
 * Differs: what the API leaves to the implementation: an ipBlock holds for addresses of pods too, and a rule without ports for ICMP.
 */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { ObjectOf } from '../../api/kinds.ts';
import type { NetworkPolicyPeer, NetworkPolicyPort } from '../../api/networking/v1/networkpolicy.schema.ts';
import { type Labels, matchesSelector } from '../../apiserver/selectors/label-selector.ts';
import type { Cluster } from '../../cluster.ts';
import { entriesOf, findObject } from '../objects.ts';
import type { Packet } from '../trace.ts';
import { isServiceOf, isServicePort } from './policy-services.ts';
import { isWithin } from './source-ranges.ts';

export type PolicyDirection = 'Ingress' | 'Egress';
type Policy = ObjectOf<'NetworkPolicy'>;
type Service = ObjectOf<'Service'>;

/** Who is at the other end: an address, and the pod that has it as its own. */
export interface PolicyPeer {
  readonly address: string;
  readonly pod: Pod | undefined;
  /** The Service whose cluster IP it is, for an engine that stands before the translation. */
  readonly service?: Service | undefined;
}

export interface PolicyQuestion {
  readonly direction: PolicyDirection;
  /** The pod whose policies are asked. */
  readonly pod: Pod;
  readonly peer: PolicyPeer;
  /** `dport` is the port of the receiving pod, or of the peer's Service. */
  readonly packet: Packet;
}

export type PolicyAnswer =
  | { readonly kind: 'NotIsolated' }
  | { readonly kind: 'Allowed'; readonly policy: Policy; readonly rule: number }
  | { readonly kind: 'Denied'; readonly policies: readonly Policy[]; readonly near: NearMiss | undefined };

/** A rule that lets the peer in but not on this port, or this port but not the peer. */
export interface NearMiss {
  readonly policy: Policy;
  readonly rule: number;
  readonly wrong: 'Port' | 'Peer';
}

/** Without peers anybody, without ports any port. */
export interface PolicyRule {
  readonly peers: readonly NetworkPolicyPeer[];
  readonly ports: readonly NetworkPolicyPort[];
}

export function askPolicies(cluster: Cluster, question: PolicyQuestion): PolicyAnswer {
  const policies = listIsolating(cluster, question.pod, question.direction);
  if (policies.length === 0) return { kind: 'NotIsolated' };
  let near: NearMiss | undefined;
  for (const policy of policies) {
    for (const [number, rule] of rulesOf(policy, question.direction).entries()) {
      const fit = fitOf(cluster, policy.metadata.namespace ?? '', rule, question);
      if (fit === 'Fits') return { kind: 'Allowed', policy, rule: number };
      if (fit !== 'Neither') near ??= { policy, rule: number, wrong: fit };
    }
  }
  return { kind: 'Denied', policies, near };
}

/** Whether a rule of a policy of that namespace is about the packet; `Port`: its peers are, and its ports are not; `Peer`: the other way round. */
export function fitOf(
  cluster: Cluster,
  namespace: string,
  { peers, ports }: PolicyRule,
  question: PolicyQuestion,
): 'Fits' | 'Port' | 'Peer' | 'Neither' {
  const fitting =
    peers.length === 0 ? ANYBODY : peers.filter((peer) => isPeer(cluster, namespace, peer, question.peer));
  if (fitting.some((peer) => hasPort(cluster, ports, peer, question))) return 'Fits';
  if (fitting.length > 0) return 'Port';
  return hasPort(cluster, ports, {}, question) ? 'Peer' : 'Neither';
}

/** The peer of a rule that names none. */
const ANYBODY: readonly NetworkPolicyPeer[] = [{}];

/** A port beside an address block, or beside nobody, is that of the packet; beside pods it is theirs. */
function hasPort(
  cluster: Cluster,
  ports: readonly NetworkPolicyPort[],
  { podSelector, namespaceSelector }: NetworkPolicyPeer,
  question: PolicyQuestion,
): boolean {
  if (ports.length === 0) return true;
  const service = podSelector || namespaceSelector ? question.peer.service : undefined;
  return ports.some((port) =>
    service ? isServicePort(cluster, service, port, question.packet) : isPort(port, question),
  );
}

type Isolating = Readonly<Record<PolicyDirection, readonly Policy[]>>;

const kept = new WeakMap<Pod, { readonly policies: object; readonly found: Isolating }>();

/** The policies of the pod's namespace that select it for that direction, by name; pods on the host's network have none. */
export function listIsolating(cluster: Cluster, pod: Pod, direction: PolicyDirection): readonly Policy[] {
  const policies = entriesOf(cluster, 'NetworkPolicy');
  const known = kept.get(pod);
  if (known?.policies === policies) return known.found[direction];
  const own = pod.spec.hostNetwork ? [] : policies.map(([, policy]) => policy).filter((policy) => selects(policy, pod));
  const found = {
    Ingress: own.filter((policy) => typesOf(policy).includes('Ingress')),
    Egress: own.filter((policy) => typesOf(policy).includes('Egress')),
  };
  kept.set(pod, { policies, found });
  return found[direction];
}

function selects({ metadata, spec }: Policy, pod: Pod): boolean {
  return metadata.namespace === pod.metadata.namespace && matchesSelector(spec.podSelector, pod.metadata.labels);
}

/** As the API server would have defaulted it. */
export function typesOf({ spec }: Policy): readonly string[] {
  return spec.policyTypes ?? (spec.egress ? ['Ingress', 'Egress'] : ['Ingress']);
}

export function rulesOf({ spec }: Policy, direction: PolicyDirection): PolicyRule[] {
  if (direction === 'Ingress') {
    return (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from ?? [], ports: ports ?? [] }));
  }
  return (spec.egress ?? []).map(({ to, ports }) => ({ peers: to ?? [], ports: ports ?? [] }));
}

function isPeer(cluster: Cluster, namespace: string, peer: NetworkPolicyPeer, asked: PolicyPeer): boolean {
  const { address, pod, service } = asked;
  const { ipBlock, podSelector } = peer;
  if (ipBlock) {
    return isWithin(ipBlock.cidr, address) && !(ipBlock.except ?? []).some((range) => isWithin(range, address));
  }
  if (service) return isNamespace(cluster, namespace, peer, service) && isServiceOf(service, podSelector);
  // A pod of the host's network has the node's address: no selector can tell it from other programs there.
  if (!pod || pod.spec.hostNetwork) return false;
  const podFits = podSelector === undefined || matchesSelector(podSelector, pod.metadata.labels);
  return podFits && isNamespace(cluster, namespace, peer, pod);
}

function isNamespace(
  cluster: Cluster,
  own: string,
  { namespaceSelector }: NetworkPolicyPeer,
  { metadata: { namespace = '' } }: Pod | Service,
): boolean {
  if (!namespaceSelector) return namespace === own;
  return matchesSelector(namespaceSelector, namespaceLabels(cluster, namespace));
}

/** Every namespace has its own name as a label. */
export function namespaceLabels(cluster: Cluster, name: string): Labels {
  return findObject(cluster, 'Namespace', name)?.metadata.labels ?? { 'kubernetes.io/metadata.name': name };
}

function isPort({ protocol = 'TCP', port, endPort }: NetworkPolicyPort, question: PolicyQuestion): boolean {
  const { packet } = question;
  if (packet.protocol !== protocol) return false;
  if (port === undefined) return true;
  if (typeof port === 'number') return packet.dport >= port && packet.dport <= (endPort ?? port);
  return namedPorts(question, port).includes(packet.dport);
}

/** The numbers that the receiving pod's containers give that name, for the packet's protocol. */
function namedPorts({ direction, pod, peer, packet }: PolicyQuestion, wanted: string): number[] {
  const receiver = direction === 'Ingress' ? pod : peer.pod;
  return (receiver?.spec.containers ?? []).flatMap(({ ports }) =>
    (ports ?? [])
      .filter(({ name, protocol = 'TCP' }) => name === wanted && protocol === packet.protocol)
      .map(({ containerPort }) => containerPort),
  );
}
