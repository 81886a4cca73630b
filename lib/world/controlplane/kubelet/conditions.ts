/** The conditions of a pod. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/status/generate.go */
import type { ContainerStatus, Pod, PodCondition } from '../objects.ts';
import { findCondition, withCondition } from '../pod-state.ts';
import type { PodSync } from './memory.ts';
import type { Phase } from './phase.ts';

type Verdict = Pick<PodCondition, 'status' | 'reason' | 'message'>;

const TRUE: Verdict = { status: 'True' };

/** In the kubelet's order; conditions of other writers (readiness gates) keep their place behind. */
export function kubeletConditions(
  sync: PodSync,
  phase: Phase,
  inits: readonly ContainerStatus[],
  mains: readonly ContainerStatus[],
): readonly PodCondition[] {
  const { pod, now } = sync;
  const containersReady = containersVerdict(pod, phase, inits, mains);
  const verdicts: readonly (readonly [string, Verdict])[] = [
    ['PodReadyToStartContainers', hasSandbox(sync, phase) ? TRUE : { status: 'False' }],
    ['Initialized', initializedVerdict(pod, phase, inits)],
    ['Ready', readyVerdict(pod, containersReady)],
    ['ContainersReady', containersReady],
    ['PodScheduled', TRUE],
  ];
  const standing = pod.status.conditions;
  const observed = pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation };
  const own = verdicts.map(([type, verdict]): PodCondition => {
    const before = findCondition(standing, type);
    const [condition] = withCondition(before ? [before] : [], { type, ...verdict }, now);
    return { ...(condition as PodCondition), ...observed };
  });
  const others = (standing ?? []).filter(({ type }) => !verdicts.some(([known]) => known === type));
  return [...own, ...others];
}

function hasSandbox({ memory, now }: PodSync, phase: Phase): boolean {
  return !!memory.sandbox && memory.sandbox.readyAtMs <= now && (phase === 'Pending' || phase === 'Running');
}

function initializedVerdict(pod: Pod, phase: Phase, inits: readonly ContainerStatus[]): Verdict {
  if (phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  const unfinished = inits.filter((status, index) => {
    const sidecar = pod.spec.initContainers?.[index]?.restartPolicy === 'Always';
    return sidecar ? !status.started : !status.ready;
  });
  if (unfinished.length === 0) return TRUE;
  const names = unfinished.map(({ name }) => name).join(' ');
  return {
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${names}]`,
  };
}

function containersVerdict(
  pod: Pod,
  phase: Phase,
  inits: readonly ContainerStatus[],
  mains: readonly ContainerStatus[],
): Verdict {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const sidecars = inits.filter((_, index) => pod.spec.initContainers?.[index]?.restartPolicy === 'Always');
  const unready = [...sidecars, ...mains].filter(({ ready }) => !ready).map(({ name }) => name);
  if (unready.length === 0) return TRUE;
  return {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${unready.join(' ')}]`,
  };
}

function readyVerdict(pod: Pod, containersReady: Verdict): Verdict {
  if (containersReady.status !== 'True') return containersReady;
  const problems = (pod.spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const gate = findCondition(pod.status.conditions, conditionType);
    if (!gate) return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    if (gate.status === 'True') return [];
    return [`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`];
  });
  if (problems.length === 0) return TRUE;
  return { status: 'False', reason: 'ReadinessGatesNotReady', message: problems.join(', ') };
}
