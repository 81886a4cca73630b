/**
 * ClusterNetworkPolicies: the tier Admin decides before NetworkPolicies are asked, the tier Baseline where none of them isolates the pod.
 * Two groups have a kind of that name. The VPC CNI reads those of `networking.k8s.aws`; a cluster without it is taken to have an engine for
 * those of `policy.networking.k8s.io`.
 *
 * Models: https://github.com/kubernetes-sigs/network-policy-api/blob/main/apis/v1alpha2/clusternetworkpolicy_types.go,
 * https://github.com/aws/amazon-network-policy-controller-k8s/blob/main/api/v1alpha1/clusternetworkpolicy_types.go
 * Differs: of policies of one priority the first by name is asked first, where the API leaves it open; domain names lead nowhere, as on every
 * node that is not of EKS Auto Mode.
 */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import { customKey, type KubeObject } from '../../api/kinds.ts';
import type { NetworkPolicyPeer, NetworkPolicyPort } from '../../api/networking/v1/networkpolicy.schema.ts';
import { matchesSelector } from '../../apiserver/selectors/label-selector.ts';
import type { Cluster } from '../../cluster.ts';
import { familyOf } from '../../net/ip.ts';
import { entriesOf } from '../objects.ts';
import { fitOf, namespaceLabels, type PolicyDirection, type PolicyQuestion } from './policies.ts';
import { findEgressView } from './policy-engine.ts';

export type Tier = 'Admin' | 'Baseline';
export type ClusterPolicyGroup = 'networking.k8s.aws' | 'policy.networking.k8s.io';

type Selector = NonNullable<NetworkPolicyPeer['podSelector']>;

interface NamespacedPod {
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
}

interface Peer {
  readonly namespaces?: Selector;
  readonly pods?: NamespacedPod;
  readonly networks?: readonly string[];
  readonly nodes?: Selector;
  readonly domainNames?: readonly string[];
}

interface Numbers {
  readonly number?: number;
  readonly range?: { readonly start: number; readonly end: number };
}

/** `protocols` of the one group, `ports` of the other. */
interface Rule {
  readonly action: 'Accept' | 'Deny' | 'Pass';
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly protocols?: readonly ({ readonly destinationNamedPort?: string } & Partial<
    Record<'tcp' | 'udp' | 'sctp', { readonly destinationPort?: Numbers }>
  >)[];
  readonly ports?: readonly {
    readonly portNumber?: { readonly protocol?: string; readonly port: number };
    readonly portRange?: { readonly protocol?: string; readonly start: number; readonly end: number };
    readonly namedPort?: string;
  }[];
}

