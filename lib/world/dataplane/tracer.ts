/**
 * One flow through the pipeline, there and back. The loop asks the stages in order, records what they decide and leaves the marks
 * of a real packet (conntrack, affinity) in the cluster's state: a question that must not leave any runs on a fork.
 */
import { type Cluster, clusterTable } from '../cluster.ts';
import { EPHEMERAL_PORTS } from '../net/port.ts';
import { draw } from '../sim/random.ts';
import type { Choose } from './choice.ts';
import { findRules } from './compile/node-rules.ts';
import type { RuleSet } from './compile/rule-set.ts';
import { routed } from './fabric/routed.ts';
import { isPowered } from './host-power.ts';
import type { Network } from './network.ts';
import { PIPELINE_AT } from './pipeline.ts';
import { because, nodeRef, podRef } from './refs.ts';
import { answer } from './reply.ts';
import { nodeSource, podSource, unroutable } from './sources.ts';
import {
  type Datapath,
  type Drop,
  dropped,
  type Hop,
  type Location,
  type Outcome,
  type Stage,
} from './stages/stage.ts';
import { topologyOf } from './topology.ts';
import type { Packet, Step, Trace } from './trace.ts';
import { rememberFlows } from './visits.ts';
import type { Flow, Walk } from './walk.ts';

/** More than any path here needs: the packet goes round in circles. */
const MAX_STEPS = 64;

/** Traces a flow. `choose` picks at balancing steps. */
export function traceFlow(net: Network, flow: Flow, choose: Choose): Trace {
  const topology = topologyOf(net.cluster);
  const datapath: Datapath = { net, topology, fabric: routed, choose, findRules: rulesOf(net) };
  const start = startOf(flow, datapath);
  const walk: Walk = { steps: [], visits: [], candidates: [], masqueraded: false };
  if (start.kind === 'Drop') return finish(flow, walk, undefined, start, datapath);
  let hop = start.hop;
  let stage = 0;
  for (let count = 0; count < MAX_STEPS; count++) {
    const decision = nextDecision(hop, stage, datapath);
    stage = decision.next;
    record(walk, datapath, hop, decision.stage, decision.outcome);
    if (decision.outcome.kind === 'Drop' || decision.outcome.kind === 'Deliver') {
      leave(walk, hop, decision.outcome);
      return finish(flow, walk, hop, decision.outcome, datapath);
    }
    if (decision.outcome.kind === 'Forward') {
      leave(walk, hop, decision.outcome);
      stage = 0;
    }
    hop = advance(hop, decision.outcome, walk);
  }
  return finish(flow, walk, hop, dropped('TtlExceeded', 'goes round in circles', []), datapath);
}

/** Looks a node's rules up once a flow: every stage on a node asks for them. */
function rulesOf(net: Network): Datapath['findRules'] {
  let asked: string | undefined;
  let rules: RuleSet | undefined;
  return (node) => {
    if (node !== asked) {
      asked = node;
      rules = findRules(net, node);
    }
    return rules;
  };
}

/** The first packet and where it starts, or why nothing can be sent from there. */
function startOf(flow: Flow, { net, topology }: Datapath): { readonly kind: 'Start'; readonly hop: Hop } | Drop {
  const { from, to } = flow;
  const { cluster } = net;
  if ('pod' in from) {
    const pod = topology.podByName.get(`${from.pod.namespace}/${from.pod.name}`);
    const node = pod?.spec.nodeName;
    if (!pod || !node || !pod.status.podIP || pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed') {
      const { namespace, name } = from.pod;
      const ref = pod
        ? podRef(cluster, pod, 'status')
        : { cluster: cluster.name, apiVersion: 'v1', kind: 'Pod', namespace, name };
      return dropped(
        'PodNotRunning',
        'nothing is sent',
        because(ref, pod ? 'the pod has no network' : 'there is no such pod'),
      );
    }
    if (!isPowered(cluster, node))
      return dropped('NodeDown', 'nothing is sent', because(nodeRef(cluster, node), 'the machine is off'));
    const source = podSource(net, pod, to.address);
    if (source === undefined) return unroutable(to.address, podRef(cluster, pod, 'status.podIPs'));
    if (!pod.spec.hostNetwork) return start(flow, source, { kind: 'PodOut', node, pod }, cluster);
    return start(flow, source, { kind: 'Node', node, came: 'Process' }, cluster);
  }
  const node = 'node' in from ? from.node : from.atNode;
  const view = topology.nodeByName.get(node);
  if (!view || !isPowered(cluster, node)) {
    return dropped(
      'NodeDown',
      'nothing is sent',
      because(nodeRef(cluster, node), view ? 'the machine is off' : 'there is no such node'),
    );
  }
  if ('atNode' in from) return start(flow, from.address, { kind: 'Node', node, came: 'Fabric' }, cluster);
  const source = nodeSource(net, view, to.address);
  if (source === undefined) return unroutable(to.address, nodeRef(cluster, node, 'status.addresses'));
  return start(flow, source, { kind: 'Node', node, came: 'Process' }, cluster);
}

