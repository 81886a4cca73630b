/**
 * How a pod is brought down: preStop, SIGTERM, the grace period, SIGKILL.
 * Models: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 * Differs: sidecars are stopped together with the others; of preStop hooks only `sleep` (the action or the command) takes time.
 */
import { DURATIONS } from '../../sim/durations.ts';
import { processOf } from '../../workloads/process.ts';
import type { Container, Pod } from '../objects.ts';
import { exited } from './containers.ts';
import { containerEvent } from './events.ts';
import { containerMemory, type PodSync, setContainer } from './memory.ts';

const SIGKILL_CODE = 137;

/** Programs that, as process 1, have no handler for SIGTERM: the kernel then drops the signal. */
const DEAF = /(^|\/)(sleep|sh|bash|ash|tail|cat|infinity)$/;

/** Announces the end to every running container and says when the last of them is gone, world ms. */
export function beginStopping(sync: PodSync, containers: readonly Container[]): number {
  let untilMs = sync.now;
  for (const container of containers) {
    if (containerMemory(sync, container).step !== 'Running') continue;
    containerEvent(sync, container, {
      type: 'Normal',
      reason: 'Killing',
      message: `Stopping container ${container.name}`,
    });
    untilMs = Math.max(untilMs, sync.now + stopMs(sync, container));
  }
  return untilMs;
}

/** Ends every container that still runs, with the code of the signal that ended it. */
export function endContainers(sync: PodSync, containers: readonly Container[]): void {
  for (const container of containers) {
    const memory = containerMemory(sync, container);
    const { untilMs: _, ...rest } =
      memory.step === 'Running' ? exited(sync, container, memory, exitCode(sync, container)) : memory;
    setContainer(sync, container, rest);
  }
}

/** How long a container takes to stop, at most the grace period, ms. */
function stopMs(sync: PodSync, container: Container): number {
  const grace = graceMs(sync.pod);
  return isDeaf(sync, container) ? grace : Math.min(preStopMs(container) + DURATIONS.sigtermMs, grace);
}

/** What its process leaves behind when it is told to stop. */
export function exitCode(sync: PodSync, container: Container): number {
  return isDeaf(sync, container) || preStopMs(container) > graceMs(sync.pod) ? SIGKILL_CODE : 0;
}

function graceMs(pod: Pod): number {
  const seconds = pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30;
  return seconds * 1000;
}

function isDeaf(sync: PodSync, container: Container): boolean {
  const [program = ''] = processOf(sync.context.cluster, sync.pod, container.name).argv;
  return DEAF.test(program);
}

function preStopMs(container: Container): number {
  const hook = container.lifecycle?.preStop;
  if (hook?.sleep) return hook.sleep.seconds * 1000;
  const sleep = /(?:^|\s|\/)sleep\s+([0-9.]+)/.exec(hook?.exec?.command?.join(' ') ?? '');
  return sleep ? Number(sleep[1]) * 1000 : 0;
}
