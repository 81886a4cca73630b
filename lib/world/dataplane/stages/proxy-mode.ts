/** A Service packet on a node whose kube-proxy runs in a mode that is not modelled is not decided. */
import { findTraits } from '../compile/mode.ts';
import { because, proxyConfigRef } from '../refs.ts';
import { notModelled, type Stage } from './stage.ts';

export const proxyMode: Stage = {
  name: 'ProxyMode',
  at: ['Node'],
  apply({ at, packet, established }, { net, topology, findRules }) {
    const rules = findRules(at.node);
    if (!rules || findTraits(rules) || established) return undefined;
    const toNode = topology.nodeByAddress.has(packet.dst);
    const isService = rules.ports.some(
      ({ clusterIp, nodePort }) => clusterIp === packet.dst || (toNode && nodePort === packet.dport),
    );
    if (!isService) return undefined;
    const { mode, scheduler } = rules.config;
    const which = mode === 'ipvs' && scheduler ? `scheduler ${scheduler} of ` : '';
    const says = `not modelled: ${which}kube-proxy in ${mode} mode`;
    return notModelled('UnmodelledField', 'not modelled', because(proxyConfigRef(net.cluster), says));
  },
};