function start({ to, protocol, sourcePort }: Flow, src: string, at: Location, cluster: Cluster) {
  const sport = protocol === 'ICMP' ? 0 : (sourcePort ?? nextSourcePort(cluster, src));
  const packet: Packet = { src, sport, dst: to.address, dport: protocol === 'ICMP' ? 0 : to.port, protocol };
  const hop: Hop = {
    at,
    packet,
    entered: packet,
    established: false,
    unanswered: false,
    untracked: false,
    masquerade: undefined,
    service: undefined,
  };
  return { kind: 'Start', hop } as const;
}

/** Seeded per sender, another one for every connection. */
function nextSourcePort(cluster: Cluster, src: string): number {
  const table = clusterTable<number>(cluster, 'sockets');
  const n = table.get(src) ?? 0;
  table.set(src, n + 1);
  const { from, to } = EPHEMERAL_PORTS;
  return from + Math.floor(draw(cluster.seed, 'source-port', src, n) * (to - from + 1));
}

interface Decision {
  readonly stage: Stage;
  readonly outcome: Outcome;
  readonly next: number;
}

function nextDecision(hop: Hop, from: number, datapath: Datapath): Decision {
  const stages = PIPELINE_AT[hop.at.kind];
  for (let index = from; index < stages.length; index++) {
    const stage = stages[index] as Stage;
    const outcome = stage.apply(hop, datapath);
    if (outcome) return { stage, outcome, next: index + 1 };
  }
  throw new Error(`invariant: no stage decides at ${hop.at.kind}`);
}

function record(walk: Walk, { net }: Datapath, hop: Hop, stage: Stage, outcome: Outcome): void {
  walk.steps.push({
    cluster: net.cluster.name,
    node: hop.at.kind === 'Fabric' ? 'fabric' : hop.at.node,
    stage: stage.name,
    action: outcome.action,
    packet: outcome.kind === 'Translate' ? outcome.packet : hop.packet,
    because: outcome.because,
  });
}

/** A packet that goes on from a node, or ends as the node's own, has made the node remember it; a filtered one has not. */
function leave(walk: Walk, hop: Hop, outcome: Outcome): void {
  if (hop.at.kind !== 'Node' || outcome.kind !== 'Forward' || hop.untracked) return;
  walk.visits.push({ node: hop.at.node, entered: hop.entered, left: hop.packet, service: hop.service });
}

function advance(hop: Hop, outcome: Outcome, walk: Walk): Hop {
  if (outcome.kind === 'Forward') {
    return {
      at: outcome.to,
      packet: hop.packet,
      entered: hop.packet,
      established: outcome.to.kind === 'PodIn' && hop.established,
      unanswered: false,
      untracked: false,
      masquerade: undefined,
      service: undefined,
    };
  }
  if (outcome.kind === 'Note' && outcome.tracking === 'None') return { ...hop, untracked: true, established: true };
  if (outcome.kind !== 'Translate') return hop;
  if (outcome.changes === 'Source' || (outcome.changes === 'Known' && outcome.packet.src !== hop.packet.src))
    walk.masqueraded = true;
  if (outcome.candidates) walk.candidates = outcome.candidates;
  return {
    ...hop,
    packet: outcome.packet,
    established: hop.established || outcome.changes === 'Known',
    unanswered: hop.unanswered || outcome.unanswered === true,
    masquerade: outcome.changes === 'Source' ? undefined : (outcome.masquerade ?? hop.masquerade),
    service: outcome.service ?? hop.service,
  };
}

function finish(flow: Flow, walk: Walk, hop: Hop | undefined, end: Outcome, datapath: Datapath): Trace {
  const { steps, candidates } = walk;
  const masqueraded = walk.masqueraded ? 'Always' : 'Never';
  if (!hop || (end.kind === 'Drop' && hop.at.kind === 'Node')) {
    const drop = end as Drop;
    if (walk.steps.length === 0) walk.steps.push(unsent(flow, drop, datapath));
    const { disposition, reason, response } = drop;
    return { steps, candidates, masqueraded, disposition, reason, response };
  }
  const sourceSeen = { address: hop.packet.src, port: hop.packet.sport };
  const wanted = end.kind === 'Deliver' ? 'Reply' : end.kind === 'Drop' ? end.response : 'Timeout';
  const response = wanted === 'Timeout' ? 'Timeout' : answer(flow, walk, hop, wanted, datapath);
  rememberFlows(datapath.net.cluster, walk.visits, flow, response);
  if (end.kind === 'Deliver') {
    const { backend } = end;
    return {
      steps,
      candidates,
      masqueraded,
      disposition: 'Delivered',
      reason: 'Listening',
      backend,
      ...(end.source === 'Hidden' ? {} : { sourceSeen }),
      response,
    };
  }
  const { disposition, reason } = end as Drop;
  const trace = { steps, candidates, masqueraded, disposition, reason, response } as const;
  if (hop.at.kind !== 'PodIn' && hop.at.kind !== 'Host') return trace;
  const { dst, dport } = hop.packet;
  return { ...trace, backend: { address: dst, port: dport, node: hop.at.node } };
}

/** The one step of a flow that never began. */
function unsent({ to, protocol, from }: Flow, { action, because: why }: Drop, { net }: Datapath): Step {
  const node = 'pod' in from ? '' : 'node' in from ? from.node : from.atNode;
  const packet = { src: '', sport: 0, dst: to.address, dport: to.port, protocol };
  return { cluster: net.cluster.name, node, stage: 'Sender', action, packet, because: why };
}
