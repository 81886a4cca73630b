/** The words of `trace`: where a packet starts and where it goes. One reading for the terminal, the page and the command line. */

import type { Cluster } from '../world/cluster.ts';
import { topologyOf } from '../world/dataplane/topology.ts';
import type { Place } from '../world/dataplane/trace.ts';
import { canonicalIp } from '../world/net/ip.ts';

export interface TraceRequest {
  readonly from: Place;
  readonly host: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** What the words are short of; for a usage error. */
export class TraceRequestError extends Error {
  readonly code = 'Usage';

  constructor(message: string) {
    super(message);
    this.name = 'TraceRequestError';
  }
}

/** `from`: `[NS/]POD`, `node/NAME` or an address with the node where it enters; `to`: a URL or `HOST:PORT[/udp]`. */
export function readTraceRequest(
  cluster: Cluster,
  from: string,
  to: string,
  namespace: string,
  atNode?: string,
): TraceRequest {
  return { from: readPlace(cluster, from, namespace, atNode), ...readTarget(to) };
}

function readPlace(cluster: Cluster, from: string, namespace: string, atNode: string | undefined): Place {
  const topology = topologyOf(cluster);
  const address = canonicalIp(from);
  if (address !== undefined) {
    if (atNode === undefined) throw new TraceRequestError(`an address needs the node where it enters: --at node/NAME`);
    return { cluster: cluster.name, address, atNode: readNode(cluster, atNode) };
  }
  if (from.startsWith('node/')) return { cluster: cluster.name, node: readNode(cluster, from) };
  const [name = '', inNamespace = namespace] = from.split('/').reverse();
  if (!topology.podByName.has(`${inNamespace}/${name}`)) throw new TraceRequestError(`no pod ${inNamespace}/${name}`);
  return { cluster: cluster.name, pod: { namespace: inNamespace, name } };
}

function readNode(cluster: Cluster, text: string): string {
  const name = text.replace(/^node\//, '');
  const nodes = [...topologyOf(cluster).nodeByName.values()];
  const node = nodes.find(
    (view) => view.name === name || view.name.split('.')[0] === name || view.addresses.includes(name),
  );
  if (!node) throw new TraceRequestError(`no node ${name}; there are ${nodes.map((view) => view.name).join(', ')}`);
  return node.name;
}

/** A host is a name or an address, an IPv6 one in brackets. */
function readTarget(to: string): Omit<TraceRequest, 'from'> {
  const url = /^(https?):\/\/(\[[0-9a-f:.]+\]|[^/:?#[\]]+)(?::(\d+))?/i.exec(to);
  if (url) {
    const standard = url[1]?.toLowerCase() === 'https' ? 443 : 80;
    return { host: unbracketed(url[2] as string), port: Number(url[3] ?? standard), protocol: 'TCP' };
  }
  const plain = /^(\[[0-9a-f:.]+\]|[^/:\s[\]]+):(\d{1,5})(?:\/(tcp|udp))?$/i.exec(to);
  const port = Number(plain?.[2]);
  if (!plain || port < 1 || port > 65_535) throw new TraceRequestError(`“${to}”: expected a URL or HOST:PORT[/udp]`);
  return {
    host: unbracketed(plain[1] as string),
    port,
    protocol: plain[3]?.toLowerCase() === 'udp' ? 'UDP' : 'TCP',
  };
}

function unbracketed(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
