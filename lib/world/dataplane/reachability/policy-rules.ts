/** A NetworkPolicy as the prover reads it: read once, and kept as long as the policy stays as it is. */
import type { ObjectOf } from '../../api/kinds.ts';
import type { NetworkPolicyPeer, NetworkPolicyPort } from '../../api/networking/v1/networkpolicy.schema.ts';
import { type PolicyDirection, rulesOf, typesOf } from '../compile/policies.ts';

export type Policy = ObjectOf<'NetworkPolicy'>;

export interface PolicyRule {
  readonly policy: Policy;
  /** In `spec.ingress` or `spec.egress`. */
  readonly index: number;
  /** Empty: everybody. */
  readonly peers: readonly NetworkPolicyPeer[];
  /** Empty: every port. */
  readonly ports: readonly NetworkPolicyPort[];
  /** What a named port means depends on who receives. */
  readonly portsAre: 'Numbers' | 'Names';
}

/** The rules by direction; undefined: the policy isolates nobody in that direction. */
export type PolicyRules = Readonly<Record<PolicyDirection, readonly PolicyRule[] | undefined>>;

const kept = new WeakMap<Policy, PolicyRules>();

export function readPolicy(policy: Policy): PolicyRules {
  const known = kept.get(policy);
  if (known) return known;
  const types = typesOf(policy);
  const read = {
    Ingress: types.includes('Ingress') ? readRules(policy, 'Ingress') : undefined,
    Egress: types.includes('Egress') ? readRules(policy, 'Egress') : undefined,
  };
  kept.set(policy, read);
  return read;
}

function readRules(policy: Policy, direction: PolicyDirection): PolicyRule[] {
  return rulesOf(policy, direction).map(({ peers, ports }, index) => ({
    policy,
    index,
    peers,
    ports,
    portsAre: ports.some(({ port }) => typeof port === 'string') ? 'Names' : 'Numbers',
  }));
}

/** Equal for rules that mean the same peers: one without a namespace selector means pods of the policy's own namespace. */
export function peersKey({ policy: { metadata }, peers }: PolicyRule): string {
  const ownNamespace = peers.some(({ ipBlock, namespaceSelector }) => !ipBlock && !namespaceSelector);
  return `${ownNamespace ? metadata.namespace : ''} ${JSON.stringify(peers)}`;
}
