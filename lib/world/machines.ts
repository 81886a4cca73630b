/** The machine under a node: whether its kubelet runs. A table of the world's state; a node not in it is up. */
import { type Cluster, clusterTable } from './cluster.ts';

export interface NodeMachine {
  readonly kubelet: 'Running' | 'Stopped';
  /** World ms since when. */
  readonly sinceMs: number;
}

export function machines(cluster: Cluster) {
  return clusterTable<NodeMachine>(cluster, 'machines');
}

export function findMachine(cluster: Cluster, node: string): NodeMachine | undefined {
  return machines(cluster).get(node);
}

export function isKubeletRunning(cluster: Cluster, node: string): boolean {
  return findMachine(cluster, node)?.kubelet !== 'Stopped';
}
