/** A bare connection, as nc, ping or a client of another protocol makes it. */
import type { Choose } from '../dataplane/choice.ts';
import type { Disposition, Response } from '../dataplane/disposition.ts';
import type { Network } from '../dataplane/network.ts';
import { topologyOf } from '../dataplane/topology.ts';
import type { Backend, Place, Trace } from '../dataplane/trace.ts';
import type { Resolution } from '../dns/resolve.ts';
import type { IpFamily } from '../net/ip.ts';
import { findWorkload } from '../workloads/catalogue.ts';
import { containersOf } from '../workloads/containers.ts';
import { processOf } from '../workloads/process.ts';
import { dial } from './dial.ts';
import { NETWORK_DURATIONS } from './durations.ts';

export interface ConnectCall {
  readonly host: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'ICMP';
  /** Only addresses of that family are tried: `nc -6`. */
  readonly family?: IpFamily | undefined;
  readonly payload: string;
  readonly timeoutMs: number;
}

export interface Connection {
  readonly disposition: Disposition | 'CouldNotResolve';
  readonly response: Response;
  /** The address that was dialled. */
  readonly address: string | undefined;
  readonly durationMs: number;
  /** What the server sent back to `payload`, if anything. */
  readonly reply: string;
  /** For `NotModelled`: what. */
  readonly says: string;
  readonly backend: Backend | undefined;
  readonly dns: Resolution | undefined;
  readonly trace: Trace | undefined;
}

export function openConnection(net: Network, from: Place, call: ConnectCall, choose: Choose): Connection {
  const { address, dns, trace } = dial(net, from, call.host, call.port, choose, {
    protocol: call.protocol,
    ...(call.family ? { family: call.family } : {}),
  });
  const resolveMs = dns?.durationMs ?? 0;
  const common = { address, dns, trace, backend: trace?.backend, reply: '' };
  if (dns?.outcome === 'NotModelled') {
    return { ...common, disposition: 'NotModelled', response: 'Timeout', durationMs: resolveMs, says: dns.says };
  }
  if (!trace)
    return { ...common, disposition: 'CouldNotResolve', response: 'Timeout', durationMs: resolveMs, says: '' };
  const { disposition, response } = trace;
  const says = disposition === 'NotModelled' ? (trace.steps.at(-1)?.because[0]?.says ?? '') : '';
  const answered = response === 'Reply';
  const reply = answered && disposition === 'Delivered' ? (replyOf(net, trace, call) ?? '') : '';
  const waitedMs =
    response === 'Timeout' ? call.timeoutMs : answered ? NETWORK_DURATIONS.connectMs : NETWORK_DURATIONS.refusedMs;
  return { ...common, disposition, response, durationMs: resolveMs + waitedMs, says, reply };
}

/** What the process answers to the bytes; without bytes nothing is said. */
function replyOf(net: Network, { backend, sourceSeen }: Trace, { payload }: ConnectCall): string | undefined {
  if (!backend?.pod || !sourceSeen || payload === '') return undefined;
  const { namespace, name, container } = backend.pod;
  const pod = topologyOf(net.cluster).podByName.get(`${namespace}/${name}`);
  const image = pod && containersOf(pod).find((candidate) => candidate.name === container)?.image;
  const workload = findWorkload(image ?? '');
  if (!pod || !workload?.exchange) return undefined;
  return workload.exchange(processOf(net.cluster, pod, container), payload, { ...sourceSeen, localPort: backend.port });
}
