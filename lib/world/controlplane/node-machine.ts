/** The machine under a node: whether its kubelet runs. A table of the world's state; a node not in it is up. */
import { type Cluster, clusterTable } from '../cluster.ts';
import { nowMs } from '../sim/clock.ts';
import { wake } from './wake.ts';

interface NodeMachine {
  readonly kubelet: 'Running' | 'Stopped';
  /** World ms of its last status. */
  readonly sinceMs: number;
}

function machines(cluster: Cluster) {
  return clusterTable<NodeMachine>(cluster, 'machines');
}

export function findMachine(cluster: Cluster, node: string): NodeMachine | undefined {
  return machines(cluster).get(node);
}

export function isKubeletRunning(cluster: Cluster, node: string): boolean {
  return findMachine(cluster, node)?.kubelet !== 'Stopped';
}

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
