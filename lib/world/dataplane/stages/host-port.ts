/**
 * Host ports of pods: the node sends its own port on to the pod (the portmap plugin of the CNI), after Services had their say.
 * Models: https://www.cni.dev/plugins/current/meta/portmap/
 */
import { isLoopback, joinHostPort } from '../../net/ip.ts';
import { because, podRef } from '../refs.ts';
import { isLocalTo } from '../service-traffic.ts';
import { podAddressTo } from '../topology.ts';
import { dropped, type Stage } from './stage.ts';

export const hostPort: Stage = {
  name: 'HostPortDNAT',
  at: ['Node'],
  apply(hop, datapath) {
    const { at, packet, established } = hop;
    if (established || !isLocalTo(hop, datapath)) return undefined;
    const open = datapath.topology.hostPorts.get(`${at.node} ${packet.protocol} ${packet.dport}`);
    const found = open?.find(({ hostIp }) => hostIp === undefined || hostIp === packet.dst);
    const address = found && podAddressTo(found.pod, packet.dst);
    if (!found || !address) return undefined;
    const { pod, containerPort } = found;
    const ref = podRef(datapath.net.cluster, pod, 'spec.containers');
    if (packet.src === '::1') {
      const says = `hostPort ${packet.dport} leads to ${address}, and no packet from ::1 leaves the loopback interface`;
      return dropped('MartianSource', 'dropped', because(ref, says));
    }
    const hidden = isLoopback(packet.src) || packet.src === address;
    return {
      kind: 'Translate',
      packet: { ...packet, dst: address, dport: containerPort },
      action: `${joinHostPort(packet.dst, packet.dport)} → ${joinHostPort(address, containerPort)}`,
      because: because(ref, `hostPort ${packet.dport} of this pod is its port ${containerPort}`),
      masquerade: hidden ? because(ref, 'the reply must come back by the node') : undefined,
      changes: 'Destination',
    };
  },
};
