import type { Describer } from './describer.ts';
import { describeEndpointSlice, describeEndpoints } from './endpoints.ts';
import { describeNode } from './node.ts';
import { describeConfigMap, describeNamespace, describeSecret, describeServiceAccount } from './plain.ts';
import { describePod } from './pod.ts';
import { describeService } from './service.ts';
import {
  describeDaemonSet,
  describeDeployment,
  describeJob,
  describeReplicaSet,
  describeStatefulSet,
} from './workloads.ts';

/** By `kind.group`, the kind alone for the core group. */
export const DESCRIBERS: Readonly<Record<string, Describer>> = {
  ConfigMap: describeConfigMap,
  'DaemonSet.apps': describeDaemonSet,
  'Deployment.apps': describeDeployment,
  Endpoints: describeEndpoints,
  'EndpointSlice.discovery.k8s.io': describeEndpointSlice,
  'Job.batch': describeJob,
  Namespace: describeNamespace,
  Node: describeNode,
  Pod: describePod,
  'ReplicaSet.apps': describeReplicaSet,
  Secret: describeSecret,
  Service: describeService,
  ServiceAccount: describeServiceAccount,
  'StatefulSet.apps': describeStatefulSet,
};
