/** The contract of a stage: one thing that can happen to a packet at one kind of place. Stages decide; the tracer records. */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { Choose } from '../choice.ts';
import type { RuleSet } from '../compile/rule-set.ts';
import type { Disposition, Reason, Response } from '../disposition.ts';
import type { Network } from '../network.ts';
import type { Topology } from '../topology.ts';
import type { Backend, Because, Candidate, Packet } from '../trace.ts';

/** Where a packet is. `came` tells the kernel's hooks apart: a local process enters at OUTPUT, everything else at PREROUTING. */
export type Location =
  | { readonly kind: 'PodOut'; readonly node: string; readonly pod: Pod }
  | { readonly kind: 'Node'; readonly node: string; readonly came: 'Process' | 'Pod' | 'Fabric' }
  | { readonly kind: 'Fabric'; readonly node: string }
  | { readonly kind: 'PodIn'; readonly node: string; readonly pod: Pod }
  | { readonly kind: 'Host'; readonly node: string };

/** One packet at one place, with what the stages before found out on this node. */
export interface Hop {
  readonly at: Location;
  readonly packet: Packet;
  /** As the packet entered the node. */
  readonly entered: Packet;
  /** The node knows the flow already, or does not track it: rules for new connections do not see it, nor do policies of the pod it is brought to. */
  readonly established: boolean;
  /** Of such a flow nothing ever came back: filter rules for new connections (`ctstate NEW`) still see it. */
  readonly unanswered: boolean;
  /** It is kept out of connection tracking: nothing that asks for the state of its flow sees it, and the node will not remember it. */
  readonly untracked: boolean;
  /** Why the source address must be replaced on the way out; undefined: it stays. */
  readonly masquerade: readonly Because[] | undefined;
  /** The Service port that translated it here. */
  readonly service: string | undefined;
}

export interface Datapath {
  readonly net: Network;
  readonly topology: Topology;
  readonly fabric: Fabric;
  readonly choose: Choose;
  /** The rules the node's kernel holds; undefined: kube-proxy never ran there. */
  findRules(node: string): RuleSet | undefined;
}

export interface Forward {
  readonly kind: 'Forward';
  readonly to: Location;
  readonly action: string;
  readonly because: readonly Because[];
}

export interface Translate {
  readonly kind: 'Translate';
  readonly packet: Packet;
  readonly action: string;
  readonly because: readonly Because[];
  readonly candidates?: readonly Candidate[];
  readonly masquerade?: readonly Because[] | undefined;
  readonly service?: string;
  /** What the step is about: the backend, the visible source, or a flow known from before. */
  readonly changes: 'Destination' | 'Source' | 'Known';
  /** Of a known flow to which nobody has answered yet. */
  readonly unanswered?: true;
}

export interface Drop {
  readonly kind: 'Drop';
  readonly disposition: Exclude<Disposition, 'Delivered' | 'Answered'>;
  readonly reason: Reason;
  readonly response: Exclude<Response, 'Reply'>;
  readonly action: string;
  readonly because: readonly Because[];
}

export interface Deliver {
  readonly kind: 'Deliver';
  readonly backend: Backend;
  /** Something on the way that is not in the steps gives the packet another source. */
  readonly source?: 'Hidden';
  readonly action: string;
  readonly because: readonly Because[];
}

/** The packet goes on as it is; what was decided is worth saying. */
export interface Note {
  readonly kind: 'Note';
  readonly action: string;
  readonly because: readonly Because[];
  /** From here on the node's connection tracking does not look at it. */
  readonly tracking?: 'None';
}

export type Outcome = Forward | Translate | Drop | Deliver | Note;

/** What stands between nodes. Worlds name theirs; a trace through another fabric differs by its steps only. */
export interface Fabric {
  readonly name: string;
  /** Takes a packet that left a node's primary interface to where its destination lives, or says why it is lost. */
  carry(packet: Packet, fromNode: string, datapath: Datapath): Forward | Drop | Deliver;
}

export interface Stage {
  /** PascalCase; it stands in traces, golden files and `path` checks. */
  readonly name: string;
  readonly at: readonly Location['kind'][];
  /** Undefined: the stage has nothing to say to this packet. Changes nothing but its own memory in the cluster's state. */
  apply(hop: Hop, datapath: Datapath): Outcome | undefined;
}

/** Silence: the sender waits until it gives up. */
export function dropped(reason: Reason, action: string, because: readonly Because[]): Drop {
  return { kind: 'Drop', disposition: 'Dropped', reason, response: 'Timeout', action, because };
}

export function notModelled(reason: Reason, action: string, because: readonly Because[]): Drop {
  return { kind: 'Drop', disposition: 'NotModelled', reason, response: 'Timeout', action, because };
}
