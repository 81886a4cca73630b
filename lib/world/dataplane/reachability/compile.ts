/** From a cluster to what its policies let through, from scratch or from what stood before an edit of some policies. */
import { nowMs } from '../../sim/clock.ts';
import type { Network } from '../network.ts';
import { entriesOf } from '../objects.ts';
import { cutsUpTo, type Position, positionOf, sortedCuts } from './address-line.ts';
import { addEndpoints, type Classes, cutsOfNames, oneClass, splitBy, splitBySort } from './classes.ts';
import { type Criteria, criteriaOf, freshCriteria, joinCriteria } from './criteria.ts';
import { type Endpoint, listOurs, listOutside, positionsOf } from './endpoints.ts';
import { type EngineMode, engineModeOf } from './engine-modes.ts';
import { classesByNamespace } from './members.ts';
import type { Policy } from './policy-rules.ts';
import { cutPorts, type PortAtoms } from './port-atoms.ts';
import { type Compiled, Reachability, type RowsByClass } from './reachability.ts';

/**
 * What policies let through in that cluster. With `before`, of the same cluster with other policies, only what the changed policies concern is
 * worked out anew; the classes may then be finer than from scratch, and every answer is the same. Anything else that changed starts from scratch.
 */
export function compileReachability(given: Network, before?: Reachability): Reachability {
  const net = atRest(given);
  const modeOf = modesOf(net);
  if (before && isSameBase(net, before.compiled, modeOf)) return afterEdit(net, before);
  const policies = listPolicies(net);
  const criteria = criteriaOf(policies);
  const endpoints = [...listOurs(net.cluster), ...listOutside(net.cluster, criteria.addressCuts)];
  const positions = once(() => positionsOf(endpoints));
  const sorted = splitBySort(oneClass(endpoints.length), endpoints, modeOf);
  const classes = splitBy(sorted, endpoints, positions, criteria);
  const byNamespace = classesByNamespace(classes, endpoints);
  const atoms = atomsFor(criteria, classes, endpoints);
  const policiesOf = groupByNamespace(policies);
  return new Reachability({ net, endpoints, positions, classes, byNamespace, criteria, atoms, policiesOf, modeOf });
}

/** Answers are worked out when they are asked for: by then the world may have gone on. */
function atRest({ cluster, ...rest }: Network): Network {
  return { ...rest, cluster: { ...cluster, state: cluster.state.fork() } };
}

function modesOf(net: Network): (endpoint: Endpoint) => EngineMode {
  const modeOf = engineModeOf(net);
  return ({ pod }) => (pod ? modeOf(pod) : 'Known');
}

function listPolicies({ cluster }: Network): Policy[] {
  return entriesOf(cluster, 'NetworkPolicy').map(([, policy]) => policy);
}

/** Who is there, and what the policy engine is told. */
const BASE = ['Pod', 'Node', 'Namespace', 'Service', 'DaemonSet', 'ConfigMap'] as const;

/** Whether nothing but policies can have changed since. */
function isSameBase(net: Network, before: Compiled, modeOf: Compiled['modeOf']): boolean {
  const [now, then] = [net.cluster, before.net.cluster];
  if (net.assume !== before.net.assume || now.name !== then.name) return false;
  if (BASE.some((kind) => entriesOf(now, kind) !== entriesOf(then, kind))) return false;
  return nowMs(now.state) === nowMs(then.state) || before.endpoints.every((one) => modeOf(one) === before.modeOf(one));
}

