/** One HTTP request from a place to a URL: name, connection, workload, answer. A redirect is an answer like any other. */
import type { Choose } from '../dataplane/choice.ts';
import type { Network } from '../dataplane/network.ts';
import { topologyOf } from '../dataplane/topology.ts';
import type { Backend, Place, Trace } from '../dataplane/trace.ts';
import type { Resolution } from '../dns/resolve.ts';
import { bracketed, type IpFamily, joinHostPort } from '../net/ip.ts';
import { findWorkload } from '../workloads/catalogue.ts';
import { listenersOf, processOf } from '../workloads/process.ts';
import type { HttpRequest, HttpResponse, Listener } from '../workloads/workload.ts';
import { dial } from './dial.ts';
import { NETWORK_DURATIONS } from './durations.ts';
import { parseUrl, type Target } from './url.ts';

export interface HttpCall {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** `host:port` → address, which is then not looked up. */
  readonly resolve?: Readonly<Record<string, string>>;
  /** Only addresses of that family are tried: `curl -6`. */
  readonly family?: IpFamily | undefined;
  readonly connectTimeoutMs?: number | undefined;
  readonly maxTimeMs?: number | undefined;
  /** A connection kept from an earlier call, by its source port; a new one that is kept when `connection` says so. */
  readonly sourcePort?: number;
  readonly connection?: 'Closed' | 'Kept';
}

export type HttpOutcome =
  | 'Response'
  | 'CouldNotResolve'
  | 'Refused'
  | 'Timeout'
  | 'Unreachable'
  | 'EmptyReply'
  | 'NotModelled';

export interface HttpExchange {
  readonly outcome: HttpOutcome;
  /** The address that was dialled. */
  readonly address: string | undefined;
  readonly port: number;
  /** 0 without an answer. */
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly durationMs: number;
  readonly resolveMs: number;
  /** From the start to the open connection; 0 when there is none. */
  readonly connectMs: number;
  /** For `NotModelled`: what. */
  readonly says: string;
  readonly backend: Backend | undefined;
  readonly dns: Resolution | undefined;
  readonly trace: Trace | undefined;
}

/** Sends one request. Marks (conntrack, affinity, DNS cache, logs) stay in the cluster's state. */
export function httpExchange(net: Network, from: Place, call: HttpCall, choose: Choose): HttpExchange {
  const target = parseUrl(call.url);
  if (!target) return unsent(0, `not modelled: the URL ${call.url}`);
  const { scheme } = target;
  if (scheme !== 'http' && scheme !== 'https') return unsent(target.port, `not modelled: ${scheme}://`);
  const host = call.resolve?.[`${target.host}:${target.port}`] ?? target.host;
  const how = {
    protocol: 'TCP',
    ...(call.sourcePort === undefined ? {} : { sourcePort: call.sourcePort }),
    ...(call.connection ? { connection: call.connection } : {}),
    ...(call.family ? { family: call.family } : {}),
  } as const;
  const { address, dns, trace } = dial(net, from, host, target.port, choose, how);
  const resolveMs = dns?.durationMs ?? 0;
  const base: HttpExchange = {
    outcome: 'NotModelled',
    address,
    port: target.port,
    status: 0,
    headers: [],
    body: '',
    durationMs: resolveMs,
    resolveMs,
    connectMs: 0,
    says: '',
    backend: trace?.backend,
    dns,
    trace,
  };
  const late = outOfTime(base, call);
  if (late) return late;
  if (dns?.outcome === 'NotModelled') return { ...base, outcome: 'NotModelled', says: dns.says };
  if (!trace) return { ...base, outcome: 'CouldNotResolve' };
  const failed = failureOf(trace, base, call);
  if (failed) return failed;
  const connected = { ...base, connectMs: resolveMs + NETWORK_DURATIONS.connectMs };
  return converse(net, target, call, trace, connected);
}

function unsent(port: number, says: string): HttpExchange {
  return {
    outcome: 'NotModelled',
    address: undefined,
    port,
    status: 0,
    headers: [],
    body: '',
    durationMs: 0,
    resolveMs: 0,
    connectMs: 0,
    says,
    backend: undefined,
    dns: undefined,
    trace: undefined,
  };
}

