/** How the cluster's policy engine treats pods, as far as it does not follow from their policies. */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import { findEnforcement, findStartMode } from '../compile/policy-engine.ts';
import type { Network } from '../network.ts';
import { findObject } from '../objects.ts';

/**
 * `Off`: nothing is enforced. `NotYet`: everything is let through at this pod, which has only just started. `Strict`: a pod that no policy
 * selects is let through nothing. `Known`: as its policies say.
 */
export type EngineMode = 'Off' | 'NotYet' | 'Strict' | 'Known';

export function engineModeOf(net: Network): (pod: Pod) => EngineMode {
  if (findEnforcement(net.cluster) === 'Off') return () => 'Off';
  // Only the VPC CNI's agent has modes of its own: elsewhere nobody is asked pod by pod.
  if (net.assume || !findObject(net.cluster, 'DaemonSet', 'aws-node', 'kube-system')) return () => 'Known';
  return (pod) => findStartMode(net, pod);
}
