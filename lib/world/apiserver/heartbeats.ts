/**
 * Heartbeats as functions of the clock: a Lease's `renewTime` and a node's `lastHeartbeatTime` are worked out when the
 * object is read, so a world at rest has neither timers nor writes and its hash stands still.
 *
 * Models: https://github.com/kubernetes/component-helpers/blob/v0.35.0/apimachinery/lease/controller.go (renewal),
 * https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ (nodeLeaseDurationSeconds, nodeStatusReportFrequency),
 * https://github.com/kubernetes/client-go/blob/v0.35.0/tools/leaderelection/leaderelection.go (retryPeriod)
 * Differs: the resource version of a renewed object stays, and watches of nodes do not hear of the status that is posted again.
 */
import type { KindName, KubeObject, ObjectOf } from '../api/kinds.ts';
import type { Cluster } from '../cluster.ts';
import { findMachine } from '../machines.ts';
import { nowMs } from '../sim/clock.ts';
import { DURATIONS } from '../sim/durations.ts';
import { draw } from '../sim/random.ts';
import { findObject } from './store.ts';

type Node = ObjectOf<'Node'>;
type Lease = ObjectOf<'Lease'>;

export const NODE_LEASES = 'kube-node-lease';
export const API_SERVER_LABEL = 'apiserver.kubernetes.io/identity';
/** Components of the control plane that elect a leader. */
export const ELECTED: readonly string[] = ['kube-controller-manager', 'kube-scheduler'];

/** The object as it reads now. */
export function withHeartbeat(cluster: Cluster, kind: KindName, object: KubeObject): KubeObject {
  if (kind === 'Node') return withStatusBeat(cluster, object as Node);
  return kind === 'Lease' ? withRenewal(cluster, object as Lease) : object;
}

/** When the kubelet of that node last renewed its lease, world ms. */
export function lastRenewalMs(cluster: Cluster, node: Node): number {
  const { name, creationTimestamp = 0 } = node.metadata;
  const { fromMs, untilMs } = upTimeOf(cluster, name, creationTimestamp);
  return lastBeat(cluster, name, DURATIONS.leaseRenewMs, fromMs, untilMs);
}

/** When the kubelet last posted the node's status, if it did so at `writtenMs`. */
export function lastStatusMs(cluster: Cluster, node: string, writtenMs: number): number {
  const { untilMs } = upTimeOf(cluster, node, writtenMs);
  const periods = Math.floor((untilMs - writtenMs) / DURATIONS.nodeStatusReportMs);
  return writtenMs + Math.max(0, periods) * DURATIONS.nodeStatusReportMs;
}

/** A kubelet that is stopped beat until then; one that was started again, from then on. */
function upTimeOf(cluster: Cluster, node: string, sinceMs: number): { fromMs: number; untilMs: number } {
  const machine = findMachine(cluster, node);
  if (machine?.kubelet === 'Stopped') return { fromMs: sinceMs, untilMs: machine.sinceMs };
  return { fromMs: Math.max(sinceMs, machine?.sinceMs ?? sinceMs), untilMs: nowMs(cluster.state) };
}

/** Each component beats at its own moment of the period. */
function lastBeat(cluster: Cluster, holder: string, periodMs: number, fromMs: number, untilMs: number): number {
  const phaseMs = Math.floor(draw(cluster.seed, 'heartbeat', holder) * periodMs);
  return Math.max(fromMs, Math.floor((untilMs - phaseMs) / periodMs) * periodMs + phaseMs);
}

function withStatusBeat(cluster: Cluster, node: Node): Node {
  const { conditions } = node.status;
  if (!conditions) return node;
  const beating = conditions.map((condition) => {
    const { status, lastHeartbeatTime } = condition;
    if (status === 'Unknown' || lastHeartbeatTime === undefined) return condition;
    return { ...condition, lastHeartbeatTime: lastStatusMs(cluster, node.metadata.name, lastHeartbeatTime) };
  });
  return { ...node, status: { ...node.status, conditions: beating } };
}

function withRenewal(cluster: Cluster, lease: Lease): Lease {
  const renewTime = renewalOf(cluster, lease);
  return renewTime === undefined ? lease : { ...lease, spec: { ...lease.spec, renewTime } };
}

function renewalOf(cluster: Cluster, { metadata, spec }: Lease): number | undefined {
  const { name, namespace, labels, creationTimestamp = 0 } = metadata;
  if (namespace === NODE_LEASES) {
    const node = findObject(cluster, 'Node', name);
    return node && Math.max(creationTimestamp, lastRenewalMs(cluster, node));
  }
  const elected = ELECTED.includes(name);
  if (namespace !== 'kube-system' || !(elected || labels?.[API_SERVER_LABEL])) return undefined;
  const periodMs = elected ? DURATIONS.leaderRenewMs : DURATIONS.leaseRenewMs;
  return lastBeat(cluster, spec.holderIdentity ?? name, periodMs, creationTimestamp, nowMs(cluster.state));
}
