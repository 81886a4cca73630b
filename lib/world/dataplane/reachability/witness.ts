/** A flow that refutes a claim, sent through the tracer: both must say the same of its policies. */
import { listenersOf } from '../../workloads/process.ts';
import { allPaths } from '../choice.ts';
import type { Network } from '../network.ts';
import type { Trace } from '../trace.ts';
import { traceFlow } from '../tracer.ts';
import { nameOfEndpoint, placeOfEndpoint } from './endpoints.ts';
import { type Claim, type Flow, isOpen } from './prove.ts';
import type { Reachability } from './reachability.ts';

/** The same flow to a port up to `lastPort` that the receiver listens on and that refutes the claim as well, if there is one. */
export function toListeningPort(reachability: Reachability, flow: Flow, lastPort: number): Flow {
  const { to, protocol, port } = flow;
  const { cluster } = reachability.compiled.net;
  const open = to.pod ? listenersOf(cluster, to.pod).map(({ listener }) => listener) : [];
  const fate = isOpen(reachability, flow);
  const ports = open
    .filter((one) => one.protocol === protocol && one.port >= port && one.port <= lastPort)
    .map((one) => one.port)
    .sort((one, other) => one - other);
  const better = ports.find((one) => isOpen(reachability, { ...flow, port: one }) === fate);
  return better === undefined ? flow : { ...flow, port: better };
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
