/** The end of the way: a process that listens, or a kernel that says nobody does. */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import { isLoopback } from '../../net/ip.ts';
import { findWorkload } from '../../workloads/catalogue.ts';
import { containersOf, runningSince } from '../../workloads/containers.ts';
import { listenersOf, type OpenPort } from '../../workloads/process.ts';
import { explainClosedPort, explainHealthCheck } from '../proxy-ports.ts';
import { because, nodeRef, podRef } from '../refs.ts';
import type { Backend, Because, Packet } from '../trace.ts';
import { type Datapath, type Deliver, type Drop, notModelled, type Stage } from './stage.ts';

export const listener: Stage = {
  name: 'Listener',
  at: ['PodIn', 'Host'],
  apply({ at, packet }, datapath) {
    if (packet.protocol === 'SCTP') {
      return notModelled(
        'UnmodelledProtocol',
        'not modelled',
        because(nodeRef(datapath.net.cluster, at.node), 'not modelled: SCTP'),
      );
    }
    if (at.kind === 'PodIn') return inPod(at.pod, at.node, packet, datapath);
    return onHost(at.node, packet, datapath);
  },
};

function inPod(pod: Pod, node: string, packet: Packet, datapath: Datapath): Deliver | Drop {
  const { cluster } = datapath.net;
  if (packet.protocol === 'ICMP')
    return echoed(packet, node, because(podRef(cluster, pod), 'the kernel answers an echo request'));
  const open = findOpen(listenersOf(cluster, pod), packet);
  if (open) return delivered(pod, node, packet, open, datapath);
  const unknown = datapath.net.assume && pod.spec.containers.find(({ image }) => !findWorkload(image ?? ''));
  if (unknown) {
    const says = `what image ${unknown.image} listens on is not known here: it is taken as listening`;
    const backend = backendOf(pod, node, packet, unknown.name);
    return { kind: 'Deliver', backend, action: 'taken as delivered', because: because(podRef(cluster, pod), says) };
  }
  return refused(packet, because(podRef(cluster, pod, 'spec.containers'), explainSilence(pod, packet, datapath)));
}

function onHost(node: string, packet: Packet, datapath: Datapath): Deliver | Drop {
  const { cluster } = datapath.net;
  if (packet.protocol === 'ICMP')
    return echoed(packet, node, because(nodeRef(cluster, node), 'the kernel answers an echo request'));
  for (const pod of datapath.topology.hostPods.get(node) ?? []) {
    const open = findOpen(listenersOf(cluster, pod), packet);
    if (open) {
      const taken = delivered(pod, node, packet, open, datapath);
      return { ...taken, because: [...taken.because, ...explainHealthCheck(node, packet, datapath)] };
    }
  }
  const checked = datapath.net.assume && packet.protocol === 'TCP' ? explainHealthCheck(node, packet, datapath) : [];
  if (checked.length > 0) {
    const backend = { address: packet.dst, port: packet.dport, node };
    return { kind: 'Deliver', backend, action: 'kube-proxy takes it', because: checked };
  }
  const system = HOST_PORTS.find(
    ({ port, address }) => port === packet.dport && (address === '0.0.0.0' || isLoopback(packet.dst)),
  );
  if (system && packet.protocol === 'TCP') {
    const backend = { address: packet.dst, port: packet.dport, node };
    return {
      kind: 'Deliver',
      backend,
      action: `${system.program} takes it`,
      because: because(nodeRef(cluster, node), `${system.program} listens on ${packet.dport}`),
    };
  }
  return refused(packet, explainClosedPort(node, packet, datapath));
}

/** Programs of the node that are no pods. */
const HOST_PORTS = [
  { port: 22, address: '0.0.0.0', program: 'sshd' },
  { port: 10_250, address: '0.0.0.0', program: 'kubelet' },
  { port: 10_248, address: '127.0.0.1', program: 'kubelet' },
] as const;

function findOpen(open: readonly OpenPort[], { dport, protocol, dst }: Packet): OpenPort | undefined {
  return open.find(
    ({ listener: { port, protocol: spoken, address } }) =>
      port === dport &&
      spoken === protocol &&
      (address === '0.0.0.0' || address === dst || (isLoopback(address) && isLoopback(dst))),
  );
}

function backendOf(pod: Pod, node: string, { dst, dport }: Packet, container: string): Backend {
  const { namespace, name } = pod.metadata;
  return { address: dst, port: dport, node, pod: { namespace, name, container } };
}

function delivered(pod: Pod, node: string, packet: Packet, { container }: OpenPort, { net }: Datapath): Deliver {
  const index = pod.spec.containers.findIndex(({ name }) => name === container);
  const others = pod.spec.ephemeralContainers?.some(({ name }) => name === container) ? 'ephemeral' : 'init';
  const field = index < 0 ? `spec.${others}Containers` : `spec.containers[${index}]`;
  const says = `container ${container} listens on ${packet.dport}/${packet.protocol}`;
  return {
    kind: 'Deliver',
    backend: backendOf(pod, node, packet, container),
    action: `container ${container} of ${pod.metadata.namespace}/${pod.metadata.name} takes it`,
    because: because(podRef(net.cluster, pod, field), says),
  };
}

function echoed({ dst }: Packet, node: string, why: readonly Because[]): Deliver {
  return { kind: 'Deliver', backend: { address: dst, port: 0, node }, action: 'echo reply', because: why };
}

function refused({ protocol }: Packet, why: readonly Because[]): Drop {
  const response = protocol === 'TCP' ? 'Reset' : 'IcmpPortUnreachable';
  return { kind: 'Drop', disposition: 'Refused', reason: 'NotListening', response, action: 'refused', because: why };
}

/** What the pod does instead of listening there. */
function explainSilence(pod: Pod, { dport, protocol }: Packet, { net }: Datapath): string {
  const ports = listenersOf(net.cluster, pod);
  const hidden = ports.find(({ listener }) => listener.port === dport && listener.protocol === protocol);
  if (hidden) return `container ${hidden.container} listens on ${hidden.listener.address}:${dport} only`;
  const idle = containersOf(pod).filter(({ name }) => runningSince(pod, name) === undefined);
  const list = ports
    .map(({ container, listener }) => `${listener.port}/${listener.protocol} (${container})`)
    .join(', ');
  const stopped = idle.length > 0 ? `; not running: ${idle.map(({ name }) => name).join(', ')}` : '';
  return `nothing in the pod listens on ${dport}/${protocol}; it listens on ${list || 'nothing'}${stopped}`;
}
