/** What stands between nodes. Labs name theirs; a trace through another fabric differs by its steps only. */
import type { Datapath, Deliver, Drop, Forward } from '../stages/stage.ts';
import type { Packet } from '../trace.ts';

export interface Fabric {
  readonly name: string;
  /** Takes a packet that left a node's primary interface to where its destination address lives, or says why it is lost. */
  carry(packet: Packet, fromNode: string, datapath: Datapath): Forward | Drop | Deliver;
}
