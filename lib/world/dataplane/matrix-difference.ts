/**
 * Who reaches what in one world and not in another. Pods are compared by the workload they belong to, because its pods have other names and
 * addresses whenever it is rolled out.
 */
import type { Pod } from '../api/core/v1/pod.schema.ts';
import type { Cluster } from '../cluster.ts';
import type { WeightedPath } from './choice.ts';
import { hasArrived, listCellPaths, type MatrixCell, type Verdict } from './matrix.ts';
import type { Network } from './network.ts';
import { topologyOf } from './topology.ts';
import type { Protocol, Trace } from './trace.ts';

/** One world's part in a comparison. */
export interface MatrixSide {
  readonly net: Network;
  readonly cells: readonly MatrixCell[];
}

export interface MatrixChange {
  /** `deployment shop/web`, `pod shop/box`, `node ip-10-0-1-20`. */
  readonly from: string;
  /** The same, or `service shop/cart`. */
  readonly to: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly before: Verdict;
  readonly after: Verdict;
  /** A flow of the later world that shows the change, and all its paths. */
  readonly witness: {
    readonly cell: MatrixCell;
    readonly trace: Trace;
    readonly paths: readonly WeightedPath<Trace>[];
  };
}

export interface MatrixDifference {
  readonly changes: readonly MatrixChange[];
  /** Parties and ports of one world only: there is nothing to compare. */
  readonly gone: readonly string[];
  readonly added: readonly string[];
  /** Pairs that were compared. */
  readonly compared: number;
}

interface Group {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly cells: MatrixCell[];
}

export function compareMatrices(before: MatrixSide, after: MatrixSide): MatrixDifference {
  const [then, now] = [groupCells(before), groupCells(after)];
  const both = [...now].filter(([key]) => then.has(key));
  const changes = both.flatMap(([key, group]): MatrixChange[] => {
    const [was, is] = [verdictOf(then.get(key) as Group), verdictOf(group)];
    if (was === is) return [];
    const { from, to, port, protocol } = group;
    return [{ from, to, port, protocol, before: was, after: is, witness: witnessOf(after.net, group, was, is) }];
  });
  const [gone, added] = [onlyIn(then, now), onlyIn(now, then)];
  return { changes, gone, added, compared: both.length };
}

function groupCells({ net, cells }: MatrixSide): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const cell of cells) {
    const from = partyOf(net.cluster, sourceName(cell.source.name));
    const to = partyOf(net.cluster, cell.target.name);
    const { port, protocol } = cell.target;
    const key = `${from} → ${to} ${port}/${protocol}`;
    const group = groups.get(key) ?? { from, to, port, protocol, cells: [] };
    groups.set(key, group);
    group.cells.push(cell);
  }
  return groups;
}

/** A source is called `shop/web` or `node/ip-10-0-1-20`. */
function sourceName(name: string): string {
  return name.startsWith('node/') ? `node ${name.slice(5)}` : `pod ${name}`;
}

/** `pod shop/web-5d8f-x2x over IPv6` is one of `deployment shop/web over IPv6`; what is no pod stays as it is. */
function partyOf(cluster: Cluster, name: string): string {
  const [, key = '', family = ''] = /^pod (\S+)( .+)?$/.exec(name) ?? [];
  const pod = topologyOf(cluster).podByName.get(key);
  return pod ? `${nameOfWorkload(pod)}${family}` : name;
}

export function nameOfWorkload({ metadata }: Pod): string {
  const { namespace, name, labels, ownerReferences = [] } = metadata;
  const owner = ownerReferences.find(({ controller }) => controller);
  if (!owner) return `pod ${namespace}/${name}`;
  const hash = labels?.['pod-template-hash'];
  if (owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`)) {
    return `deployment ${namespace}/${owner.name.slice(0, -hash.length - 1)}`;
  }
  return `${owner.kind.toLowerCase()} ${namespace}/${owner.name}`;
}

function verdictOf({ cells }: Group): Verdict {
  const [first = 'NEVER', ...rest] = new Set(cells.map(({ verdict }) => verdict));
  if (first === 'NOT_MODELLED' || rest.includes('NOT_MODELLED')) return 'NOT_MODELLED';
  return rest.length > 0 ? 'SOMETIMES' : first;
}

const RANK: Readonly<Record<Verdict, number>> = { NOT_MODELLED: 0, NEVER: 0, SOMETIMES: 1, ALWAYS: 2 };

/** A path that does not arrive where something was lost, one that arrives where something was won. */
function witnessOf(net: Network, { cells }: Group, before: Verdict, after: Verdict): MatrixChange['witness'] {
  const arrives = RANK[after] > RANK[before];
  for (const cell of cells) {
    const paths = listCellPaths(net, cell.source, cell.target);
    const path = paths.find(({ value }) => hasArrived(value) === arrives);
    if (path) return { cell, trace: path.value, paths };
  }
  throw new Error('invariant: no path shows what changed');
}

function onlyIn(one: ReadonlyMap<string, Group>, other: ReadonlyMap<string, Group>): string[] {
  const parties = (groups: ReadonlyMap<string, Group>) =>
    new Set([...groups.values()].flatMap(({ from, to, port, protocol }) => [from, `${to} ${port}/${protocol}`]));
  const known = parties(other);
  return [...parties(one)].filter((party) => !known.has(party)).sort();
}
