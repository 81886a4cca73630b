/** From a cluster to what its policies let through, from scratch or from what stood before an edit of some policies. */
import { listObjects } from '../../apiserver/store.ts';
import { nowMs } from '../../sim/clock.ts';
import type { Network } from '../network.ts';
import { type Entries, entriesOf } from '../objects.ts';
import { cutsUpTo, positionOf, sortedCuts } from './address-line.ts';
import { addEndpoints, cutsOfNames, oneClass, splitBy, splitBySort } from './classes.ts';
import { type Criteria, criteriaOf, freshCriteria, joinCriteria } from './criteria.ts';
import { type Endpoint, listOurs, outsideOf, positionsOf } from './endpoints.ts';
import { type EngineMode, engineModeOf } from './engine-modes.ts';
import { classesByNamespace } from './members.ts';
import type { Policy } from './policy-rules.ts';
import { cutPorts } from './port-atoms.ts';
import { type ByClass, type Compiled, Reachability } from './reachability.ts';

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
  const ours = listOurs(net.cluster);
  const outside = outsideOf(net.cluster, ours);
  const endpoints = [...ours, ...outside(criteria.addressCuts)];
  const positions = once(() => positionsOf(endpoints));
  const classes = splitBy(splitBySort(oneClass(endpoints.length), endpoints, modeOf), endpoints, positions, criteria);
  const byNamespace = classesByNamespace(classes, endpoints);
  const namedCuts = cutsOfNames(classes, endpoints, criteria.portNames);
  const atoms = cutPorts([...criteria.portCuts, ...namedCuts]);
  const policiesOf = groupByNamespace(policies);
  const said = { criteria, namedCuts, atoms, policiesOf, modeOf };
  return new Reachability({ net, endpoints, outside, positions, classes, byNamespace, ...said });
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
  const changed = changedPolicies(entriesOf(net.cluster, 'NetworkPolicy'), entriesOf(old.net.cluster, 'NetworkPolicy'));
  const namespaces = new Set(changed.map(({ metadata }) => metadata.namespace ?? ''));
  const fresh = freshCriteria(old.criteria, criteriaOf(changed));
  const criteria = joinCriteria(old.criteria, fresh);
  const split = splitFurther(old, criteria, fresh);
  const namedCuts =
    fresh.portNames.size > 0 ? cutsOfNames(split.classes, split.endpoints, criteria.portNames) : old.namedCuts;
  const isCut = fresh.portCuts.size + fresh.portNames.size > 0;
  const atoms = isCut ? cutPorts([...criteria.portCuts, ...namedCuts]) : old.atoms;
  const policiesOf = regroup(net, old, namespaces);
  const compiled = { ...old, ...split, net, criteria, namedCuts, atoms, policiesOf };
  const isKept = split.classes === old.classes && !isCut;
  const keep = <T>(all: ByClass<T>) => without(all, namespaces, compiled);
  const { members, selections, ports, rules, rows } = before.found;
  return new Reachability(compiled, {
    members,
    selections: split.classes === old.classes ? selections : new Map(selections),
    ports: isKept ? ports : new Map(isCut ? [] : [...ports].filter(([{ portsAre }]) => portsAre === 'Numbers')),
    rules: { Ingress: keep(rules.Ingress), Egress: keep(rules.Egress) },
    rows: isKept ? { Ingress: keep(rows.Ingress), Egress: keep(rows.Egress) } : { Ingress: [], Egress: [] },
  });
}

/** Policies of one list that are not in the other; both are sorted by name, and most of what they hold is the same. */
function changedPolicies(now: Entries<'NetworkPolicy'>, before: Entries<'NetworkPolicy'>): Policy[] {
  const changed: Policy[] = [];
  let at = 0;
  for (const [key, policy] of now) {
    let known = before[at];
    for (; known && known[0] < key; known = before[++at]) changed.push(known[1]);
    if (known?.[0] === key) at += 1;
    if (known?.[0] === key && known[1] === policy) continue;
    changed.push(policy);
    if (known?.[0] === key) changed.push(known[1]);
  }
  for (const [, policy] of before.slice(at)) changed.push(policy);
  return changed;
}

/** What was found of all classes but those of these namespaces. */
function without<T>(all: ByClass<T>, namespaces: ReadonlySet<string>, { byNamespace }: Compiled): ByClass<T> {
  const kept = all.slice();
  for (const namespace of namespaces) for (const number of byNamespace.get(namespace) ?? []) kept[number] = undefined;
  return kept;
}

function regroup({ cluster }: Network, { policiesOf }: Compiled, namespaces: ReadonlySet<string>) {
  const groups = new Map(policiesOf);
  for (const namespace of namespaces) groups.set(namespace, listObjects(cluster, 'NetworkPolicy', namespace));
  return groups;
}

type Split = Pick<Compiled, 'endpoints' | 'positions' | 'classes' | 'byNamespace'>;

function splitFurther(old: Compiled, criteria: Criteria, fresh: Criteria): Split {
  const { labelKeys, addressCuts, portNames } = fresh;
  if (labelKeys.size + addressCuts.size + portNames.size === 0) return old;
  const grown = addressCuts.size > 0 ? withOutside(old, criteria) : old;
  const classes = splitBy(grown.classes, grown.endpoints, grown.positions, fresh);
  const known = old.classes.first.length;
  return { ...grown, classes, byNamespace: classesByNamespace(classes, grown.endpoints, old.byNamespace, known) };
}

/** New ranges outside have an endpoint of their own, which was until now one with the range it is a part of. */
function withOutside(old: Compiled, criteria: Criteria): Omit<Split, 'byNamespace'> {
  const known = new Set(listOutsiders(old.endpoints).map(({ address }) => address));
  const added = old.outside(criteria.addressCuts).filter(({ address }) => !known.has(address));
  if (added.length === 0) return old;
  const endpoints = old.endpoints.concat(added);
  // Worked out at once: a function of the old ones would keep them all alive, edit by edit.
  const all = old.positions().concat(positionsOf(added));
  const positions = () => all;
  const classes = addEndpoints(
    old.classes,
    added.map((one) => classOfRange(old, one)),
  );
  return { endpoints, positions, classes };
}

/** They stand behind all that are ours. */
function listOutsiders(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  let at = endpoints.length;
  while (at > 0 && endpoints[at - 1]?.kind === 'Outside') at -= 1;
  return endpoints.slice(at);
}

/** The class of the range that the address was in: no cut that was there lay between it and an endpoint of that range. */
function classOfRange({ endpoints, classes, criteria }: Compiled, { address }: Endpoint): number {
  const cuts = sortedCuts(criteria.addressCuts);
  const range = cutsUpTo(cuts, positionOf(address));
  const outsiders = listOutsiders(endpoints);
  const like = outsiders.findIndex((one) => cutsUpTo(cuts, positionOf(one.address)) === range);
  if (like < 0) throw new Error(`invariant: nobody was outside where ${address} is`);
  return classes.of[endpoints.length - outsiders.length + like] as number;
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
