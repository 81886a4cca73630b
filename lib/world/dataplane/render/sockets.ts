/**
 * `ss -lntup` of a pod or a node: a header and one line per listening socket. kube-proxy holds no socket for a node port.
 * Models: https://man7.org/linux/man-pages/man8/ss.8.html
 */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { Cluster } from '../../cluster.ts';
import { listenersOf, processOf } from '../../workloads/process.ts';
import { topologyOf } from '../topology.ts';
import type { Place } from '../trace.ts';
import { networkOf } from './interfaces.ts';

interface Socket {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
  readonly program: string;
  readonly pid: number;
}

/** Programs of the node that are no pods. */
const NODE_SOCKETS: readonly Socket[] = [
  { protocol: 'tcp', address: '0.0.0.0', port: 22, program: 'sshd', pid: 1204 },
  { protocol: 'tcp', address: '0.0.0.0', port: 10_250, program: 'kubelet', pid: 1688 },
  { protocol: 'tcp', address: '127.0.0.1', port: 10_248, program: 'kubelet', pid: 1688 },
];

export function socketLines(cluster: Cluster, place: Place): string[] {
  const network = networkOf(cluster, place);
  if (!network) return [];
  const sockets =
    'pod' in network
      ? socketsOf(cluster, network.pod, 1)
      : [
          ...NODE_SOCKETS,
          ...(topologyOf(cluster).hostPods.get(network.node.name) ?? []).flatMap((pod, at) =>
            socketsOf(cluster, pod, 2000 + at * 100),
          ),
        ];
  return format([...sockets].sort((a, b) => b.protocol.localeCompare(a.protocol) || a.port - b.port));
}

function socketsOf(cluster: Cluster, pod: Pod, firstPid: number): Socket[] {
  return listenersOf(cluster, pod).map(({ container, listener }) => ({
    protocol: listener.protocol === 'TCP' ? 'tcp' : 'udp',
    address: listener.address,
    port: listener.port,
    program: programOf(processOf(cluster, pod, container).argv),
    pid: firstPid + pod.spec.containers.findIndex(({ name }) => name === container) * 10,
  }));
}

function programOf(argv: readonly string[]): string {
  const words = argv[0]?.endsWith('docker-entrypoint.sh') ? argv.slice(1) : argv;
  return (words[0] ?? '').replace(/^.*\//, '').slice(0, 15);
}

function format(sockets: readonly Socket[]): string[] {
  const width = Math.max(13, ...sockets.map(({ address }) => address.length));
  const ports = Math.max(5, ...sockets.map(({ port }) => String(port).length));
  const header = `Netid State  Recv-Q Send-Q ${'Local Address'.padStart(width)}:${'Port'.padEnd(ports)} ${'Peer Address'.padStart(12)}:${'Port'}Process`;
  return [
    header,
    ...sockets.map(({ protocol, address, port, program, pid }) => {
      const state = protocol === 'tcp' ? 'LISTEN' : 'UNCONN';
      const backlog = protocol === 'tcp' ? '4096' : '0';
      const local = `${address.padStart(width)}:${String(port).padEnd(ports)}`;
      return `${protocol.padEnd(5)} ${state} ${'0'.padEnd(6)} ${backlog.padEnd(6)} ${local} ${'0.0.0.0'.padStart(12)}:*   users:(("${program}",pid=${pid},fd=3))`;
    }),
  ];
}
