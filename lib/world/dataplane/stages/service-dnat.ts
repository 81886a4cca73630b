/**
 * Cluster IPs, external IPs and load balancer addresses → an endpoint: nat PREROUTING and OUTPUT, chain KUBE-SERVICES.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/iptables/proxier.go
 */
import { balance } from '../balance.ts';
import { findTraits } from '../compile/mode.ts';
import { indexOf } from '../compile/rule-index.ts';
import { externalRoute, internalMasquerade, translateTo } from '../service-traffic.ts';
import type { Stage } from './stage.ts';

export const serviceDnat: Stage = {
  name: 'ServiceDNAT',
  at: ['Node'],
  apply(hop, datapath) {
    const { packet, at, established } = hop;
    if (established || packet.protocol === 'ICMP') return undefined;
    const rules = datapath.findRules(at.node);
    if (!rules || findTraits(rules)?.serviceAddresses !== 'Translated') return undefined;
    const index = indexOf(rules);
    const entry = index.atClusterIp(packet.protocol, packet.dst, packet.dport);
    if (entry) {
      const { rule, selected } = entry;
      const endpoints = rule.internalPolicy === 'Local' ? selected.local : selected.cluster;
      if (endpoints.length === 0) return undefined;
      const balanced = balance(hop, datapath, entry, endpoints);
      return translateTo(hop, datapath, rule, balanced, internalMasquerade(hop, datapath, rules, rule));
    }
    const external = index.atExternalIp(packet.protocol, packet.dst, packet.dport);
    const route = external && externalRoute(hop, datapath, rules, external);
    if (!external || !route) return undefined;
    return translateTo(
      hop,
      datapath,
      external.rule,
      balance(hop, datapath, external, route.endpoints),
      route.masquerade,
    );
  },
};
