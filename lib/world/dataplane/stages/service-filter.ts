/**
 * Services without an endpoint to go to: the filter table answers or swallows what nat let pass.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/iptables/proxier.go (KUBE-SERVICES, KUBE-EXTERNAL-SERVICES)
 */
import type { Cluster } from '../../cluster.ts';
import { protocolText } from '../../net/protocol.ts';
import { addressKey, indexOf, type ServicePortEntry } from '../compile/rule-index.ts';
import { because, endpointRef, serviceRef } from '../refs.ts';
import { isLocalTo } from '../service-traffic.ts';
import { type Datapath, type Drop, dropped, type Stage } from './stage.ts';

/** Endpoints that are named as not ready; a longer list says nothing more. */
const MAX_NAMED = 4;

export const serviceFilter: Stage = {
  name: 'ServiceFilter',
  at: ['Node'],
  apply(hop, datapath) {
    const { packet, at, established } = hop;
    if (established || packet.protocol === 'ICMP') return undefined;
    const rules = datapath.findRules(at.node);
    if (!rules) return undefined;
    const index = indexOf(rules);
    const key = addressKey(packet.protocol, packet.dst, packet.dport);
    const internal = index.byClusterIp.get(key);
    if (internal) return withoutEndpoints(internal, 'internal', datapath);
    const local = isLocalTo(hop, datapath);
    // KUBE-EXTERNAL-SERVICES hangs in INPUT and FORWARD: what a process of the node sends elsewhere does not pass it.
    if (at.kind === 'Node' && at.came === 'Process' && !local) return undefined;
    const external =
      index.byExternalIp.get(key) ??
      (local ? index.byNodePort.get(`${protocolText(packet.protocol)} ${packet.dport}`) : undefined);
    return external && withoutEndpoints(external, 'external', datapath);
  },
};

function withoutEndpoints(
  { rule, selected }: ServicePortEntry,
  traffic: 'internal' | 'external',
  { net }: Datapath,
): Drop | undefined {
  if (!selected.any) return rejected(rule, net.cluster);
  const policy = traffic === 'internal' ? rule.internalPolicy : rule.externalPolicy;
  if (policy !== 'Local' || selected.local.length > 0) return undefined;
  const ref = serviceRef(net.cluster, rule, `spec.${traffic}TrafficPolicy`);
  return dropped('NoLocalEndpoints', 'dropped', because(ref, `Local: ${rule.portName} has no endpoint on this node`));
}

function rejected(rule: ServicePortEntry['rule'], cluster: Cluster): Drop {
  const waiting = rule.endpoints.map((endpoint) => ({
    ref: endpointRef(cluster, rule, endpoint),
    says: `${endpoint.address}:${endpoint.port} is ${endpoint.terminating ? 'terminating and does not serve' : 'not ready'}`,
  }));
  const says = waiting.length > 0 ? `${rule.portName} has no ready endpoint` : `${rule.portName} has no endpoints`;
  return {
    kind: 'Drop',
    disposition: 'Rejected',
    reason: 'NoEndpoints',
    response: 'IcmpPortUnreachable',
    action: 'rejected with icmp-port-unreachable',
    because: [...because(serviceRef(cluster, rule), says), ...waiting.slice(0, MAX_NAMED)],
  };
}
