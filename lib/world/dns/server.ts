/** One question on its way: through the network to whoever answers on that address. */
import type { Choose } from '../dataplane/choice.ts';
import { findInternetHost } from '../dataplane/internet.ts';
import type { Network } from '../dataplane/network.ts';
import { topologyOf } from '../dataplane/topology.ts';
import type { Place, Trace } from '../dataplane/trace.ts';
import { traceFlow } from '../dataplane/tracer.ts';
import { vpcResolverAddress } from '../dataplane/vpc-address.ts';
import { listenersOf, processOf } from '../workloads/process.ts';
import { answerFrom } from './chain.ts';
import { corefileOf } from './corefile-source.ts';
import { linkLocalLoss } from './link-local-limit.ts';
import type { DnsQuestion } from './message.ts';
import { failure, type PluginAnswer, type Query } from './plugins/plugin.ts';
import { answerInternet, answerVpc } from './vpc-resolver.ts';

export interface Asked {
  readonly trace: Trace;
  /** One per question; `Timeout` and `Refused` hold for all. */
  readonly answers: readonly PluginAnswer[] | 'Timeout' | 'Refused';
}

export interface Server {
  readonly address: string;
  readonly port: number;
  readonly transport: 'UDP' | 'TCP';
}

/** A question that has passed more servers or aliases than this goes in circles. */
const MAX_DEPTH = 4;

/** Sends questions from one socket, as a resolver does with A and AAAA. */
export function ask(
  net: Network,
  from: Place,
  server: Server,
  questions: readonly DnsQuestion[],
  choose: Choose,
  depth = 0,
): Asked {
  const { address, port, transport } = server;
  const trace = traceFlow(net, { from, to: { address, port }, protocol: transport }, (purpose, candidates) =>
    choose(`resolver ${purpose}`, candidates),
  );
  if (trace.disposition === 'NotModelled') {
    const says = trace.steps.at(-1)?.because[0]?.says ?? 'not modelled';
    return { trace, answers: questions.map(() => ({ rcode: undefined, says })) };
  }
  if (trace.response === 'Timeout') return { trace, answers: 'Timeout' };
  if (trace.disposition !== 'Delivered') return { trace, answers: 'Refused' };
  if (isOverAllowance(net, trace, choose)) return { trace, answers: 'Timeout' };
  const answers = questions.map((question) => answerAt(net, trace, server, question, choose, depth));
  return { trace, answers: answers.every((answer) => answer !== undefined) ? answers : 'Timeout' };
}

/** Whether the interface through which the questions left for the VPC's resolver has sent too many this second. */
function isOverAllowance({ cluster }: Network, { backend, steps }: Trace, choose: Choose): boolean {
  if (backend?.address !== vpcResolverAddress(cluster)) return false;
  const node = steps.find(({ stage }) => stage === 'Route')?.node;
  const loss = node === undefined ? 0 : linkLocalLoss(cluster, node);
  if (loss === 0) return false;
  return choose(`resolver link-local allowance ${node}`, [{ probability: 1 - loss }, { probability: loss }]) === 1;
}

/** Undefined: whoever took the question does not speak DNS. */
function answerAt(
  net: Network,
  { backend, sourceSeen }: Trace,
  { transport }: Server,
  question: DnsQuestion,
  choose: Choose,
  depth: number,
): PluginAnswer | undefined {
  if (!backend) return undefined;
  if (!backend.pod) {
    if (backend.address === vpcResolverAddress(net.cluster)) return answerVpc(net.cluster, question);
    return findInternetHost(net.cluster, backend.address) && answerInternet(net.cluster, question);
  }
  const { namespace, name, container } = backend.pod;
  const pod = topologyOf(net.cluster).podByName.get(`${namespace}/${name}`);
  const speaksDns = listenersOf(net.cluster, pod as NonNullable<typeof pod>).some(
    (open) => open.container === container && open.listener.port === backend.port && open.listener.speaks === 'dns',
  );
  if (!pod || !speaksDns) return undefined;
  const place = { cluster: net.cluster.name, pod: { namespace, name } };
  const corefile = corefileOf(processOf(net.cluster, pod, container));
  const query: Query = {
    net,
    pod,
    container,
    question,
    client: sourceSeen ?? { address: '', port: 0 },
    transport,
    choose,
    depth,
    again: (other) =>
      depth < MAX_DEPTH
        ? answerFrom(corefile, backend, { ...query, question: other, depth: depth + 1 })
        : failure('SERVFAIL'),
    ask: (other, upstream, upstreamPort, via) => {
      const server = { address: upstream, port: upstreamPort, transport: via };
      const { answers } = ask(net, place, server, [other], choose, depth + 1);
      return typeof answers === 'string' ? answers : (answers[0] as PluginAnswer);
    },
  };
  return answerFrom(corefile, backend, query);
}
