/** What a pod's NetworkPolicies do with a packet, as an outcome of a stage. */
import type { Pod } from '../api/core/v1/pod.schema.ts';
import type { ObjectOf } from '../api/kinds.ts';
import type { Cluster } from '../cluster.ts';
import {
  askTier,
  type ClusterPolicyAnswer,
  type ClusterPolicyGroup,
  groupsOf,
  hasClusterPolicies,
  type Tier,
} from './compile/cluster-policies.ts';
import {
  askPolicies,
  type NearMiss,
  type PolicyAnswer,
  type PolicyDirection,
  type PolicyQuestion,
} from './compile/policies.ts';
import { findEnforcement, findStartMode } from './compile/policy-engine.ts';
import type { Network } from './network.ts';
import { because, podRef } from './refs.ts';
import { type Datapath, type Drop, dropped, type Note } from './stages/stage.ts';
import type { Because } from './trace.ts';

type Policy = ObjectOf<'NetworkPolicy'>;

/** Policies that are named; a longer list says nothing more. */
const MAX_NAMED = 4;

/** Undefined: no policy concerns the pod in that direction. */
export function policyOutcome(question: PolicyQuestion, { net }: Datapath): Drop | Note | undefined {
  if (question.pod.spec.hostNetwork) return undefined;
  if (!hasClusterPolicies(net.cluster)) return namespacedOutcome(question, net) ?? defaultOutcome(question, net);
  const { read, unread } = groupsOf(net.cluster);
  return (
    tierOutcome('Admin', read, question, net) ??
    namespacedOutcome(question, net) ??
    tierOutcome('Baseline', read, question, net) ??
    defaultOutcome(question, net) ??
    unreadOutcome(unread, question, net)
  );
}

function tierOutcome(
  tier: Tier,
  group: ClusterPolicyGroup,
  question: PolicyQuestion,
  net: Network,
): Drop | Note | undefined {
  const answer = askTier(net.cluster, group, tier, question);
  if (!answer) return undefined;
  const ref = clusterPolicyRef(net.cluster, answer, question.direction);
  const { pod, peer } = question;
  const unheard = unheardBy(net, pod);
  if (unheard) return note(unheard.action, because(ref, `is about ${nameOf(pod)}, ${unheard.says}`));
  const decides = tier === 'Admin' ? 'before NetworkPolicies are asked' : 'as no NetworkPolicy isolates it';
  if (answer.action === 'Accept')
    return note('allowed', because(ref, `accepts ${nameOfPeer(peer)} in tier ${tier}, ${decides}`));
  return dropped(
    'NetworkPolicyDenied',
    'dropped',
    because(ref, `denies ${whatOf(question)} in tier ${tier}, ${decides}`),
  );
}

/** Where only an engine that is not here would have dropped it. */
function unreadOutcome(group: ClusterPolicyGroup, question: PolicyQuestion, { cluster }: Network): Note | undefined {
  const answer = askTier(cluster, group, 'Admin', question) ?? askTier(cluster, group, 'Baseline', question);
  if (answer?.action !== 'Deny') return undefined;
  const says = `would deny ${whatOf(question)}, and nothing here reads policies of ${group}`;
  return note('not enforced', because(clusterPolicyRef(cluster, answer, question.direction), says));
}

/** Mode strict lets a pod do only what a policy allows. */
function defaultOutcome({ pod, direction }: PolicyQuestion, net: Network): Drop | undefined {
  return findStartMode(net, pod) === 'Strict' ? denyUnselected(net.cluster, pod, direction) : undefined;
}

/** Why a policy that is about the pod does not count, if it does not. */
function unheardBy(net: Network, pod: Pod): { readonly action: string; readonly says: string } | undefined {
  if (findEnforcement(net.cluster) === 'Off') {
    const says = "and nothing here enforces NetworkPolicies: the VPC CNI's enableNetworkPolicy is off";
    return { action: 'not enforced', says };
  }
  if (findStartMode(net, pod) !== 'NotYet') return undefined;
  const says =
    'which has only just started: the agent of its node does not know it yet, and mode standard lets everything through';
  return { action: 'not enforced yet', says };
}

