/**
 * Node ports, on those addresses of the node that take them: the last rule of nat KUBE-SERVICES, so a cluster IP is never taken for one.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/iptables/proxier.go
 */
import { balance } from '../balance.ts';
import { findTraits, takesNodePorts } from '../compile/mode.ts';
import { indexOf } from '../compile/rule-index.ts';
import { externalRoute, isLocalTo, translateTo } from '../service-traffic.ts';
import type { Stage } from './stage.ts';

export const nodePort: Stage = {
  name: 'NodePortDNAT',
  at: ['Node'],
  apply(hop, datapath) {
    const { packet, at, established } = hop;
    if (established || packet.protocol === 'ICMP' || !isLocalTo(hop, datapath)) return undefined;
    const rules = datapath.findRules(at.node);
    const traits = rules && findTraits(rules);
    if (!traits || traits.serviceAddresses === 'Held') return undefined;
    if (!takesNodePorts(rules, traits, packet.dst)) return undefined;
    const entry = indexOf(rules).atNodePort(packet.protocol, packet.dst, packet.dport);
    const route = entry && externalRoute(hop, datapath, rules, entry);
    if (!entry || !route) return undefined;
    return translateTo(hop, datapath, entry.rule, balance(hop, datapath, entry, route.endpoints), route.masquerade);
  },
};
