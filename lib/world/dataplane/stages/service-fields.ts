/** A Service with a field that would steer its traffic and is not modelled: where its packets go is not decided. */
import { indexOf } from '../compile/rule-index.ts';
import { because, serviceRef } from '../refs.ts';
import { isLocalTo } from '../service-traffic.ts';
import { notModelled, type Stage } from './stage.ts';

export const serviceFields: Stage = {
  name: 'ServiceFields',
  at: ['Node'],
  apply(hop, datapath) {
    const { at, packet, established } = hop;
    const rules = established || packet.protocol === 'ICMP' ? undefined : datapath.findRules(at.node);
    if (!rules || packet.protocol === 'ICMP') return undefined;
    const index = indexOf(rules);
    const { protocol, dst, dport } = packet;
    const local = isLocalTo(hop, datapath) ? index.atNodePort(protocol, dst, dport) : undefined;
    const rule = (index.atClusterIp(protocol, dst, dport) ?? index.atExternalIp(protocol, dst, dport) ?? local)?.rule;
    if (!rule?.unmodelledField) return undefined;
    const ref = serviceRef(datapath.net.cluster, rule, rule.unmodelledField);
    return notModelled(
      'UnmodelledField',
      'not modelled',
      because(ref, `not modelled: ${rule.unmodelledField} of ${rule.portName}`),
    );
  },
};