export interface ClusterPolicy {
  readonly metadata: { readonly name?: string };
  readonly apiVersion: string;
  readonly spec: {
    readonly tier: Tier;
    readonly priority: number;
    readonly subject: { readonly namespaces?: Selector; readonly pods?: NamespacedPod };
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}

export interface ClusterPolicyAnswer {
  readonly action: 'Accept' | 'Deny';
  readonly policy: ClusterPolicy;
  /** Its place in `spec.ingress` or `spec.egress`. */
  readonly rule: number;
}

const KINDS = {
  'networking.k8s.aws': customKey('Cluster', 'ClusterNetworkPolicy', 'clusternetworkpolicies', 'networking.k8s.aws'),
  'policy.networking.k8s.io': customKey(
    'Cluster',
    'ClusterNetworkPolicy',
    'clusternetworkpolicies',
    'policy.networking.k8s.io',
  ),
} as const;

export function hasClusterPolicies(cluster: Cluster): boolean {
  return Object.values(KINDS).some((kind) => entriesOf(cluster, kind).length > 0);
}

/** Whose policies are read here, and whose are not. */
export function groupsOf(cluster: Cluster): { readonly read: ClusterPolicyGroup; readonly unread: ClusterPolicyGroup } {
  return findEgressView(cluster) === 'BeforeServices'
    ? { read: 'networking.k8s.aws', unread: 'policy.networking.k8s.io' }
    : { read: 'policy.networking.k8s.io', unread: 'networking.k8s.aws' };
}

/** The policies of a tier that are about the pod, in the order in which they are asked; none are about pods of the host's network. */
export function listClusterPolicies(
  cluster: Cluster,
  group: ClusterPolicyGroup,
  tier: Tier,
  pod: Pod,
): readonly ClusterPolicy[] {
  const all = entriesOf(cluster, KINDS[group]) as unknown as readonly (readonly [string, KubeObject & ClusterPolicy])[];
  if (all.length === 0 || pod.spec.hostNetwork) return [];
  return all
    .map(([, policy]) => policy)
    .filter(({ spec }) => spec.tier === tier && isSubject(cluster, spec.subject, pod))
    .sort((a, b) => a.spec.priority - b.spec.priority);
}

/** Undefined: the tier leaves it to the next one. */
export function askTier(
  cluster: Cluster,
  group: ClusterPolicyGroup,
  tier: Tier,
  question: PolicyQuestion,
): ClusterPolicyAnswer | undefined {
  for (const policy of listClusterPolicies(cluster, group, tier, question.pod)) {
    for (const [number, rule] of rulesOf(policy, question.direction).entries()) {
      if (!isAbout(cluster, rule, question)) continue;
      if (rule.action === 'Pass') return undefined;
      return { action: rule.action, policy, rule: number };
    }
  }
  return undefined;
}

function rulesOf({ spec }: ClusterPolicy, direction: PolicyDirection): readonly Rule[] {
  return (direction === 'Ingress' ? spec.ingress : spec.egress) ?? [];
}

function isSubject(cluster: Cluster, { namespaces, pods }: ClusterPolicy['spec']['subject'], pod: Pod): boolean {
  const labels = namespaceLabels(cluster, pod.metadata.namespace ?? '');
  if (namespaces) return matchesSelector(namespaces, labels);
  if (!pods) return false;
  return (
    matchesSelector(pods.namespaceSelector ?? {}, labels) &&
    matchesSelector(pods.podSelector ?? {}, pod.metadata.labels)
  );
}

function isAbout(cluster: Cluster, rule: Rule, question: PolicyQuestion): boolean {
  const peers = (rule.from ?? rule.to ?? []).flatMap((peer) => peersOf(cluster, peer));
  // Without peers a NetworkPolicy's rule is about everybody; here one whose peers lead nowhere is about nobody.
  if (peers.length === 0) return false;
  return fitOf(cluster, '', { peers, ports: [...protocolsOf(rule), ...portsOf(rule)] }, question) === 'Fits';
}

/** As peers of a NetworkPolicy, all of which choose namespaces. */
function peersOf(cluster: Cluster, { namespaces, pods, networks, nodes }: Peer): NetworkPolicyPeer[] {
  if (namespaces) return [{ namespaceSelector: namespaces }];
  if (pods) return [{ namespaceSelector: pods.namespaceSelector ?? {}, podSelector: pods.podSelector ?? {} }];
  if (nodes) return nodeAddresses(cluster, nodes).map((cidr) => ({ ipBlock: { cidr } }));
  return (networks ?? []).map((cidr) => ({ ipBlock: { cidr } }));
}

function nodeAddresses(cluster: Cluster, nodes: Selector): string[] {
  return entriesOf(cluster, 'Node')
    .filter(([, { metadata }]) => matchesSelector(nodes, metadata.labels))
    .flatMap(([, { status }]) => (status.addresses ?? []).filter(({ type }) => type.endsWith('IP')))
    .map(({ address }) => `${address}/${familyOf(address) === 'IPv6' ? 128 : 32}`);
}

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;

function protocolsOf({ protocols = [] }: Rule): NetworkPolicyPort[] {
  return protocols.flatMap((one) => {
    if (one.destinationNamedPort) return named(one.destinationNamedPort);
    return PROTOCOLS.flatMap((protocol): NetworkPolicyPort[] => {
      const given = one[protocol.toLowerCase() as 'tcp' | 'udp' | 'sctp'];
      if (!given) return [];
      const { number, range } = given.destinationPort ?? {};
      if (range) return [{ protocol, port: range.start, endPort: range.end }];
      return [number === undefined ? { protocol } : { protocol, port: number }];
    });
  });
}

function portsOf({ ports = [] }: Rule): NetworkPolicyPort[] {
  return ports.flatMap(({ portNumber, portRange, namedPort }): NetworkPolicyPort[] => {
    if (namedPort) return named(namedPort);
    if (portRange) return [{ protocol: portRange.protocol ?? 'TCP', port: portRange.start, endPort: portRange.end }];
    return portNumber ? [{ protocol: portNumber.protocol ?? 'TCP', port: portNumber.port }] : [];
  });
}

/** A name says no protocol. */
function named(port: string): NetworkPolicyPort[] {
  return PROTOCOLS.map((protocol) => ({ protocol, port }));
}
