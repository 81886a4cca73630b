/**
 * Ipvs mode: a node has every Service's address as its own. What comes there and is for no virtual server would reach the node's own
 * processes; the filter table refuses it, pings too, health check ports of Services excepted.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/ipvs/proxier.go (KUBE-IPVS-FILTER), https://github.com/kubernetes/kubernetes/issues/72236
 */
import { findHealthCheck } from '../compile/health-checks.ts';
import { findVirtualServer, isHeld } from '../compile/virtual-servers.ts';
import { because, proxyConfigRef, serviceRef } from '../refs.ts';
import { rejectedBy } from '../rejection.ts';
import type { Stage } from './stage.ts';

export const heldAddress: Stage = {
  name: 'HeldAddress',
  at: ['Node'],
  apply({ at, packet, established }, { net, findRules }) {
    const rules = established ? undefined : findRules(at.node);
    if (!rules || !isHeld(rules, packet.dst)) return undefined;
    const { dst, dport, protocol } = packet;
    if (protocol !== 'ICMP') {
      if (findVirtualServer(rules, protocol, dst, dport)) return undefined;
      if (findHealthCheck(rules, dport)) return undefined;
    }
    const rule = rules.ports.find(({ clusterIp }) => clusterIp === dst);
    const wanted = protocol === 'ICMP' ? 'ICMP' : `port ${dport}/${protocol}`;
    const says = `${dst} is the ${rule ? 'cluster IP' : 'address'} of a Service that has no ${wanted}, and kube-ipvs0 has it on every node`;
    const ref = rule ? serviceRef(net.cluster, rule, 'spec.ports') : proxyConfigRef(net.cluster);
    return rejectedBy('UndefinedPort', because(ref, says));
  },
};