function afterEdit(net: Network, before: Reachability): Reachability {
  const old = before.compiled;
  const policies = listPolicies(net);
  const policiesOf = groupByNamespace(policies);
  const changed = changedPolicies(policies, listPolicies(old.net));
  const fresh = freshCriteria(old.criteria, criteriaOf(changed));
  const criteria = joinCriteria(old.criteria, fresh);
  const split = splitFurther(net, old, criteria, fresh);
  const isCut = fresh.portCuts.size + fresh.portNames.size > 0;
  const atoms = isCut ? atomsFor(criteria, split.classes, split.endpoints) : old.atoms;
  const compiled = { ...old, ...split, net, criteria, atoms, policiesOf };
  const namespaces = new Set(changed.map(({ metadata }) => metadata.namespace ?? ''));
  const isKept = split.classes === old.classes && atoms === old.atoms;
  const rows = isKept
    ? {
        Ingress: without(before.rows.Ingress, namespaces, compiled),
        Egress: without(before.rows.Egress, namespaces, compiled),
      }
    : { Ingress: [], Egress: [] };
  return new Reachability(compiled, { members: before.members, ports: isKept ? before.ports : new Map(), rows });
}

function atomsFor({ portCuts, portNames }: Criteria, classes: Classes, endpoints: readonly Endpoint[]): PortAtoms {
  return cutPorts([...portCuts, ...cutsOfNames(classes, endpoints, portNames)]);
}

/** Policies of one list that are not in the other. */
function changedPolicies(now: readonly Policy[], before: readonly Policy[]): Policy[] {
  const [known, left] = [new Set(before), new Set(now)];
  return [...now.filter((policy) => !known.has(policy)), ...before.filter((policy) => !left.has(policy))];
}

/** The rows of all classes but those of these namespaces. */
function without(rows: RowsByClass, namespaces: ReadonlySet<string>, { byNamespace }: Compiled): RowsByClass {
  const kept = [...rows];
  for (const namespace of namespaces) for (const number of byNamespace.get(namespace) ?? []) kept[number] = undefined;
  return kept;
}

type Split = Pick<Compiled, 'endpoints' | 'positions' | 'classes' | 'byNamespace'>;

function splitFurther(net: Network, old: Compiled, criteria: Criteria, fresh: Criteria): Split {
  const { labelKeys, addressCuts, portNames } = fresh;
  if (labelKeys.size + addressCuts.size + portNames.size === 0) return old;
  const grown = addressCuts.size > 0 ? withOutside(net, old, criteria) : old;
  const classes = splitBy(grown.classes, grown.endpoints, grown.positions, fresh);
  return { ...grown, classes, byNamespace: classesByNamespace(classes, grown.endpoints) };
}

/** New ranges outside have an endpoint of their own, which was until now one with the range it is a part of. */
function withOutside(net: Network, old: Compiled, criteria: Criteria): Omit<Split, 'byNamespace'> {
  const known = new Set(old.endpoints.filter(({ kind }) => kind === 'Outside').map(({ address }) => address));
  const added = listOutside(net.cluster, criteria.addressCuts).filter(({ address }) => !known.has(address));
  if (added.length === 0) return old;
  const endpoints = [...old.endpoints, ...added];
  const positions = once(() => positionsOf(endpoints));
  const classes = addEndpoints(
    old.classes,
    added.map((one) => classOfRange(old, one)),
  );
  return { endpoints, positions, classes };
}

/** The class of the range that the address was in: no cut that was there lay between it and an endpoint of that range. */
function classOfRange({ endpoints, classes, criteria, positions }: Compiled, { address }: Endpoint): number {
  const cuts = sortedCuts(criteria.addressCuts);
  const range = cutsUpTo(cuts, positionOf(address));
  const like = endpoints.findIndex(
    ({ kind }, index) => kind === 'Outside' && cutsUpTo(cuts, positions()[index] as Position) === range,
  );
  if (like < 0) throw new Error(`invariant: nobody was outside where ${address} is`);
  return classes.of[like] as number;
}

function groupByNamespace(policies: readonly Policy[]): Map<string, Policy[]> {
  const groups = new Map<string, Policy[]>();
  for (const policy of policies) {
    const namespace = policy.metadata.namespace ?? '';
    const known = groups.get(namespace);
    if (known) known.push(policy);
    else groups.set(namespace, [policy]);
  }
  return groups;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
