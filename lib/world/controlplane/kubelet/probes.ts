/**
 * Probes with their thresholds and phase. A probe that has said yes often enough asks for no timer: it is run again
 * when something it depends on has changed (`rouse`), so that a world at rest has nothing to do.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/prober/worker.go
 */
import type { Probe } from '../../api/core/v1/pod.schema.ts';
import { DURATIONS } from '../../sim/durations.ts';
import { type ProbeResult, probeExec, probeHttp, probeTcp } from '../../workloads/probe.ts';
import type { Container } from '../objects.ts';
import { containerEvent } from './events.ts';
import {
  type ContainerMemory,
  containerMemory,
  type PodSync,
  type ProbeKind,
  type ProbeMemory,
  setContainer,
} from './memory.ts';

/** The suffix of a kubelet key that asks for quiet probes to be run again. */
export const INPUTS = 'inputs';

const KINDS: readonly ProbeKind[] = ['Startup', 'Readiness', 'Liveness'];

/** Which container must be restarted, and because of which probe; undefined when none. */
export function runProbes(sync: PodSync, container: Container): ProbeKind | undefined {
  for (const kind of KINDS) {
    const memory = containerMemory(sync, container);
    const probe = probeOf(container, kind);
    if (memory.step !== 'Running' || !probe || !isActive(container, memory, kind)) continue;
    const standing = memory.probes[kind] ?? first(sync, probe, memory, kind);
    const next = runDueProbe(sync, container, probe, kind, standing);
    if (next !== memory.probes[kind]) setProbe(sync, container, kind, next);
    if (next.verdict === 'Failure' && kind !== 'Readiness') return kind;
  }
  return undefined;
}

function setProbe(sync: PodSync, container: Container, kind: ProbeKind, probe: ProbeMemory): void {
  const memory = containerMemory(sync, container);
  setContainer(sync, container, { ...memory, probes: { ...memory.probes, [kind]: probe } });
}

/** Liveness and readiness wait for the startup probe; each stops when the pod is being deleted, but readiness. */
function isActive(container: Container, memory: ContainerMemory, kind: ProbeKind): boolean {
  return kind === 'Startup' ? !hasStarted(container, memory) : hasStarted(container, memory);
}

export function hasStarted(container: Container, memory: ContainerMemory): boolean {
  return memory.step === 'Running' && (!container.startupProbe || memory.probes.Startup?.verdict === 'Success');
}

/** Running, started, and its readiness probe, if any, says yes. */
export function isReady(container: Container, memory: ContainerMemory): boolean {
  return hasStarted(container, memory) && (!container.readinessProbe || memory.probes.Readiness?.verdict === 'Success');
}

function probeOf(container: Container, kind: ProbeKind): Probe | undefined {
  switch (kind) {
    case 'Startup':
      return container.startupProbe;
    case 'Readiness':
      return container.readinessProbe;
    case 'Liveness':
      return container.livenessProbe;
    default:
      throw new Error(`invariant: ${kind satisfies never}`);
  }
}

function first(sync: PodSync, probe: Probe, memory: ContainerMemory, kind: ProbeKind): ProbeMemory {
  const delay = (probe.initialDelaySeconds ?? 0) * 1000;
  const nextMs = Math.max((memory.startedAtMs ?? sync.now) + Math.max(delay, DURATIONS.firstProbeMs), sync.now);
  return { nextMs, successes: 0, failures: 0, verdict: kind === 'Liveness' ? 'Success' : 'Unknown' };
}

function runDueProbe(
  sync: PodSync,
  container: Container,
  probe: Probe,
  kind: ProbeKind,
  memory: ProbeMemory,
): ProbeMemory {
  if (memory.nextMs === undefined || memory.nextMs > sync.now) return memory;
  const result = run(sync, container, probe);
  if (result.outcome !== 'Failure') return succeeded(sync, probe, memory);
  const message = `${kind} probe failed: ${result.message}`;
  containerEvent(sync, container, { type: 'Warning', reason: 'Unhealthy', message });
  const failures = memory.failures + 1;
  const verdict = failures >= (probe.failureThreshold ?? 3) ? 'Failure' : memory.verdict;
  return { nextMs: nextTick(sync, probe), successes: 0, failures, verdict };
}

/** `NotModelled` counts as success: what cannot be computed must not break a pod. */
function succeeded(sync: PodSync, probe: Probe, memory: ProbeMemory): ProbeMemory {
  const successes = memory.successes + 1;
  if (successes < (probe.successThreshold ?? 1)) {
    return { nextMs: nextTick(sync, probe), successes, failures: 0, verdict: memory.verdict };
  }
  return { successes, failures: 0, verdict: 'Success' };
}

function nextTick(sync: PodSync, probe: Probe): number {
  return sync.now + (probe.periodSeconds ?? 10) * 1000;
}

/** Gives every quiet probe of the pod its next tick, in its own phase. */
export function rouse(sync: PodSync, containers: readonly Container[]): void {
  for (const container of containers) {
    const memory = containerMemory(sync, container);
    for (const kind of ['Readiness', 'Liveness'] as const) {
      const probe = probeOf(container, kind);
      const standing = memory.probes[kind];
      if (!probe || !standing || standing.nextMs !== undefined) continue;
      const period = (probe.periodSeconds ?? 10) * 1000;
      const offset = ((memory.startedAtMs ?? 0) + DURATIONS.firstProbeMs) % period;
      const nextMs = Math.ceil((sync.now - offset) / period) * period + offset;
      setProbe(sync, container, kind, { ...standing, nextMs });
    }
  }
}

function run(sync: PodSync, container: Container, probe: Probe): ProbeResult {
  const { pod, context } = sync;
  const { cluster } = context;
  if (probe.exec) return probeExec(cluster, pod, container.name, probe.exec.command ?? []);
  if (probe.httpGet) {
    const { path = '/', port, scheme, host, httpHeaders = [] } = probe.httpGet;
    const number = portNumber(container, port);
    return probeHttp(cluster, pod, number, path, {
      host,
      scheme: scheme === 'HTTPS' ? 'HTTPS' : 'HTTP',
      headers: Object.fromEntries(httpHeaders.map((header) => [header.name, header.value])),
    });
  }
  if (probe.tcpSocket) return probeTcp(cluster, pod, portNumber(container, probe.tcpSocket.port));
  return { outcome: 'NotModelled', message: 'not modelled: this kind of probe' };
}

function portNumber(container: Container, port: number | string): number {
  if (typeof port === 'number') return port;
  return container.ports?.find(({ name }) => name === port)?.containerPort ?? Number(port);
}
