/** A flow as it is asked about, and what the tracer has found out of it so far. */
import type { Candidate, Packet, Place, Protocol, Step } from './trace.ts';

export interface Flow {
  readonly from: Place;
  readonly to: { readonly address: string; readonly port: number };
  readonly protocol: Protocol;
  /** The next free port of the sender when absent. A port of a known flow continues that flow. */
  readonly sourcePort?: number;
  /** A TCP connection that is kept is one that later packets can continue; others are closed at once. */
  readonly connection?: 'Closed' | 'Kept';
}

/** How one node saw the packet. */
export interface Visit {
  readonly node: string;
  readonly entered: Packet;
  readonly left: Packet;
  readonly service: string | undefined;
}

/** What the loop has found out so far. */
export interface Walk {
  readonly steps: Step[];
  readonly visits: Visit[];
  candidates: readonly Candidate[];
  masqueraded: boolean;
}
