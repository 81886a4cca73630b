/** What a pod's NetworkPolicies do with a packet, as an outcome of a stage. */
import type { Pod } from '../api/core/v1/pod.schema.ts';
import type { ObjectOf } from '../api/kinds.ts';
import type { Cluster } from '../cluster.ts';
import {
  askPolicies,
  type NearMiss,
  type PolicyAnswer,
  type PolicyDirection,
  type PolicyQuestion,
} from './compile/policies.ts';
import { findEnforcement, findStartMode } from './compile/policy-engine.ts';
import { because, podRef } from './refs.ts';
import { type Datapath, type Drop, dropped, type Note } from './stages/stage.ts';
import type { Because } from './trace.ts';

type Policy = ObjectOf<'NetworkPolicy'>;

/** Policies that are named; a longer list says nothing more. */
const MAX_NAMED = 4;

/** Undefined: no policy concerns the pod in that direction. */
export function policyOutcome(question: PolicyQuestion, { net }: Datapath): Drop | Note | undefined {
  const { pod, direction } = question;
  const { cluster } = net;
  if (pod.spec.hostNetwork) return undefined;
  const mode = findStartMode(net, pod);
  const answer = askPolicies(cluster, question);
  if (answer.kind === 'NotIsolated') return mode === 'Strict' ? denyUnselected(cluster, pod, direction) : undefined;
  const first = answer.kind === 'Allowed' ? answer.policy : (answer.policies[0] as Policy);
  if (findEnforcement(cluster) === 'Off') {
    const says = `selects ${nameOf(pod)}, and nothing here enforces NetworkPolicies: the VPC CNI's enableNetworkPolicy is off`;
    return note('not enforced', because(policyRef(cluster, first, 'spec.podSelector'), says));
  }
  if (mode === 'NotYet') {
    const says = `selects ${nameOf(pod)}, which has only just started: the agent of its node does not know it yet, and mode standard lets everything through`;
    return note('not enforced yet', because(policyRef(cluster, first, 'spec.podSelector'), says));
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
  { direction, pod, packet, peer }: PolicyQuestion,
  { policies, near }: Extract<PolicyAnswer, { kind: 'Denied' }>,
): Drop {
  const what = `${packet.protocol === 'ICMP' ? 'ICMP' : `${packet.dport}/${packet.protocol}`} ${direction === 'Ingress' ? 'from' : 'to'} ${nameOfPeer(peer)}`;
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
