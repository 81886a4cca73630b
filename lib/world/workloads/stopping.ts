/**
 * How a process takes being told to stop: the preStop hook runs first, then comes SIGTERM, at which a server closes its ports.
 * Models: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow
 * Differs: of preStop hooks only `sleep` (the action or the command) takes time.
 */
import type { Container, Pod } from '../api/core/v1/pod.schema.ts';
import type { Cluster } from '../cluster.ts';
import { findMachine } from '../machines.ts';
import { DURATIONS } from '../sim/durations.ts';
import type { Process, Workload } from './workload.ts';

/** Programs that, as process 1, have no handler for SIGTERM: the kernel then drops the signal. */
const DEAF = /(^|\/)(sleep|sh|bash|ash|tail|cat|infinity)$/;

/** Ms after the pod's deletion. */
export interface Stopping {
  /** From here on nobody takes a new connection. */
  readonly closesMs: number;
  readonly goneMs: number;
  /** `Killed`: the grace period ended first. */
  readonly end: 'Stopped' | 'Killed';
}

export function stoppingOf(process: Process, workload: Workload | undefined): Stopping {
  const graceMs = graceOf(process.pod);
  const signalMs = preStopMs(process.container);
  const deaf = DEAF.test(process.argv[0] ?? '');
  if (deaf || signalMs > graceMs) return { closesMs: graceMs, goneMs: graceMs, end: 'Killed' };
  const lingerMs = workload?.lingerMs?.(process) ?? 0;
  const closesMs = Math.min(signalMs + DURATIONS.stopSignalMs + lingerMs, graceMs);
  return { closesMs, goneMs: Math.min(signalMs + lingerMs + DURATIONS.sigtermMs, graceMs), end: 'Stopped' };
}

/** When the pod's kubelet began to stop it, world ms; undefined while it has not. */
export function stoppingSinceMs(cluster: Cluster, { metadata, spec }: Pod): number | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata;
  if (deletionTimestamp === undefined) return undefined;
  const deletedMs = deletionTimestamp - deletionGracePeriodSeconds * 1000;
  const machine = findMachine(cluster, spec.nodeName ?? '');
  if (machine?.kubelet === 'Stopped' && machine.sinceMs <= deletedMs) return undefined;
  return machine?.kubelet === 'Running' ? Math.max(deletedMs, machine.sinceMs) : deletedMs;
}

function graceOf({ metadata, spec }: Pod): number {
  return (metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30) * 1000;
}

function preStopMs({ lifecycle }: Container): number {
  const hook = lifecycle?.preStop;
  if (hook?.sleep) return hook.sleep.seconds * 1000;
  const sleep = /(?:^|\s|\/)sleep\s+([0-9.]+)/.exec(hook?.exec?.command?.join(' ') ?? '');
  return sleep ? Number(sleep[1]) * 1000 : 0;
}
