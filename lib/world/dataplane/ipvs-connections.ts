/**
 * Connections of a node's virtual servers, as ipvs counts them: by way in and destination, active while established. A destination that is
 * none any more keeps weight 0 as long as connections to it stand (graceful termination), UDP's excepted.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/ipvs/graceful_termination.go
 * Differs: kube-proxy looks once a minute whether the connections have gone; here such a destination goes with its last one.
 */
import type { Cluster } from '../cluster.ts';
import type { EndpointRule } from './compile/rule-set.ts';
import type { VirtualServer } from './compile/virtual-servers.ts';
import { type FlowEntry, listFlows } from './conntrack.ts';

export interface Destination {
  readonly address: string;
  readonly port: number;
  readonly weight: 0 | 1;
  readonly active: number;
  readonly inactive: number;
}

type Address = Pick<EndpointRule, 'address' | 'port'>;

export function countConnections(
  cluster: Cluster,
  node: string,
  server: VirtualServer,
  to: Address,
): Pick<Destination, 'active' | 'inactive'> {
  const flows = flowsOf(cluster, node, server).filter((flow) => goesTo(flow, to));
  const active = flows.filter(({ state }) => state === 'ESTABLISHED').length;
  return { active, inactive: flows.length - active };
}

export function listDestinations(cluster: Cluster, node: string, server: VirtualServer): readonly Destination[] {
  const leaving = new Map<string, Address>();
  for (const { original, translated } of flowsOf(cluster, node, server)) {
    const to = { address: translated.dst, port: translated.dport };
    const stands = server.destinations.some(({ address, port }) => address === to.address && port === to.port);
    if (!stands && original.protocol === 'TCP') leaving.set(`${to.address} ${to.port}`, to);
  }
  const of = ({ address, port }: Address, weight: Destination['weight']): Destination => ({
    address,
    port,
    weight,
    ...countConnections(cluster, node, server, { address, port }),
  });
  return [...server.destinations.map((one) => of(one, 1)), ...[...leaving.values()].map((one) => of(one, 0))];
}

/** Flows that came in by that virtual server and that it sent on. */
export function flowsOf(cluster: Cluster, node: string, server: VirtualServer): readonly FlowEntry[] {
  return listFlows(cluster, node).filter(
    ({ original, translated }) =>
      original.protocol === server.protocol &&
      original.dst === server.address &&
      original.dport === server.port &&
      (translated.dst !== original.dst || translated.dport !== original.dport),
  );
}

function goesTo({ translated }: FlowEntry, { address, port }: Address): boolean {
  return translated.dst === address && translated.dport === port;
}
