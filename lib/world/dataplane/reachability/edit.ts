/** Single changes of one object, as somebody would make them with kubectl. */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { KindName, KubeObject, ObjectOf } from '../../api/kinds.ts';
import type { NetworkPolicyPeer, NetworkPolicyPort } from '../../api/networking/v1/networkpolicy.schema.ts';
import { putObject, removeObject } from '../../apiserver/store.ts';
import type { Cluster } from '../../cluster.ts';
import type { PolicyDirection } from '../compile/policies.ts';
import { type Policy, readPolicy } from './policy-rules.ts';

export interface Edit {
  readonly kind: KindName;
  readonly namespace: string | undefined;
  readonly name: string;
  /** What of the object changes: `spec.ingress[0].ports`. */
  readonly field: string;
  /** In words: `add 5432/TCP`. */
  readonly says: string;
  /** The object as it is afterwards; undefined: it is gone. */
  readonly object: KubeObject | undefined;
}

/** The cluster as it would be; the given one stays as it is. */
export function afterEdit(cluster: Cluster, { kind, namespace, name, object }: Edit): Cluster {
  const edited = { ...cluster, state: cluster.state.fork() };
  if (object) putObject(edited, kind, Object.freeze(object));
  else removeObject(edited, kind, name, namespace);
  return edited;
}

interface RuleParts {
  readonly peers: readonly NetworkPolicyPeer[];
  readonly ports: readonly NetworkPolicyPort[];
}

/** Puts something in the place of a rule; undefined: the rule is gone. An index behind the last adds one. */
export function editRule(
  policy: Policy,
  direction: PolicyDirection,
  index: number,
  rule: RuleParts | undefined,
  what: { readonly part: '' | '.ports' | '.from' | '.to'; readonly says: string },
): Edit {
  const rules: (RuleParts | undefined)[] = [...(readPolicy(policy)[direction] ?? [])];
  rules[index] = rule;
  const left = rules.filter((one) => one !== undefined).map((one) => ruleOf(direction, one));
  const list = direction === 'Ingress' ? 'ingress' : 'egress';
  return editPolicy(policy, { [list]: left }, { field: `spec.${list}[${index}]${what.part}`, says: what.says });
}

export function editPolicy(
  policy: Policy,
  spec: Partial<Policy['spec']>,
  { field, says }: { readonly field: string; readonly says: string },
): Edit {
  const object: Policy = { ...policy, spec: { ...policy.spec, ...spec } };
  return { ...namesOf(policy), field, says, object };
}

export function removePolicy(policy: Policy): Edit {
  return { ...namesOf(policy), field: '', says: 'delete it', object: undefined };
}

export function addPolicy(namespace: string, name: string, spec: Policy['spec'], says: string): Edit {
  const object: Policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace, name, uid: '', creationTimestamp: 0 } as Policy['metadata'],
    spec,
  };
  return { ...namesOf(object), field: '', says, object };
}

/** Undefined takes the label away. */
export function editLabels(
  object: Pod | ObjectOf<'Namespace'>,
  changes: Readonly<Record<string, string | undefined>>,
): Edit {
  const labels: Record<string, string> = { ...object.metadata.labels };
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) delete labels[key];
    else labels[key] = value;
  }
  const says = Object.entries(changes).map(([key, value]) =>
    value === undefined ? `remove ${key}` : `set ${key}=${value}`,
  );
  const changed = { ...object, metadata: { ...object.metadata, labels } } as Pod | ObjectOf<'Namespace'>;
  const { namespace, name } = object.metadata;
  return { kind: object.kind, namespace, name, field: 'metadata.labels', says: says.join(', '), object: changed };
}

function namesOf({ metadata: { namespace, name } }: Policy) {
  return { kind: 'NetworkPolicy', namespace, name } as const;
}

function ruleOf(direction: PolicyDirection, { peers, ports }: RuleParts) {
  const list = direction === 'Ingress' ? 'from' : 'to';
  return { ...(peers.length > 0 ? { [list]: peers } : {}), ...(ports.length > 0 ? { ports } : {}) };
}
