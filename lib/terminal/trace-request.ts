/** The words of `trace`: where a packet starts and where it goes. One reading for the terminal, the page and the command line. */

import type { Cluster } from '../world/cluster.ts';
import { topologyOf } from '../world/dataplane/topology.ts';
import type { Place } from '../world/dataplane/trace.ts';

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

const ADDRESS = /^\d{1,3}(\.\d{1,3}){3}$/;

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
  if (ADDRESS.test(from)) {
    if (atNode === undefined) throw new TraceRequestError(`an address needs the node where it enters: --at node/NAME`);
    return { cluster: cluster.name, address: from, atNode: readNode(cluster, atNode) };
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

function readTarget(to: string): Omit<TraceRequest, 'from'> {
  const url = /^(https?):\/\/([^/:?#]+)(?::(\d+))?/.exec(to);
  if (url) return { host: url[2] as string, port: Number(url[3] ?? (url[1] === 'https' ? 443 : 80)), protocol: 'TCP' };
  const plain = /^([^/:\s]+):(\d{1,5})(?:\/(tcp|udp))?$/i.exec(to);
  const port = Number(plain?.[2]);
  if (!plain || port < 1 || port > 65_535) throw new TraceRequestError(`“${to}”: expected a URL or HOST:PORT[/udp]`);
  return { host: plain[1] as string, port, protocol: plain[3]?.toLowerCase() === 'udp' ? 'UDP' : 'TCP' };
}
