/**
 * `loadBalancerSourceRanges`: for a load balancer's address only, never for node ports.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/iptables/proxier.go (KUBE-FW, KUBE-PROXY-FIREWALL)
 */
import { findTraits } from '../compile/mode.ts';
import { indexOf } from '../compile/rule-index.ts';
import { isWithin, listAllowedSources } from '../compile/source-ranges.ts';
import { because, serviceRef } from '../refs.ts';
import { dropped, type Stage } from './stage.ts';

export const sourceRanges: Stage = {
  name: 'SourceRanges',
  at: ['Node'],
  apply({ at, packet, established }, { findRules, net }) {
    const rules = established || packet.protocol === 'ICMP' ? undefined : findRules(at.node);
    if (!rules || packet.protocol === 'ICMP') return undefined;
    const entry = indexOf(rules).atExternalIp(packet.protocol, packet.dst, packet.dport);
    // Where there is no KUBE-FW without an endpoint, everybody is rejected alike.
    if (!entry || (!entry.selected.any && findTraits(rules)?.sourceRanges === 'WithEndpoints')) return undefined;
    const { rule } = entry;
    if (!rule.loadBalancerIps.includes(packet.dst) || rule.sourceRanges.length === 0) return undefined;
    if (listAllowedSources(rules, rule).some((range) => isWithin(range, packet.src))) return undefined;
    const ref = serviceRef(net.cluster, rule, 'spec.loadBalancerSourceRanges');
    return dropped(
      'SourceRangeDenied',
      'dropped',
      because(ref, `${packet.src} is in none of ${rule.sourceRanges.join(', ')}`),
    );
  },
};
