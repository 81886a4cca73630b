/** What the chains of a Service port do with a packet beyond choosing an endpoint: policies, masquerading, translation. */
import { cidrContains } from '../net/cidr.ts';
import { isLoopback, joinHostPort } from '../net/ip.ts';
import type { Balanced } from './balance.ts';
import { findPodRange } from './compile/pod-range.ts';
import type { ServicePortEntry } from './compile/rule-index.ts';
import type { EndpointRule, RuleSet, ServicePortRule } from './compile/rule-set.ts';
import { isHeld } from './compile/virtual-servers.ts';
import { findAddressHolder } from './node-cache.ts';
import { because, endpointRef, podRef, proxyConfigRef, serviceRef } from './refs.ts';
import type { Datapath, Hop, Translate } from './stages/stage.ts';
import type { Because } from './trace.ts';

/** Whether the packet's destination is the node itself (`--dst-type LOCAL`), which in ipvs mode has the addresses of Services too. */
export function isLocalTo({ at, packet }: Hop, { net, topology, findRules }: Datapath): boolean {
  if (at.kind === 'Node' && at.came === 'Process' && isLoopback(packet.dst)) return true;
  if (topology.nodeByAddress.get(packet.dst)?.name === at.node) return true;
  if (findAddressHolder(net.cluster, at.node, packet.dst)) return true;
  const rules = findRules(at.node);
  return rules !== undefined && isHeld(rules, packet.dst);
}

/** Why traffic to a cluster IP hides its source; undefined on EKS, where no pod range is configured. */
export function internalMasquerade(
  { packet }: Hop,
  { net }: Datapath,
  { config }: RuleSet,
  rule: ServicePortRule,
): readonly Because[] | undefined {
  const ref = proxyConfigRef(net.cluster);
  if (config.masqueradeAll)
    return because(ref, "masqueradeAll: every packet to a Service leaves with the node's address");
  const range = findPodRange(config, packet.dst);
  if (!range || cidrContains(range.cidr, packet.src)) return undefined;
  return because(ref, `${packet.src} is not in clusterCIDR ${range.text}, so ${rule.portName} sees the node's address`);
}

/** How traffic from outside goes on: to which endpoints, and whether its source stays. Undefined: no chain takes it. */
export function externalRoute(
  hop: Hop,
  { net }: Datapath,
  { config }: RuleSet,
  { rule, selected }: ServicePortEntry,
): { readonly endpoints: readonly EndpointRule[]; readonly masquerade: readonly Because[] | undefined } | undefined {
  const ref = serviceRef(net.cluster, rule, 'spec.externalTrafficPolicy');
  if (rule.externalPolicy === 'Cluster') {
    if (selected.cluster.length === 0) return undefined;
    const masquerade = because(ref, 'Cluster: the endpoint may be on another node, so its reply must come back here');
    return { endpoints: selected.cluster, masquerade };
  }
  const range = findPodRange(config, hop.packet.dst);
  if (range && cidrContains(range.cidr, hop.packet.src) && selected.cluster.length > 0) {
    return { endpoints: selected.cluster, masquerade: undefined };
  }
  if (hop.at.kind === 'Node' && hop.at.came === 'Process' && selected.cluster.length > 0) {
    const masquerade = because(ref, 'Local counts for traffic from outside; the node itself may use every endpoint');
    return { endpoints: selected.cluster, masquerade };
  }
  return selected.local.length > 0 ? { endpoints: selected.local, masquerade: undefined } : undefined;
}

/** KUBE-SEP marks whatever comes from the endpoint itself, a pod or a host. */
function backToItself(
  address: string,
  rule: ServicePortRule,
  endpoint: EndpointRule,
  { net, topology }: Pick<Datapath, 'net' | 'topology'>,
): readonly Because[] {
  const pod = topology.podByAddress.get(address);
  if (!pod) {
    const says = 'the host was sent back to itself: its reply must pass this node';
    return because(endpointRef(net.cluster, rule, endpoint), says);
  }
  return because(
    podRef(net.cluster, pod, 'status.podIP'),
    'the pod was sent back to itself: its reply must pass the node',
  );
}

/** The packet to the chosen endpoint. A client that is sent back to itself must not see its own address as the sender. */
export function translateTo(
  { packet }: Hop,
  { net, topology }: Datapath,
  rule: ServicePortRule,
  { endpoint, candidates, because: why }: Balanced,
  masquerade: readonly Because[] | undefined,
): Translate {
  const { address, port } = endpoint;
  const hairpin = packet.src === address ? backToItself(address, rule, endpoint, { net, topology }) : undefined;
  return {
    kind: 'Translate',
    packet: { ...packet, dst: address, dport: port },
    action: `${joinHostPort(packet.dst, packet.dport)} → ${joinHostPort(address, port)}`,
    because: why,
    candidates,
    masquerade: masquerade ?? hairpin,
    service: rule.portName,
    changes: 'Destination',
  };
}
