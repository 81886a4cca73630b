/**
 * Services without an endpoint to go to: the filter table answers or swallows what nat let pass.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/iptables/proxier.go (KUBE-SERVICES, KUBE-EXTERNAL-SERVICES),
 * nftables/proxier.go (service-endpoints-check, nodeport-endpoints-check, cluster-ips-check)
 */
import { cidrContains, parseAnyCidr } from '../../net/cidr.ts';
import { findTraits, type ModeTraits, takesNodePorts } from '../compile/mode.ts';
import { indexOf, type RuleIndex, type ServicePortEntry } from '../compile/rule-index.ts';
import type { RuleSet } from '../compile/rule-set.ts';
import { because, proxyConfigRef, serviceRef } from '../refs.ts';
import { rejected, rejectedBy } from '../rejection.ts';
import { isLocalTo } from '../service-traffic.ts';
import { type Datapath, type Drop, dropped, type Hop, type Stage } from './stage.ts';

export const serviceFilter: Stage = {
  name: 'ServiceFilter',
  at: ['Node'],
  apply(hop, datapath) {
    const { packet, at, established, unanswered } = hop;
    if (established && !unanswered) return undefined;
    const rules = datapath.findRules(at.node);
    const traits = rules && findTraits(rules);
    if (!traits || traits.serviceAddresses === 'Held') return undefined;
    const index = indexOf(rules);
    const local = isLocalTo(hop, datapath);
    if (packet.protocol !== 'ICMP') {
      const internal = index.atClusterIp(packet.protocol, packet.dst, packet.dport);
      if (internal)
        return withoutEndpoints(internal, 'internal', datapath) ?? strayed(hop, index, rules, traits, datapath);
      const external = findExternal(hop, local, rules, traits);
      const refused = external && withoutEndpoints(external, 'external', datapath);
      if (external) return refused;
    }
    return local ? undefined : strayed(hop, index, rules, traits, datapath);
  },
};

/** The external way in whose rules the packet passes. */
function findExternal(
  { at, packet }: Hop,
  local: boolean,
  rules: RuleSet,
  traits: ModeTraits,
): ServicePortEntry | undefined {
  if (packet.protocol === 'ICMP') return undefined;
  // KUBE-EXTERNAL-SERVICES hangs in INPUT and FORWARD: what a process of the node sends elsewhere does not pass it.
  const own = at.kind === 'Node' && at.came === 'Process' && !local;
  if (own && traits.ownExternalTraffic === 'Unfiltered') return undefined;
  const index = indexOf(rules);
  const byAddress = index.atExternalIp(packet.protocol, packet.dst, packet.dport);
  if (byAddress || !local) return byAddress;
  const asked = traits.nodePortAddresses === 'All' || takesNodePorts(rules, traits, packet.dst);
  return asked ? index.atNodePort(packet.protocol, packet.dst, packet.dport) : undefined;
}

/** What is still addressed to a Service range after translation, where the mode looks for that. */
function strayed(
  { packet }: Hop,
  index: RuleIndex,
  { serviceCidrs, ports }: RuleSet,
  traits: ModeTraits,
  { net }: Datapath,
): Drop | undefined {
  const { dst } = packet;
  if (index.isClusterIp(dst) && traits.undefinedPort === 'Rejected') {
    const rule = ports.find(({ clusterIp }) => clusterIp === dst) as ServicePortEntry['rule'];
    const has = ports.some(
      ({ clusterIp, port, protocol }) => clusterIp === dst && port === packet.dport && protocol === packet.protocol,
    );
    const wanted = packet.protocol === 'ICMP' ? 'ICMP' : `port ${packet.dport}/${packet.protocol}`;
    const says = has
      ? `${dst} is a cluster IP, and the flow began before a rule translated it`
      : `${dst} is the cluster IP of a Service that has no ${wanted}`;
    return rejectedBy('UndefinedPort', because(serviceRef(net.cluster, rule, 'spec.ports'), says));
  }
  if (index.isClusterIp(dst) || traits.unallocatedAddress !== 'Dropped') return undefined;
  const range = serviceCidrs.find((text) => {
    const cidr = parseAnyCidr(text);
    return cidr !== undefined && cidrContains(cidr, dst);
  });
  if (range === undefined) return undefined;
  const says = `no Service has ${dst}, an address of the Service range ${range}`;
  return dropped('UnallocatedAddress', 'dropped', because(proxyConfigRef(net.cluster), says));
}

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