function namespacedOutcome(question: PolicyQuestion, net: Network): Drop | Note | undefined {
  const { pod } = question;
  const { cluster } = net;
  const answer = askPolicies(cluster, question);
  if (answer.kind === 'NotIsolated') return undefined;
  const first = answer.kind === 'Allowed' ? answer.policy : (answer.policies[0] as Policy);
  const unheard = unheardBy(net, pod);
  if (unheard) {
    const says = `selects ${nameOf(pod)}, ${unheard.says}`;
    return note(unheard.action, because(policyRef(cluster, first, 'spec.podSelector'), says));
  }
  return answer.kind === 'Allowed' ? allowed(cluster, question, answer) : denied(cluster, question, answer);
}

function note(action: string, why: readonly Because[]): Note {
  return { kind: 'Note', action, because: why };
}

function allowed(
  cluster: Cluster,
  { direction, peer }: PolicyQuestion,
  { policy, rule }: Extract<PolicyAnswer, { kind: 'Allowed' }>,
): Note {
  const field = `spec.${direction.toLowerCase()}[${rule}]`;
  return note('allowed', because(policyRef(cluster, policy, field), `lets ${nameOfPeer(peer)} through`));
}

function denied(
  cluster: Cluster,
  question: PolicyQuestion,
  { policies, near }: Extract<PolicyAnswer, { kind: 'Denied' }>,
): Drop {
  const { direction, pod } = question;
  const what = whatOf(question);
  const isolating = policies.slice(0, MAX_NAMED).map((policy) => ({
    ref: policyRef(cluster, policy, 'spec.podSelector'),
    says: `isolates ${nameOf(pod)} for ${direction}, and none of its rules lets ${what} through`,
  }));
  return dropped(
    'NetworkPolicyDenied',
    'dropped',
    near ? [...isolating, explain(cluster, near, direction)] : isolating,
  );
}

function explain(cluster: Cluster, { policy, rule, wrong }: NearMiss, direction: PolicyDirection): Because {
  const says =
    wrong === 'Port' ? 'this rule fits the peer, and not the port' : 'this rule fits the port, and not the peer';
  return { ref: policyRef(cluster, policy, `spec.${direction.toLowerCase()}[${rule}]`), says };
}

function denyUnselected(cluster: Cluster, pod: Pod, direction: PolicyDirection): Drop {
  const says = `no NetworkPolicy selects it for ${direction}, and NETWORK_POLICY_ENFORCING_MODE is strict`;
  return dropped('NetworkPolicyDenied', 'dropped', because(podRef(cluster, pod), says));
}

/** `80/TCP from x/a (10.0.1.5)`. */
function whatOf({ direction, packet, peer }: PolicyQuestion): string {
  const port = packet.protocol === 'ICMP' ? 'ICMP' : `${packet.dport}/${packet.protocol}`;
  return `${port} ${direction === 'Ingress' ? 'from' : 'to'} ${nameOfPeer(peer)}`;
}

function clusterPolicyRef(cluster: Cluster, { policy, rule }: ClusterPolicyAnswer, direction: PolicyDirection) {
  const { apiVersion, metadata } = policy;
  const field = `spec.${direction.toLowerCase()}[${rule}]`;
  return { cluster: cluster.name, apiVersion, kind: 'ClusterNetworkPolicy', name: metadata.name ?? '', field };
}

function policyRef(cluster: Cluster, { metadata: { namespace, name } }: Policy, field: string) {
  const apiVersion = 'networking.k8s.io/v1';
  return { cluster: cluster.name, apiVersion, kind: 'NetworkPolicy', namespace, name, field };
}

function nameOf({ metadata: { namespace, name } }: Pod): string {
  return `${namespace}/${name}`;
}

function nameOfPeer({ address, pod, service }: PolicyQuestion['peer']): string {
  if (service) return `Service ${service.metadata.namespace}/${service.metadata.name} (${address})`;
  return pod ? `${nameOf(pod)} (${address})` : address;
}
