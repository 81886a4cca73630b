/**
 * The way back. A reply meets no Service rule: each node it passes undoes exactly what it did to the first packet, so an answer that
 * comes back another way, untranslated, is a stranger to the sender.
 */
import { joinHostPort } from '../net/ip.ts';
import type { Response } from './disposition.ts';
import { because, nodeRef } from './refs.ts';
import type { Datapath, Hop } from './stages/stage.ts';
import type { Packet, Step } from './trace.ts';
import type { Flow, Visit, Walk } from './walk.ts';

const WORDS: Readonly<Record<Exclude<Response, 'Timeout'>, string>> = {
  Reply: 'answer',
  Reset: 'reset',
  IcmpPortUnreachable: 'port unreachable',
  IcmpHostUnreachable: 'host unreachable',
  IcmpAdminProhibited: 'prohibited',
};

export function reverse({ src, sport, dst, dport, protocol }: Packet): Packet {
  return { src: dst, sport: dport, dst: src, dport: sport, protocol };
}

/** Carries `wanted` back to the sender, recording the steps; `Timeout` when it does not arrive as an answer to what was sent. */
export function answer(
  flow: Flow,
  walk: Walk,
  { at, packet }: Hop,
  wanted: Exclude<Response, 'Timeout'>,
  datapath: Datapath,
): Response {
  const sent = walk.visits[0]?.entered ?? packet;
  const steps: Step[] = [];
  let reply = reverse(packet);
  let node = at.node;
  for (const visit of [...walk.visits].reverse()) {
    if (visit.node !== node && holderOf(reply.dst, flow, datapath) !== visit.node) continue;
    node = visit.node;
    if (!isReplyTo(reply, visit)) continue;
    const undone = reverse(visit.entered);
    if (undone.src !== reply.src || undone.dst !== reply.dst) steps.push(undoing(visit, reply, undone, datapath));
    reply = undone;
  }
  const arrives = reply.dst === sent.src && reply.src === sent.dst && reply.sport === sent.dport;
  steps.push(closing(reply, sent, walk.visits[0]?.node ?? node, arrives, WORDS[wanted], flow, datapath));
  // A refusal that arrives adds nothing to what the step that refused has said.
  if (wanted === 'Reply' || !arrives) walk.steps.push(...steps);
  return arrives ? wanted : 'Timeout';
}

/** The node at which packets to this address arrive. */
function holderOf(address: string, { from }: Flow, { topology }: Datapath): string | undefined {
  if ('atNode' in from && from.address === address) return undefined;
  return topology.podByAddress.get(address)?.spec.nodeName ?? topology.nodeByAddress.get(address)?.name;
}

function isReplyTo(reply: Packet, { left }: Visit): boolean {
  return reply.src === left.dst && reply.sport === left.dport && reply.dst === left.src && reply.dport === left.sport;
}

function undoing({ node }: Visit, before: Packet, after: Packet, { net }: Datapath): Step {
  return {
    cluster: net.cluster.name,
    node,
    stage: 'ReplyTranslation',
    action: `${ends(before)} becomes ${ends(after)}`,
    packet: after,
    // No object decides on the way back: the node remembers what it did.
    because: [],
  };
}

function ends({ src, sport, dst, dport }: Packet): string {
  return `${joinHostPort(src, sport)} → ${joinHostPort(dst, dport)}`;
}

function closing(
  reply: Packet,
  sent: Packet,
  translator: string,
  arrives: boolean,
  word: string,
  flow: Flow,
  { net, topology }: Datapath,
): Step {
  // A node that sends to itself, at an address that only it knows as its own.
  const self = sent.src === sent.dst ? translator : undefined;
  const node = self ?? holderOf(sent.src, flow, { topology } as Datapath) ?? 'fabric';
  const says = `the sender asked ${joinHostPort(sent.dst, sent.dport)} and gets a packet from ${joinHostPort(reply.src, reply.sport)}, which it does not know: it did not come back by ${translator}, where it was translated`;
  return {
    cluster: net.cluster.name,
    node,
    stage: 'Reply',
    action: arrives ? `${word} arrives` : `${word} is not recognised`,
    packet: reply,
    because: arrives ? [] : because(nodeRef(net.cluster, translator), says),
  };
}
