/**
 * In ipvs mode: the virtual servers of a node's kernel, one for every address and port of a Service, and the addresses that its interface
 * kube-ipvs0 holds.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/ipvs/proxier.go (syncProxyRules, syncEndpoint)
 */
import { isSameFamily } from '../../net/ip.ts';
import { findTraits, type ModeTraits, takesNodePorts } from './mode.ts';
import { indexOf, type ServicePortEntry } from './rule-index.ts';
import type { EndpointRule, RuleSet, ServicePortRule } from './rule-set.ts';

export interface VirtualServer {
  readonly kind: 'ClusterIp' | 'ExternalIp' | 'LoadBalancer' | 'NodePort';
  readonly protocol: ServicePortRule['protocol'];
  readonly address: string;
  readonly port: number;
  readonly entry: ServicePortEntry;
  /** The traffic policy that holds for this way in. */
  readonly policy: 'Cluster' | 'Local';
  readonly destinations: readonly EndpointRule[];
}

/** Undefined: no such server, or another mode. */
export function findVirtualServer(
  rules: RuleSet,
  protocol: ServicePortRule['protocol'],
  address: string,
  port: number,
): VirtualServer | undefined {
  const traits = heldTraits(rules);
  if (!traits) return undefined;
  const index = indexOf(rules);
  const internal = index.atClusterIp(protocol, address, port);
  if (internal) return serverOf('ClusterIp', internal, address, port);
  const external = index.atExternalIp(protocol, address, port);
  if (external) {
    const isBalancer = external.rule.loadBalancerIps.includes(address);
    return serverOf(isBalancer ? 'LoadBalancer' : 'ExternalIp', external, address, port);
  }
  if (!rules.addresses.includes(address) || !takesNodePorts(rules, traits, address)) return undefined;
  const nodePort = index.atNodePort(protocol, address, port);
  return nodePort && serverOf('NodePort', nodePort, address, port);
}

/** All of them, as Services stand and each with its ways in; of two for one address and port the later one. */
export function listVirtualServers(rules: RuleSet): readonly VirtualServer[] {
  const traits = heldTraits(rules);
  if (!traits) return [];
  const nodeAddresses = rules.addresses.filter((address) => takesNodePorts(rules, traits, address));
  const servers = indexOf(rules).entries.flatMap((entry) => serversOf(entry, nodeAddresses));
  const key = ({ protocol, address, port }: VirtualServer) => `${protocol} ${address} ${port}`;
  return [...new Map(servers.map((server) => [key(server), server])).values()];
}

/** Whether the node has that address of a Service as its own. What another interface has stays there. */
export function isHeld(rules: RuleSet, address: string): boolean {
  return heldTraits(rules) !== undefined && addressesOf(rules.ports).has(address) && !rules.addresses.includes(address);
}

/** On kube-ipvs0, in the order in which Services bring them. */
export function listHeld(rules: RuleSet): readonly string[] {
  return [...addressesOf(rules.ports)].filter((address) => isHeld(rules, address));
}

function heldTraits(rules: RuleSet): ModeTraits | undefined {
  const traits = findTraits(rules);
  return traits?.serviceAddresses === 'Held' ? traits : undefined;
}

/** All nodes have the same. */
const keptAddresses = new WeakMap<readonly ServicePortRule[], ReadonlySet<string>>();

function addressesOf(ports: readonly ServicePortRule[]): ReadonlySet<string> {
  const known = keptAddresses.get(ports);
  if (known) return known;
  const addresses = new Set(
    ports.flatMap(({ clusterIp, externalIps, loadBalancerIps }) => [clusterIp, ...externalIps, ...loadBalancerIps]),
  );
  keptAddresses.set(ports, addresses);
  return addresses;
}

function serversOf(entry: ServicePortEntry, nodeAddresses: readonly string[]): VirtualServer[] {
  const { clusterIp, port, nodePort, externalIps, loadBalancerIps } = entry.rule;
  const own = nodePort === undefined ? [] : nodeAddresses.filter((address) => isSameFamily(address, clusterIp));
  return [
    serverOf('ClusterIp', entry, clusterIp, port),
    ...externalIps.map((address) => serverOf('ExternalIp', entry, address, port)),
    ...loadBalancerIps.map((address) => serverOf('LoadBalancer', entry, address, port)),
    ...own.map((address) => serverOf('NodePort', entry, address, nodePort as number)),
  ];
}

function serverOf(kind: VirtualServer['kind'], entry: ServicePortEntry, address: string, port: number): VirtualServer {
  const { protocol, internalPolicy, externalPolicy } = entry.rule;
  const policy = kind === 'ClusterIp' ? internalPolicy : externalPolicy;
  return { kind, protocol, address, port, entry, policy, destinations: destinationsOf(entry, policy) };
}

/** Where no endpoint is on the node, Local takes those of all nodes, so that pods here still get to the Service. Models: https://github.com/kubernetes/kubernetes/pull/97081 */
function destinationsOf({ selected }: ServicePortEntry, policy: 'Cluster' | 'Local'): readonly EndpointRule[] {
  return policy === 'Local' && selected.local.length > 0 ? selected.local : selected.cluster;
}
