/** The strategy of each kind: a kind without one does not compile. */
import type { KindName } from '../../api/kinds.ts';
import type { Strategy } from '../strategy.ts';
import { endpointSliceStrategy, endpointsStrategy } from './endpoints.ts';
import { eventStrategy } from './event.ts';
import { jobStrategy } from './job.ts';
import { namespaceStrategy } from './namespace.ts';
import { nodeStrategy } from './node.ts';
import {
  configMapStrategy,
  controllerRevisionStrategy,
  leaseStrategy,
  secretStrategy,
  serviceAccountStrategy,
} from './plain.ts';
import { podStrategy } from './pod.ts';
import { serviceStrategy } from './service.ts';
import { daemonSetStrategy, deploymentStrategy, replicaSetStrategy, statefulSetStrategy } from './workload-kinds.ts';

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
