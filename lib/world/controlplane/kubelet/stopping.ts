/**
 * How a pod is brought down: preStop, SIGTERM, the grace period, SIGKILL.
 * Models: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 * Differs: sidecars are stopped together with the others.
 */
import { findWorkload } from '../../workloads/catalogue.ts';
import { processOf } from '../../workloads/process.ts';
import { type Stopping, stoppingOf } from '../../workloads/stopping.ts';
import type { Container } from '../objects.ts';
import { exited } from './containers.ts';
import { containerEvent } from './events.ts';
import { containerMemory, type PodSync, setContainer } from './memory.ts';

const SIGKILL_CODE = 137;

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
    untilMs = Math.max(untilMs, sync.now + stopping(sync, container).goneMs);
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

/** What its process leaves behind when it is told to stop. */
export function exitCode(sync: PodSync, container: Container): number {
  return stopping(sync, container).end === 'Killed' ? SIGKILL_CODE : 0;
}

function stopping({ context, pod }: PodSync, container: Container): Stopping {
  return stoppingOf(processOf(context.cluster, pod, container.name), findWorkload(container.image ?? ''));
}
