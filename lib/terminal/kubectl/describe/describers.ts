import { describeRole, describeRoleBinding } from './access.ts';
import {
  describeLimitRange,
  describePodDisruptionBudget,
  describePriorityClass,
  describeResourceQuota,
} from './bounds.ts';
import type { Describer } from './describer.ts';
import { describeEndpointSlice, describeEndpoints } from './endpoints.ts';
import { describeAny } from './generic.ts';
import { describeIngress, describeIngressClass, describeIpAddress, describeServiceCidr } from './ingress.ts';
import { describeNetworkPolicy } from './network-policy.ts';
import { describeNode } from './node.ts';
import { describeConfigMap, describeNamespace, describeSecret, describeServiceAccount } from './plain.ts';
import { describePod } from './pod.ts';
import { describeAutoscaler, describeCronJob, describeReplicationController } from './schedules.ts';
import { describeService } from './service.ts';
import {
  describeCsiNode,
  describePersistentVolume,
  describePersistentVolumeClaim,
  describeStorageClass,
} from './storage.ts';
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
  'ClusterRole.rbac.authorization.k8s.io': describeRole,
  'ClusterRoleBinding.rbac.authorization.k8s.io': describeRoleBinding,
  'ControllerRevision.apps': describeAny,
  'CronJob.batch': describeCronJob,
  'CSIDriver.storage.k8s.io': describeAny,
  'CSINode.storage.k8s.io': describeCsiNode,
  'HorizontalPodAutoscaler.autoscaling': describeAutoscaler,
  'Ingress.networking.k8s.io': describeIngress,
  'IngressClass.networking.k8s.io': describeIngressClass,
  'IPAddress.networking.k8s.io': describeIpAddress,
  'Lease.coordination.k8s.io': describeAny,
  LimitRange: describeLimitRange,
  'NetworkPolicy.networking.k8s.io': describeNetworkPolicy,
  PersistentVolume: describePersistentVolume,
  PersistentVolumeClaim: describePersistentVolumeClaim,
  'PodDisruptionBudget.policy': describePodDisruptionBudget,
  PodTemplate: describeAny,
  'PriorityClass.scheduling.k8s.io': describePriorityClass,
  ReplicationController: describeReplicationController,
  ResourceQuota: describeResourceQuota,
  'Role.rbac.authorization.k8s.io': describeRole,
  'RoleBinding.rbac.authorization.k8s.io': describeRoleBinding,
  'RuntimeClass.node.k8s.io': describeAny,
  'ServiceCIDR.networking.k8s.io': describeServiceCidr,
  'StorageClass.storage.k8s.io': describeStorageClass,
  'VolumeAttachment.storage.k8s.io': describeAny,
};