/** The look-up alone took longer than the caller waits. */
function outOfTime(base: HttpExchange, { connectTimeoutMs, maxTimeMs }: HttpCall): HttpExchange | undefined {
  const limitMs = Math.min(connectTimeoutMs ?? Number.POSITIVE_INFINITY, maxTimeMs ?? Number.POSITIVE_INFINITY);
  return base.durationMs > limitMs
    ? { ...base, outcome: 'Timeout', durationMs: limitMs, address: undefined }
    : undefined;
}

function failureOf(trace: Trace, base: HttpExchange, call: HttpCall): HttpExchange | undefined {
  if (trace.disposition === 'NotModelled') {
    return { ...base, outcome: 'NotModelled', says: trace.steps.at(-1)?.because[0]?.says ?? '' };
  }
  switch (trace.response) {
    case 'Reply':
      return undefined;
    case 'Reset':
    case 'IcmpPortUnreachable':
      return { ...base, outcome: 'Refused', durationMs: base.resolveMs + NETWORK_DURATIONS.refusedMs };
    case 'IcmpHostUnreachable':
    case 'IcmpAdminProhibited':
      return { ...base, outcome: 'Unreachable', durationMs: base.resolveMs + NETWORK_DURATIONS.refusedMs };
    case 'Timeout':
      return { ...base, outcome: 'Timeout', durationMs: waitFor(base.resolveMs, call) };
    default:
      return trace.response satisfies never;
  }
}

/** How long a client waits for a connection that nobody answers; its limits count from the start. */
function waitFor(resolveMs: number, { connectTimeoutMs, maxTimeMs }: HttpCall): number {
  return Math.min(
    connectTimeoutMs ?? Number.POSITIVE_INFINITY,
    maxTimeMs ?? Number.POSITIVE_INFINITY,
    resolveMs + NETWORK_DURATIONS.connectTimeoutMs,
  );
}

function converse(net: Network, target: Target, call: HttpCall, trace: Trace, base: HttpExchange): HttpExchange {
  const spoken = spokenBy(net, trace);
  if (!spoken) {
    const says = `not modelled: what ${joinHostPort(trace.backend?.address ?? '', trace.backend?.port ?? 0)} answers to HTTP`;
    return { ...base, outcome: 'NotModelled', says, durationMs: base.connectMs };
  }
  if (target.scheme === 'https' || spoken === 'https') {
    return { ...base, outcome: 'NotModelled', says: 'not modelled: TLS', durationMs: base.connectMs };
  }
  const response = spoken === 'http' ? respond(net, target, call, trace) : undefined;
  if (!response) return { ...base, outcome: 'EmptyReply', durationMs: base.connectMs };
  const durationMs = base.connectMs + response.afterMs;
  if (durationMs > (call.maxTimeMs ?? Number.POSITIVE_INFINITY)) {
    return { ...base, outcome: 'Timeout', durationMs: call.maxTimeMs ?? durationMs };
  }
  const { status, headers } = response;
  const body = call.method === 'HEAD' ? '' : response.body;
  return { ...base, outcome: 'Response', status, headers: Object.entries(headers), body, durationMs };
}

/** What the process behind the connection speaks; undefined: it is no modelled one. */
function spokenBy(net: Network, { backend }: Trace): Listener['speaks'] | undefined {
  if (!backend?.pod) return undefined;
  const { namespace, name, container } = backend.pod;
  const pod = topologyOf(net.cluster).podByName.get(`${namespace}/${name}`);
  const open =
    pod &&
    listenersOf(net.cluster, pod).find((port) => port.container === container && port.listener.port === backend.port);
  return open?.listener.speaks;
}

function respond(
  net: Network,
  target: Target,
  call: HttpCall,
  { backend, sourceSeen }: Trace,
): HttpResponse | undefined {
  const { namespace = '', name = '', container = '' } = backend?.pod ?? {};
  const pod = topologyOf(net.cluster).podByName.get(`${namespace}/${name}`);
  const image = pod?.spec.containers.find((candidate) => candidate.name === container)?.image ?? '';
  const workload = findWorkload(image);
  if (!pod || !workload?.http || !sourceSeen) return undefined;
  const standard = target.port === 80 ? bracketed(target.host) : joinHostPort(target.host, target.port);
  const headers = call.headers ?? {};
  const written = Object.entries(headers).find(([header]) => header.toLowerCase() === 'host')?.[1];
  const request: HttpRequest = {
    method: call.method,
    host: written ?? standard,
    path: target.path,
    headers,
    body: call.body ?? '',
  };
  const peer = { ...sourceSeen, localPort: backend?.port ?? 0 };
  return workload.http(processOf(net.cluster, pod, container), request, peer);
}
