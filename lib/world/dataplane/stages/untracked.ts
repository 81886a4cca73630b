/**
 * Table raw, before connection tracking: packets to the node's DNS cache are not tracked, so no rule of nat sees them and no rule that asks
 * for new connections; they stay on the node, which has their address.
 *
 * Models: https://github.com/kubernetes/dns/blob/1.26.7/cmd/node-cache/app/cache_app.go (initIptables). The rules are there in all modes of
 * kube-proxy: its nftables chains of type nat, too, are passed by what is not tracked
 * (https://github.com/torvalds/linux/blob/v6.12/net/netfilter/nf_nat_core.c, nf_nat_inet_fn).
 * Differs: ipvs serves an address of a Service whether its packets are tracked or not; here the rule is passed over.
 */
import { isHeld } from '../compile/virtual-servers.ts';
import { findUntracking } from '../node-cache.ts';
import { because } from '../refs.ts';
import type { Stage } from './stage.ts';

export const untracked: Stage = {
  name: 'Untracked',
  at: ['Node'],
  apply({ at, packet }, { net, findRules }) {
    if (at.kind !== 'Node') return undefined;
    const traces = findUntracking(net.cluster, at.node, packet, at.came);
    if (!traces) return undefined;
    const rules = findRules(at.node);
    if (rules && isHeld(rules, packet.dst)) return undefined;
    const { dst, dport } = packet;
    const ref = {
      cluster: net.cluster.name,
      apiVersion: 'v1',
      kind: 'Pod',
      ...traces.pod,
      field: 'spec.containers[0].args',
    };
    const chain = at.came === 'Process' ? 'OUTPUT' : 'PREROUTING';
    const says = `its rule in table raw, chain ${chain}: packets to ${dst} port ${dport} are not tracked, so no rule of a Service sees them`;
    return { kind: 'Note', action: 'skips connection tracking', because: because(ref, says), tracking: 'None' };
  },
};
