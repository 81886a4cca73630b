/**
 * Who enforces NetworkPolicies, if anybody does. On EKS the VPC CNI does, once it was told to: its controller by the ConfigMap
 * `amazon-vpc-cni`, its agent on the nodes by an argument; the add-on's `enableNetworkPolicy` sets both.
 *
 * Models: https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html
 * Differs: an agent is told by the DaemonSet's template, at once, and not by the pod that runs on its node.
 */

import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { Cluster } from '../../cluster.ts';
import { nowMs } from '../../sim/clock.ts';
import { DURATIONS } from '../../sim/durations.ts';
import type { Network } from '../network.ts';
import { findObject } from '../objects.ts';

export type Enforcement = 'Enforced' | 'Off';

const CNI = ['aws-node', 'kube-system'] as const;

/** A cluster without the VPC CNI is taken to have one that enforces. */
export function findEnforcement(cluster: Cluster): Enforcement {
  const daemonSet = findObject(cluster, 'DaemonSet', ...CNI);
  if (!daemonSet) return 'Enforced';
  const controller = findObject(cluster, 'ConfigMap', 'amazon-vpc-cni', 'kube-system')?.data;
  const agent = daemonSet.spec.template.spec?.containers.find(({ name }) => name === 'aws-eks-nodeagent');
  const on =
    controller?.['enable-network-policy-controller'] === 'true' &&
    agent?.args?.includes('--enable-network-policy=true') === true;
  return on ? 'Enforced' : 'Off';
}

/**
 * Whether policies for egress see a cluster IP itself, or what kube-proxy has made of it. The API leaves it open; the VPC CNI's agent stands
 * before kube-proxy.
 * Models: https://github.com/aws/amazon-network-policy-controller-k8s/blob/main/pkg/resolvers/endpoints.go
 */
export function findEgressView(cluster: Cluster): 'BeforeServices' | 'AfterServices' {
  return findObject(cluster, 'DaemonSet', ...CNI) ? 'BeforeServices' : 'AfterServices';
}

/**
 * How a pod begins: in mode `standard` everything is let through until its node's agent knows the pod (`NotYet`), in mode `strict` nothing is
 * that no policy allows.
 * Models: https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html (NETWORK_POLICY_ENFORCING_MODE)
 */
export function findStartMode({ cluster, assume }: Network, pod: Pod): 'Known' | 'NotYet' | 'Strict' {
  const daemonSet = findObject(cluster, 'DaemonSet', ...CNI);
  if (assume || !daemonSet || findEnforcement(cluster) === 'Off') return 'Known';
  const containers = daemonSet.spec.template.spec?.containers ?? [];
  const strict = containers.some(({ env }) =>
    env?.some(({ name, value }) => name === 'NETWORK_POLICY_ENFORCING_MODE' && value === 'strict'),
  );
  if (strict) return 'Strict';
  const { startTime } = pod.status;
  return startTime !== undefined && nowMs(cluster.state) < startTime + DURATIONS.policyStartUpMs ? 'NotYet' : 'Known';
}
