/**
 * Who reaches what: every source × destination × port over all paths. ALWAYS: every path is delivered and answered; NEVER: none is.
 * Each cell is decided by the tracer itself, on forks, so that a matrix and a trace cannot disagree.
 */
import type { Service } from '../api/core/v1/service.schema.ts';
import type { Cluster } from '../cluster.ts';
import { familyOf, isSameFamily } from '../net/ip.ts';
import { containersOf } from '../workloads/containers.ts';
import { listenersOf } from '../workloads/process.ts';
import { allPaths, type WeightedPath } from './choice.ts';
import type { Network } from './network.ts';
import { entriesOf } from './objects.ts';
import { type NodeView, podAddresses, topologyOf } from './topology.ts';
import type { Place, Protocol, Trace } from './trace.ts';
import { traceFlow } from './tracer.ts';

export type Verdict = 'ALWAYS' | 'SOMETIMES' | 'NEVER' | 'NOT_MODELLED';

export interface MatrixSource {
  /** `shop/web`, `node/ip-10-0-1-20`. */
  readonly name: string;
  readonly place: Place;
}

export interface MatrixTarget {
  /** `service shop/cart`, `pod shop/web`, `node ip-10-0-1-20`. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly protocol: Protocol;
}

export interface MatrixCell {
  readonly source: MatrixSource;
  readonly target: MatrixTarget;
  readonly verdict: Verdict;
  /** Reasons of the paths that do not arrive, each once. */
  readonly reasons: readonly string[];
}

export function listMatrix(
  net: Network,
  sources = listSources(net.cluster),
  targets = listTargets(net.cluster),
): MatrixCell[] {
  return sources.flatMap((source) => targets.map((target) => cellOf(net, source, target)));
}

/** Every pod with a network and every node. */
export function listSources({ name: cluster, ...rest }: Cluster): MatrixSource[] {
  const { podByName, nodeByName } = topologyOf({ name: cluster, ...rest });
  const pods = [...podByName.values()]
    .filter(({ status }) => status.podIP && status.phase !== 'Succeeded' && status.phase !== 'Failed')
    .map(({ metadata: { namespace, name } }) => ({
      name: `${namespace}/${name}`,
      place: { cluster, pod: { namespace, name } },
    }));
  const nodes = [...nodeByName.keys()].map((node) => ({ name: `node/${node}`, place: { cluster, node } }));
  return [...pods, ...nodes];
}

/** Every port of every Service with an address, every port that pods open or declare, every node port. */
export function listTargets(cluster: Cluster): MatrixTarget[] {
  return [...serviceTargets(cluster), ...podTargets(cluster), ...nodeTargets(cluster)];
}

function serviceTargets(cluster: Cluster): MatrixTarget[] {
  return entriesOf(cluster, 'Service').flatMap(([key, { spec }]) =>
    clusterIpsOf(spec).flatMap((address, index) =>
      (spec.ports ?? []).map(({ port, protocol = 'TCP' }) => ({
        name: nameOver(`service ${key}`, address, index),
        address,
        port,
        protocol: protocol as Protocol,
      })),
    ),
  );
}

function clusterIpsOf({ clusterIP, clusterIPs = [] }: Service['spec']): readonly string[] {
  if (!clusterIP || clusterIP === 'None') return [];
  return clusterIPs.length > 1 ? clusterIPs : [clusterIP];
}

/** The second address of a dual-stack target says its family. */
function nameOver(name: string, address: string, index: number): string {
  return index === 0 ? name : `${name} over ${familyOf(address)}`;
}

function podTargets(cluster: Cluster): MatrixTarget[] {
  return [...topologyOf(cluster).podByAddress].flatMap(([address, pod]) => {
    const open = listenersOf(cluster, pod).map(({ listener: { port, protocol } }) => `${protocol} ${port}`);
    const declared = containersOf(pod).flatMap(({ ports }) =>
      (ports ?? []).map(({ containerPort, protocol = 'TCP' }) => `${protocol} ${containerPort}`),
    );
    const name = nameOver(
      `pod ${pod.metadata.namespace}/${pod.metadata.name}`,
      address,
      podAddresses(pod).indexOf(address),
    );
    return [...new Set([...open, ...declared])].sort().map((key) => {
      const [protocol, port] = key.split(' ');
      return { name, address, port: Number(port), protocol: protocol as Protocol };
    });
  });
}

function nodeTargets(cluster: Cluster): MatrixTarget[] {
  const ports = entriesOf(cluster, 'Service').flatMap(([, { spec }]) =>
    (spec.ports ?? [])
      .filter(({ nodePort }) => nodePort)
      .map(({ nodePort, protocol }) => ({ nodePort, protocol, families: clusterIpsOf(spec).map(familyOf) })),
  );
  return [...topologyOf(cluster).nodeByName.values()].flatMap((view) =>
    addressesOfNode(view).flatMap((address, index) =>
      ports
        .filter(({ families }) => families.includes(familyOf(address)))
        .map(({ nodePort, protocol = 'TCP' }) => ({
          name: nameOver(`node ${view.name}`, address, index),
          address,
          port: nodePort as number,
          protocol: protocol as Protocol,
        })),
    ),
  );
}

/** One of each family. */
function addressesOfNode(view: NodeView): readonly string[] {
  const second = view.addresses.find((address) => !isSameFamily(address, view.address));
  return second === undefined ? [view.address] : [view.address, second];
}

/** Every path of a cell's flow, on forks. */
export function listCellPaths(net: Network, source: MatrixSource, target: MatrixTarget): WeightedPath<Trace>[] {
  const { address, port, protocol } = target;
  return allPaths(net.cluster, (cluster, choose) =>
    traceFlow({ ...net, cluster }, { from: source.place, to: { address, port }, protocol, sourcePort: 49_152 }, choose),
  );
}

/** Whether the sender hears back from who took it. */
export function hasArrived({ disposition, response }: Trace): boolean {
  return disposition === 'Delivered' && response === 'Reply';
}

function cellOf(net: Network, source: MatrixSource, target: MatrixTarget): MatrixCell {
  const paths = listCellPaths(net, source, target);
  const arrived = paths.filter(({ value }) => hasArrived(value));
  const unknown = paths.some(({ value }) => value.disposition === 'NotModelled');
  const reasons = [...new Set(paths.filter((path) => !arrived.includes(path)).map(({ value }) => value.reason))];
  return { source, target, verdict: verdictOf(arrived.length, paths.length, unknown), reasons };
}

function verdictOf(arrived: number, all: number, unknown: boolean): Verdict {
  if (unknown) return 'NOT_MODELLED';
  if (arrived === all) return 'ALWAYS';
  return arrived === 0 ? 'NEVER' : 'SOMETIMES';
}
