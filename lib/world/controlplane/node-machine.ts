/** Stops and starts the kubelet of a node. */
import type { Cluster } from '../cluster.ts';
import { isKubeletRunning, machines, type NodeMachine } from '../machines.ts';
import { nowMs } from '../sim/clock.ts';
import { wake } from './wake.ts';

/** As `systemctl stop kubelet` does: containers run on, nobody reports or restarts them. */
export function stopKubelet(cluster: Cluster, node: string): void {
  setKubelet(cluster, node, 'Stopped');
}

/** As `systemctl start kubelet` does. */
export function startKubelet(cluster: Cluster, node: string): void {
  setKubelet(cluster, node, 'Running');
}

function setKubelet(cluster: Cluster, node: string, kubelet: NodeMachine['kubelet']): void {
  if (isKubeletRunning(cluster, node) === (kubelet === 'Running')) return;
  machines(cluster).set(node, { kubelet, sinceMs: nowMs(cluster.state) });
  wake(cluster, 'node-status', node);
  wake(cluster, 'node-lifecycle', node);
  wake(cluster, 'kubelet', `node/${node}/machine`);
}
