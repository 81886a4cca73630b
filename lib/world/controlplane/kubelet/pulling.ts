/** Image pulls: pulled, failed, backed off. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/images/image_manager.go */
import { DURATIONS } from '../../sim/durations.ts';
import { type Container, nameOf } from '../objects.ts';
import { containerEvent } from './events.ts';
import { findPullError, goSeconds, imageBytes, isOnNode, pullMs, putOnNode } from './images.ts';
import type { ContainerMemory, PodSync } from './memory.ts';

/** The image is not on the node, or must be asked for again. */
export function beginPull(sync: PodSync, container: Container, memory: ContainerMemory): ContainerMemory {
  const image = container.image ?? '';
  if (container.imagePullPolicy === 'Never') return neverPulled(sync, container, memory);
  containerEvent(sync, container, { type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"` });
  return { ...memory, step: 'Pulling', untilMs: sync.now + durationOf(sync, image) };
}

/** Layers that are there need not come again: only the manifest is asked for. */
function durationOf(sync: PodSync, image: string): number {
  const present = isOnNode(sync.context.cluster, nameOf(sync.node), image);
  return present || findPullError(image) ? DURATIONS.imageResolveMs : pullMs(image);
}

function neverPulled(sync: PodSync, container: Container, memory: ContainerMemory): ContainerMemory {
  const message = `Container image "${container.image}" is not present with pull policy of Never`;
  containerEvent(sync, container, { type: 'Warning', reason: 'ErrImageNeverPull', message });
  containerEvent(sync, container, { type: 'Warning', reason: 'Failed', message: 'Error: ErrImageNeverPull' });
  return { ...memory, step: 'ConfigError', untilMs: sync.now + DURATIONS.configErrorRetryMs, message };
}

/** What follows a pull: a container ready to be created (`New`), a failure, or the back-off after one. */
export function endPull(sync: PodSync, container: Container, memory: ContainerMemory): ContainerMemory {
  const image = container.image ?? '';
  const problem = findPullError(image);
  if (memory.step === 'PullFailed') return backOff(sync, container, memory, problem ?? '');
  if (problem !== undefined) return failed(sync, container, memory, problem);
  const took = goSeconds(durationOf(sync, image));
  putOnNode(sync.context.cluster, nameOf(sync.node), image, sync.now);
  containerEvent(sync, container, {
    type: 'Normal',
    reason: 'Pulled',
    message: `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${imageBytes(image)} bytes.`,
  });
  return { ...memory, step: 'New', pullFailures: 0 };
}

function failed(sync: PodSync, container: Container, memory: ContainerMemory, problem: string): ContainerMemory {
  const message = `Failed to pull image "${container.image}": ${problem}`;
  containerEvent(sync, container, { type: 'Warning', reason: 'Failed', message });
  containerEvent(sync, container, { type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull' });
  const untilMs = sync.now + DURATIONS.podSyncMs;
  return { ...memory, step: 'PullFailed', untilMs, message: problem, pullFailures: memory.pullFailures + 1 };
}

/** Differs: the kubelet says so again at each sync of the pod; here once for each back-off. */
function backOff(sync: PodSync, container: Container, memory: ContainerMemory, problem: string): ContainerMemory {
  const message = `Back-off pulling image "${container.image}"`;
  containerEvent(sync, container, { type: 'Normal', reason: 'BackOff', message });
  containerEvent(sync, container, { type: 'Warning', reason: 'Failed', message: 'Error: ImagePullBackOff' });
  const delay = Math.min(DURATIONS.backOffMs * 2 ** (memory.pullFailures - 1), DURATIONS.maxBackOffMs);
  const untilMs = sync.now - DURATIONS.podSyncMs + delay;
  return { ...memory, step: 'PullBackOff', untilMs, message: `${message}: ErrImagePull: ${problem}` };
}
