/** A flow that refutes a claim, sent through the tracer: both must say the same of its policies. */
import { listenersOf } from '../../workloads/process.ts';
import { allPaths } from '../choice.ts';
import type { Network } from '../network.ts';
import type { Trace } from '../trace.ts';
import { traceFlow } from '../tracer.ts';
import { nameOfEndpoint, placeOfEndpoint } from './endpoints.ts';
import type { Claim, Flow } from './prove.ts';

/** The first port of the claim that the receiver listens on and that is the flow's own or comes after it in the same range of ports. */
export function listenedPort({ cluster }: Network, { to, protocol, port }: Flow, lastPort: number): number {
  const open = to.pod ? listenersOf(cluster, to.pod).map(({ listener }) => listener) : [];
  const ports = open.filter((one) => one.protocol === protocol && one.port >= port && one.port <= lastPort);
  return ports.length > 0 ? Math.min(...ports.map((one) => one.port)) : port;
}

/** The flow's one path, on a fork. Throws when the tracer does not agree with what the claim was refuted by. */
export function witness(net: Network, flow: Flow, refutes: Claim['wants']): Trace {
  const { from, to, protocol, port } = flow;
  const place = placeOfEndpoint(net.cluster, from, to);
  const paths = allPaths(net.cluster, (cluster, choose) =>
    traceFlow({ ...net, cluster }, { from: place, to: { address: to.address, port }, protocol }, choose),
  );
  const trace = paths[0]?.value as Trace;
  const wrong = refutes === 'NEVER' ? trace.reason === 'NetworkPolicyDenied' : trace.disposition === 'Delivered';
  if (wrong) {
    const says = `${nameOfEndpoint(from)} → ${nameOfEndpoint(to)} ${port}/${protocol}`;
    throw new Error(`invariant: the tracer says ${trace.disposition} ${trace.reason} of ${says}, the prover does not`);
  }
  return trace;
}
