/** A kubelet's half of its node: conditions, addresses, capacity. Models: https://github.com/kubernetes/kubernetes/tree/v1.35.0/pkg/kubelet/nodestatus */
import type { NodeCondition, NodeStatus } from '../../api/core/v1/node.schema.ts';
import { NODE_LEASES } from '../../apiserver/heartbeats.ts';
import { findMachine, isKubeletRunning } from '../../machines.ts';
import { DURATIONS } from '../../sim/durations.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import type { Lease, Node } from '../objects.ts';
import { findCondition, withCondition } from '../pod-state.ts';

/** Models: nodeLeaseDurationSeconds, https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
const LEASE_SECONDS = 40;

/** What a healthy kubelet posts, in its order. */
const HEALTHY = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
] as const;

/** An m5.large, for a node whose manifest does not say. Models: https://github.com/awslabs/amazon-eks-ami (kube-reserved), eni-max-pods 29 */
const CAPACITY = { cpu: '2', 'ephemeral-storage': '20893676Ki', memory: '7900564Ki', pods: '29' };
const ALLOCATABLE = { cpu: '1930m', 'ephemeral-storage': '18181869946', memory: '7210388Ki', pods: '29' };

/** Differs: heartbeats are not written again and again (apiserver/heartbeats.ts), so a node at rest has no timer. */
export const nodeStatus: Controller = {
  name: 'node-status',
  watches: {
    Node: ({ object }) => (object ? [(object as Node).metadata.name] : []),
    Lease: ({ object, previous }) => (object ? [] : nodeOfLease(previous as Lease)),
  },
  reconcile(name, context) {
    const node = context.client.find('Node', name);
    if (!node || !isKubeletRunning(context.cluster, name)) return;
    const backMs =
      (findMachine(context.cluster, name)?.sinceMs ?? Number.MIN_SAFE_INTEGER) + DURATIONS.nodeStatusUpdateMs;
    if (backMs > context.nowMs()) context.after(backMs - context.nowMs(), name);
    else {
      post(node, context);
      ensureLease(node, context);
    }
  },
};

function nodeOfLease({ metadata }: Lease): string[] {
  return metadata.namespace === NODE_LEASES ? [metadata.name] : [];
}

/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/util/nodelease.go (owner), component-helpers lease/controller.go (no acquireTime) */
function ensureLease({ metadata: { name, uid = '' } }: Node, { client, nowMs }: ControllerContext): void {
  if (!client.find('Namespace', NODE_LEASES) || client.find('Lease', name, NODE_LEASES)) return;
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name, uid }];
  client.create('Lease', {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: NODE_LEASES, ownerReferences },
    spec: { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime: nowMs() },
  });
}

function post(node: Node, { client, nowMs }: ControllerContext): void {
  const wasReady = findCondition(node.status.conditions, 'Ready')?.status === 'True';
  const written = client.updateStatus('Node', { ...node, status: healthyStatus(node, nowMs()) });
  if (wasReady || written === node) return;
  client.record({
    regarding: { kind: 'Node', name: node.metadata.name },
    type: 'Normal',
    reason: 'NodeReady',
    message: `Node ${node.metadata.name} status is now: NodeReady`,
    source: { component: 'kubelet', host: node.metadata.name },
  });
}

function healthyStatus(node: Node, now: number): NodeStatus {
  const { status } = node;
  let conditions: readonly NodeCondition[] = status.conditions ?? [];
  for (const [type, value, reason, message] of HEALTHY) {
    const condition = { type, status: value, reason, message, lastHeartbeatTime: now };
    conditions = withCondition(conditions, condition, now);
  }
  const address = addressOf(node.metadata.name);
  return {
    ...status,
    capacity: status.capacity ?? CAPACITY,
    allocatable: status.allocatable ?? status.capacity ?? ALLOCATABLE,
    conditions,
    ...(status.addresses || !address
      ? {}
      : {
          addresses: [
            { type: 'InternalIP', address },
            { type: 'Hostname', address: node.metadata.name },
          ],
        }),
  };
}

/** EC2 names a machine after its address: `ip-10-0-1-20.us-west-2.compute.internal`. */
function addressOf(name: string): string | undefined {
  const match = /^ip-(\d+)-(\d+)-(\d+)-(\d+)(\.|$)/.exec(name);
  return match ? match.slice(1, 5).join('.') : undefined;
}
