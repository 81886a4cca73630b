/**
 * What the tracer says of one flow. A trace is produced by the decision itself: no second computation explains after
 * the fact.
 */
import type { Ref } from '../ref.ts';
import type { Disposition, Reason, Response } from './disposition.ts';

export type Protocol = 'TCP' | 'UDP' | 'SCTP' | 'ICMP';

export interface Packet {
  readonly src: string;
  readonly sport: number;
  readonly dst: string;
  readonly dport: number;
  readonly protocol: Protocol;
}

/** Where a packet starts. An address may be any source at all, with the node where it enters. */
export type Place =
  | {
      readonly cluster: string;
      readonly pod: { readonly namespace: string; readonly name: string; readonly container?: string };
    }
  | { readonly cluster: string; readonly node: string }
  | { readonly cluster: string; readonly address: string; readonly atNode: string };

export interface Because {
  readonly ref: Ref;
  /** One sentence: what of that object decided. */
  readonly says: string;
}

export interface Step {
  readonly cluster: string;
  /** The node, or `fabric` between nodes. */
  readonly node: string;
  /** The stage's name: `PodEgress`, `ServiceDNAT`, `Masquerade`, `Fabric`, `Listener` … */
  readonly stage: string;
  /** What happened, in words: `172.20.14.9:80 → 10.0.2.31:8080`, `forwarded`, `dropped`. */
  readonly action: string;
  /** The packet as it leaves the step. */
  readonly packet: Packet;
  readonly because: readonly Because[];
}

/** One backend that a balancing step could have chosen. */
export interface Candidate {
  readonly address: string;
  readonly port: number;
  /** In (0, 1]. */
  readonly probability: number;
  readonly ref: Ref;
}

/** Where the packet ended: the process that took it, or the host that refused it (without `pod`). */
export interface Backend {
  readonly address: string;
  readonly port: number;
  readonly node: string;
  readonly pod?: { readonly namespace: string; readonly name: string; readonly container: string };
}

/** One path of one flow, there and back. */
export interface Trace {
  readonly disposition: Disposition;
  readonly reason: Reason;
  readonly steps: readonly Step[];
  /** All backends of the balancing step this path went through; empty without one. */
  readonly candidates: readonly Candidate[];
  readonly backend?: Backend;
  readonly masqueraded: 'Always' | 'Never';
  /** The source address and port that the receiver saw. */
  readonly sourceSeen?: { readonly address: string; readonly port: number };
  readonly response: Response;
}
