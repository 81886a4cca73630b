/** A pod's phase from the states of its containers. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/kubelet_pods.go (getPhase) */
import type { ContainerStatus, Pod } from '../objects.ts';

export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

export function phaseOf(pod: Pod, inits: readonly ContainerStatus[], mains: readonly ContainerStatus[]): Phase {
  const policy = pod.spec.restartPolicy ?? 'Always';
  const init = initProgress(pod, inits);
  if (init === 'Failed' && policy === 'Never') return 'Failed';
  if (init !== 'Done') return 'Pending';
  const waiting = mains.filter(({ state, lastState }) => state?.waiting && !lastState?.terminated).length;
  if (waiting > 0) return 'Pending';
  if (mains.some(({ state }) => state?.running)) return 'Running';
  if (policy === 'Always') return 'Running';
  const ends = mains.map(({ state, lastState }) => state?.terminated ?? lastState?.terminated);
  if (ends.every((end) => end?.exitCode === 0)) return 'Succeeded';
  return policy === 'Never' ? 'Failed' : 'Running';
}

/** Sidecars count as done once they have started. */
function initProgress(pod: Pod, inits: readonly ContainerStatus[]): 'Done' | 'Pending' | 'Failed' {
  let progress: 'Done' | 'Pending' | 'Failed' = 'Done';
  for (const [index, status] of inits.entries()) {
    const sidecar = pod.spec.initContainers?.[index]?.restartPolicy === 'Always';
    const end = status.state?.terminated ?? (status.state?.waiting ? status.lastState?.terminated : undefined);
    if (sidecar ? status.started || end : end?.exitCode === 0) continue;
    if (end && !sidecar) return 'Failed';
    progress = 'Pending';
  }
  return progress;
}
