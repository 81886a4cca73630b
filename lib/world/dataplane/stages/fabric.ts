/** The network between the nodes, whichever one the world has. */
import type { Stage } from './stage.ts';

export const fabric: Stage = {
  name: 'Fabric',
  at: ['Fabric'],
  apply: ({ packet, at }, datapath) => datapath.fabric.carry(packet, at.node, datapath),
};
