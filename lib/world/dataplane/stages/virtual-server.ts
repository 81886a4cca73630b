/**
 * Ipvs mode: what comes to an address and port of a Service goes to one of its virtual server's destinations; without any the kernel
 * says that the port is unreachable, whatever the protocol.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/ipvs/proxier.go (writeIptablesRules: who is marked for masquerading),
 * https://github.com/torvalds/linux/blob/v6.12/net/netfilter/ipvs/ip_vs_core.c (ip_vs_leave)
 */
import { cidrContains } from '../../net/cidr.ts';
import { balance } from '../balance.ts';
import { findPodRange } from '../compile/pod-range.ts';
import type { RuleSet } from '../compile/rule-set.ts';
import { type Scheduler, schedulerOf } from '../compile/scheduler.ts';
import { findVirtualServer, type VirtualServer } from '../compile/virtual-servers.ts';
import { because, proxyConfigRef, serviceRef } from '../refs.ts';
import { rejected, rejectedBy } from '../rejection.ts';
import { keepTurn, serverKey, turnOf } from '../schedule.ts';
import { translateTo } from '../service-traffic.ts';
import type { Because, Packet } from '../trace.ts';
import type { Datapath, Drop, Stage } from './stage.ts';

export const virtualServer: Stage = {
  name: 'VirtualServer',
  at: ['Node'],
  apply(hop, datapath) {
    const { packet, at, established } = hop;
    if (established || packet.protocol === 'ICMP') return undefined;
    const rules = datapath.findRules(at.node);
    const server = rules && findVirtualServer(rules, packet.protocol, packet.dst, packet.dport);
    if (!server) return undefined;
    const { cluster } = datapath.net;
    const { entry, destinations } = server;
    if (destinations.length === 0) return unreachable(server, datapath);
    const scheduler = schedulerOf(rules.config) as Scheduler;
    const turn = () => turnOf(cluster, at.node, server, scheduler, packet);
    const balanced = balance(hop, datapath, entry, destinations, { server: serverKey(server), turn });
    keepTurn(cluster, at.node, server, scheduler, balanced.endpoint);
    const why = [...balanced.because, ...beyondLocal(server, datapath)];
    const masquerade = masqueradeOf(server, packet, rules, datapath);
    return translateTo(hop, datapath, entry.rule, { ...balanced, because: why }, masquerade);
  },
};

/** Why a policy that says Local is not kept. */
function beyondLocal(
  { kind, policy, entry: { rule, selected } }: VirtualServer,
  { net }: Datapath,
): readonly Because[] {
  if (policy !== 'Local' || selected.local.length > 0) return [];
  const field = kind === 'ClusterIp' ? 'internalTrafficPolicy' : 'externalTrafficPolicy';
  const says = 'Local, and no endpoint is on this node: ipvs takes those of other nodes, for the sake of pods here';
  return because(serviceRef(net.cluster, rule, `spec.${field}`), says);
}

/** With policy Local a Service of cluster IPs only takes no endpoint of another node. */
function unreachable({ entry: { rule, selected } }: VirtualServer, { net }: Datapath): Drop {
  if (!selected.any) return rejected(rule, net.cluster);
  const ref = serviceRef(net.cluster, rule, 'spec.internalTrafficPolicy');
  const says = `Local: ${rule.portName} has no endpoint on this node, so its virtual server has no destination`;
  return rejectedBy('NoLocalEndpoints', because(ref, says));
}

/** KUBE-MARK-MASQ, by the sets KUBE-CLUSTER-IP, KUBE-EXTERNAL-IP, KUBE-LOAD-BALANCER and KUBE-NODE-PORT-*. */
function masqueradeOf(
  { kind, policy, entry: { rule } }: VirtualServer,
  packet: Packet,
  { config }: RuleSet,
  { net }: Datapath,
): readonly Because[] | undefined {
  if (kind !== 'ClusterIp') {
    if (policy === 'Local') return undefined;
    const ref = serviceRef(net.cluster, rule, 'spec.externalTrafficPolicy');
    return because(ref, 'Cluster: the endpoint may be on another node, so its reply must come back here');
  }
  const ref = proxyConfigRef(net.cluster);
  if (config.masqueradeAll)
    return because(ref, "masqueradeAll: every packet to a Service leaves with the node's address");
  const range = findPodRange(config, packet.dst);
  if (range && !cidrContains(range.cidr, packet.src)) {
    const says = `${packet.src} is not in clusterCIDR ${range.text}, so ${rule.portName} sees the node's address`;
    return because(ref, says);
  }
  if (range || packet.src !== packet.dst) return undefined;
  return because(
    ref,
    `ipvs: the node has ${packet.dst} as its own and sends from it, which no other node could answer`,
  );
}
