/** The strategy of each kind: a kind without one does not compile. */
import type { KindName } from '../api/kinds.ts';
import { customStrategy } from './custom/strategy.ts';
import { horizontalPodAutoscalerStrategy } from './registry/autoscaler.ts';
import {
  limitRangeStrategy,
  podDisruptionBudgetStrategy,
  priorityClassStrategy,
  resourceQuotaStrategy,
  runtimeClassStrategy,
} from './registry/bounds.ts';
import { endpointSliceStrategy, endpointsStrategy } from './registry/endpoints.ts';
import { eventStrategy } from './registry/event.ts';
import { cronJobStrategy, jobStrategy } from './registry/job.ts';
import { namespaceStrategy } from './registry/namespace.ts';
import {
  ingressClassStrategy,
  ingressStrategy,
  ipAddressStrategy,
  networkPolicyStrategy,
  serviceCidrStrategy,
} from './registry/networking.ts';
import { nodeStrategy } from './registry/node.ts';
import {
  configMapStrategy,
  controllerRevisionStrategy,
  leaseStrategy,
  secretStrategy,
  serviceAccountStrategy,
} from './registry/plain.ts';
import { podStrategy } from './registry/pod.ts';
import { clusterRoleBindingStrategy, clusterRoleStrategy, roleBindingStrategy, roleStrategy } from './registry/rbac.ts';
import { serviceStrategy } from './registry/service.ts';
import {
  csiDriverStrategy,
  csiNodeStrategy,
  persistentVolumeClaimStrategy,
  persistentVolumeStrategy,
  storageClassStrategy,
  volumeAttachmentStrategy,
} from './registry/storage.ts';
import {
  daemonSetStrategy,
  deploymentStrategy,
  podTemplateStrategy,
  replicaSetStrategy,
  replicationControllerStrategy,
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
  LimitRange: limitRangeStrategy,
  PersistentVolumeClaim: persistentVolumeClaimStrategy,
  PersistentVolume: persistentVolumeStrategy,
  PodTemplate: podTemplateStrategy,
  ReplicationController: replicationControllerStrategy,
  ResourceQuota: resourceQuotaStrategy,
  HorizontalPodAutoscaler: horizontalPodAutoscalerStrategy,
  CronJob: cronJobStrategy,
  IngressClass: ingressClassStrategy,
  Ingress: ingressStrategy,
  IPAddress: ipAddressStrategy,
  NetworkPolicy: networkPolicyStrategy,
  ServiceCIDR: serviceCidrStrategy,
  RuntimeClass: runtimeClassStrategy,
  PodDisruptionBudget: podDisruptionBudgetStrategy,
  ClusterRoleBinding: clusterRoleBindingStrategy,
  ClusterRole: clusterRoleStrategy,
  RoleBinding: roleBindingStrategy,
  Role: roleStrategy,
  PriorityClass: priorityClassStrategy,
  CSIDriver: csiDriverStrategy,
  CSINode: csiNodeStrategy,
  StorageClass: storageClassStrategy,
  VolumeAttachment: volumeAttachmentStrategy,
};

export function getStrategy<K extends KindName>(kind: K): Strategy<K> {
  return STRATEGIES[kind] ?? (customStrategy(kind) as unknown as Strategy<K>);
}
