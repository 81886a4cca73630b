/** The strategy of each kind: a kind without one does not compile. */
import type { KindName } from '../api/kinds.ts';
import { endpointSliceStrategy, endpointsStrategy } from './registry/endpoints.ts';
import { eventStrategy } from './registry/event.ts';
import { jobStrategy } from './registry/job.ts';
import { namespaceStrategy } from './registry/namespace.ts';
import { nodeStrategy } from './registry/node.ts';
import {
  configMapStrategy,
  controllerRevisionStrategy,
  leaseStrategy,
  secretStrategy,
  serviceAccountStrategy,
} from './registry/plain.ts';
import { podStrategy } from './registry/pod.ts';
import { serviceStrategy } from './registry/service.ts';
import {
  daemonSetStrategy,
  deploymentStrategy,
  replicaSetStrategy,
  statefulSetStrategy,
} from './registry/workload-kinds.ts';
import type { Strategy } from './strategy.ts';

const STRATEGIES: { readonly [K in KindName]: Strategy<K> } = {
  ConfigMap: configMapStrategy,
  Endpoints: endpointsStrategy,
  Event: eventStrategy,
  Namespace: namespaceStrategy,
  Node: nodeStrategy,
  Pod: podStrategy,
  Secret: secretStrategy,
  ServiceAccount: serviceAccountStrategy,
  Service: serviceStrategy,
  ControllerRevision: controllerRevisionStrategy,
  DaemonSet: daemonSetStrategy,
  Deployment: deploymentStrategy,
  ReplicaSet: replicaSetStrategy,
  StatefulSet: statefulSetStrategy,
  Job: jobStrategy,
  Lease: leaseStrategy,
  EndpointSlice: endpointSliceStrategy,
};

export function getStrategy<K extends KindName>(kind: K): Strategy<K> {
  return STRATEGIES[kind];
}
