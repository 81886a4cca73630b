/** Whether the machine under a node has power. A stopped kubelet is another matter: its packets go on. A node not in this table is on. */
import { type Cluster, clusterTable } from '../cluster.ts';

export function isPowered(cluster: Cluster, node: string): boolean {
  return clusterTable<'Off'>(cluster, 'power').get(node) !== 'Off';
}

/** Pulls the plug of a machine, or puts it back in. */
export function setPower(cluster: Cluster, node: string, power: 'On' | 'Off'): void {
  const table = clusterTable<'Off'>(cluster, 'power');
  if (power === 'Off') table.set(node, 'Off');
  else table.delete(node);
}
