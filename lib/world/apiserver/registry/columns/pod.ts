import type { ObjectOf } from '../../../api/kinds.ts';
import { AGE, NAME, type Printer, text, wide } from '../../table/column.ts';
import { age } from '../../table/duration.ts';
import { NONE } from '../../table/words.ts';

type Pod = ObjectOf<'Pod'>;
type ContainerStatus = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];

interface Tally {
  reason: string;
  restarts: number;
  lastRestartMs: number | undefined;
  ready: number;
}

function later(left: number | undefined, right: number | undefined): number | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return Math.max(left, right);
}

function countRestarts(tally: Tally, status: ContainerStatus): void {
  tally.restarts += status.restartCount;
  tally.lastRestartMs = later(tally.lastRestartMs, status.lastState?.terminated?.finishedAt);
}

function endedBecause(terminated: { readonly signal?: number | undefined; readonly exitCode: number }): string {
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
}

/** Why an init container holds the pod up, undefined when it does not. */
function initReason(status: ContainerStatus, sidecar: boolean, place: string): string | undefined {
  const terminated = status.state?.terminated;
  if (terminated && terminated.exitCode === 0) return undefined;
  if (sidecar && status.started) return undefined;
  if (terminated) return `Init:${terminated.reason || endedBecause(terminated)}`;
  const waiting = status.state?.waiting?.reason;
  return waiting && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${place}`;
}

function walkInitContainers(pod: Pod, tally: Tally, sidecars: Tally): 'Initializing' | 'Done' {
  const restartable = new Set(
    (pod.spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  );
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const sidecar = restartable.has(status.name);
    countRestarts(tally, status);
    if (sidecar) countRestarts(sidecars, status);
    const reason = initReason(status, sidecar, `${index}/${pod.spec?.initContainers?.length ?? 0}`);
    if (reason) {
      tally.reason = reason;
      return 'Initializing';
    }
    if (sidecar && !status.state?.terminated && status.ready) tally.ready++;
  }
  return 'Done';
}

function containerReason(status: ContainerStatus): string | undefined {
  if (status.state?.waiting?.reason) return status.state.waiting.reason;
  const terminated = status.state?.terminated;
  return terminated ? terminated.reason || endedBecause(terminated) : undefined;
}

function walkContainers(pod: Pod, tally: Tally): void {
  let running = false;
  for (const status of [...(pod.status?.containerStatuses ?? [])].reverse()) {
    countRestarts(tally, status);
    const reason = containerReason(status);
    if (reason) tally.reason = reason;
    else if (status.ready && status.state?.running) {
      running = true;
      tally.ready++;
    }
  }
  if (tally.reason === 'Completed' && running) tally.reason = hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
}

function hasCondition(pod: Pod, type: string): boolean {
  return pod.status?.conditions?.some((one) => one.type === type && one.status === 'True') ?? false;
}

function firstReason(pod: Pod): string {
  const gated = pod.status?.conditions?.some((one) => one.type === 'PodScheduled' && one.reason === 'SchedulingGated');
  return gated ? 'SchedulingGated' : pod.status?.reason || pod.status?.phase || '';
}

function tallyOf(pod: Pod): Tally {
  const tally: Tally = { reason: firstReason(pod), restarts: 0, lastRestartMs: undefined, ready: 0 };
  const sidecars: Tally = { reason: '', restarts: 0, lastRestartMs: undefined, ready: 0 };
  const stage = walkInitContainers(pod, tally, sidecars);
  if (stage === 'Done' || hasCondition(pod, 'Initialized')) {
    tally.restarts = sidecars.restarts;
    tally.lastRestartMs = sidecars.lastRestartMs;
    walkContainers(pod, tally);
  }
  if (pod.metadata?.deletionTimestamp !== undefined) {
    if (pod.status?.reason === 'NodeLost') tally.reason = 'Unknown';
    else if (pod.status?.phase !== 'Failed' && pod.status?.phase !== 'Succeeded') tally.reason = 'Terminating';
  }
  return tally;
}

function readinessGates(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length === 0) return NONE;
  const passed = gates.filter(({ conditionType }) => hasCondition(pod, conditionType)).length;
  return `${passed}/${gates.length}`;
}

/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/printers/internalversion/printers.go (printPod) */
export const podPrinter: Printer<Pod> = {
  columns: [
    NAME,
    text('Ready'),
    text('Status'),
    text('Restarts'),
    AGE,
    wide('IP'),
    wide('Node'),
    wide('Nominated Node'),
    wide('Readiness Gates'),
  ],
  row(pod, nowMs) {
    const { reason, restarts, lastRestartMs, ready } = tallyOf(pod);
    const sidecars = (pod.spec?.initContainers ?? []).filter((one) => one.restartPolicy === 'Always').length;
    const total = (pod.spec?.containers?.length ?? 0) + sidecars;
    const ago = restarts > 0 && lastRestartMs !== undefined ? ` (${age(lastRestartMs, nowMs)} ago)` : '';
    return [
      pod.metadata?.name ?? '',
      `${ready}/${total}`,
      reason,
      `${restarts}${ago}`,
      age(pod.metadata?.creationTimestamp, nowMs),
      pod.status?.podIPs?.[0]?.ip || NONE,
      pod.spec?.nodeName || NONE,
      pod.status?.nominatedNodeName || NONE,
      readinessGates(pod),
    ];
  },
};
