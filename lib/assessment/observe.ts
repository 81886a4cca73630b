/**
 * What checks see of the network: every way a call can go, each tried on a fork of its own. DNS servers that lead a caller to the same
 * addresses are one way: no check asks which of them answered.
 */
import type { Pod } from '../world/api/core/v1/pod.schema.ts';
import type { Cluster } from '../world/cluster.ts';
import { converse } from '../world/conversation.ts';
import type { Disposition, Reason } from '../world/dataplane/disposition.ts';
import { topologyOf } from '../world/dataplane/topology.ts';
import type { Backend, Place, Protocol, Trace } from '../world/dataplane/trace.ts';
import { decidingStep, traceJson } from '../world/dataplane/trace-json.ts';
import type { HttpCall, HttpExchange, HttpOutcome } from '../world/http/exchange.ts';
import type { World } from '../world/world.ts';

interface Seen {
  readonly probability: number;
  /** The pod that took the call, if it was a pod. */
  readonly pod: Pod | undefined;
  readonly container: string | undefined;
  /** Where a person should look. */
  lookAt(): string;
  /** hoplab.trace/1; made when it is asked for, as only a failing path is shown. */
  trace(): unknown;
  readonly notModelled: readonly string[];
}

export interface Observation extends Seen {
  readonly outcome: HttpOutcome;
  readonly status: number;
  readonly body: string;
  /** Of a call that its look-up alone outlasted: how long that took. */
  readonly lateMs: number | undefined;
}

export interface FlowObservation extends Seen {
  readonly disposition: Disposition | 'CouldNotResolve';
  readonly reason: Reason | 'CouldNotResolve';
  /** Stages that the packet passed, in order. */
  stages(): readonly string[];
}

export function observeHttp(world: World, from: Place, call: HttpCall): Observation[] {
  const cluster = world.cluster(from.cluster);
  const talk = { kind: 'http', from, call } as const;
  const paths = world.probe(from.cluster, (_, fork, choose) => converse(fork, talk, choose), 'Merged');
  return paths.map(({ probability, value }) => {
    const { outcome, status, body, says, backend } = value;
    const late = lateLookUp(value);
    const trace = late?.lost ?? value.trace;
    return {
      outcome,
      status,
      body,
      probability,
      lateMs: late?.ms,
      pod: podOf(cluster, backend),
      container: backend?.pod?.container,
      lookAt: () => placeToLook(trace),
      trace: () => documentOf(trace),
      notModelled: outcome === 'NotModelled' && says !== '' ? [says] : NOTHING,
    };
  });
}

/** What was waited for in vain, where a look-up took longer than its caller waits. */
function lateLookUp({ outcome, address, dns }: HttpExchange) {
  if (outcome !== 'Timeout' || address !== undefined || !dns) return undefined;
  return { ms: dns.durationMs, lost: dns.queries.find((query) => query.outcome === 'Timeout')?.trace };
}

export function observeFlow(
  world: World,
  from: Place,
  to: { host: string; port: number; protocol: Protocol },
): FlowObservation[] {
  const call = { host: to.host, port: to.port, protocol: to.protocol as 'TCP' | 'UDP', payload: '', timeoutMs: 5000 };
  const cluster = world.cluster(from.cluster);
  const talk = { kind: 'connect', from, call } as const;
  const paths = world.probe(from.cluster, (_, fork, choose) => converse(fork, talk, choose), 'Merged');
  return paths.map(({ probability, value: { disposition, says, trace, backend } }) => ({
    disposition,
    reason: trace?.reason ?? 'CouldNotResolve',
    stages: () => trace?.steps.map((step) => step.stage) ?? [],
    probability,
    pod: podOf(cluster, backend),
    container: backend?.pod?.container,
    lookAt: () => placeToLook(trace),
    trace: () => documentOf(trace),
    notModelled: disposition === 'NotModelled' && says !== '' ? [says] : NOTHING,
  }));
}

export interface NameObservation {
  /** Sorted. */
  readonly addresses: readonly string[];
  readonly says: string;
  readonly notModelled: readonly string[];
}

export function observeName(world: World, from: Place, name: string): NameObservation[] {
  const question = { name, type: 'A', search: 'UseList' } as const;
  const talk = { kind: 'dns', from, question } as const;
  const paths = world.probe(from.cluster, (_, fork, choose) => converse(fork, talk, choose));
  return paths.map(({ value }) => {
    const last = value.queries.at(-1);
    const addresses = (last?.answers ?? [])
      .filter(({ type }) => type === 'A')
      .map(({ data }) => data)
      .sort();
    const says =
      addresses.length > 0
        ? `${name} is ${addresses.join(', ')}`
        : `${name}: ${last?.rcode ?? last?.outcome ?? 'no answer'}`;
    return { addresses, says, notModelled: last?.outcome === 'NotModelled' ? [last.says] : [] };
  });
}

export interface Call {
  readonly outcome: HttpOutcome;
  readonly status: number;
  readonly podName: string | undefined;
}

/** One call that leaves its marks, as a client's next call meets them. */
export function callOnce(world: World, from: Place, url: string): Call {
  const { outcome, status, backend } = world.send(from.cluster, (cluster, choose) =>
    converse(cluster, { kind: 'http', from, call: { url, method: 'GET', maxTimeMs: 5000 } }, choose),
  );
  return { outcome, status, podName: backend?.pod?.name };
}

const NOTHING: readonly string[] = [];

function podOf(cluster: Cluster, backend: Backend | undefined): Pod | undefined {
  return backend?.pod && topologyOf(cluster).podByName.get(`${backend.pod.namespace}/${backend.pod.name}`);
}

function documentOf(trace: Trace | undefined): unknown {
  return trace && traceJson(trace);
}

function placeToLook(trace: Trace | undefined): string {
  const deciding = trace && decidingStep(trace)?.because[0]?.ref;
  if (!deciding) return 'kubectl get endpointslices';
  return `${deciding.kind} ${deciding.namespace ? `${deciding.namespace}/` : ''}${deciding.name}`;
}
