/**
 * What the models of the two npm releases cannot say, decided by hand with its source.
 *
 * A field that both releases (Kubernetes 1.34 and 1.36) have is a field of 1.35; what only one of them has is decided
 * here. `npm run schemas` compares the outcome with the types inside the real kubectl 1.35 and refuses any difference.
 */

interface Decision {
  readonly fields: readonly string[];
  readonly source: string;
}

/** Fields of 1.35 that not both releases have. */
export const ADDED: readonly Decision[] = [
  {
    fields: ['core/v1.NodeStatus.declaredFeatures'],
    source: 'https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/5328-node-declared-features',
  },
  {
    // Alpha in 1.35, replaced by `schedulingGroup` in 1.36: neither release has it.
    fields: [
      'core/v1.PodSpec.workloadRef',
      'core/v1.WorkloadReference.name',
      'core/v1.WorkloadReference.podGroup',
      'core/v1.WorkloadReference.podGroupReplicaKey',
    ],
    source: 'https://github.com/kubernetes/enhancements/tree/master/keps/sig-scheduling/4671-gang-scheduling',
  },
  {
    fields: ['core/v1.PodCertificateProjection.userAnnotations'],
    source: 'https://github.com/kubernetes/enhancements/tree/master/keps/sig-auth/4317-pod-certificates',
  },
  {
    fields: ['core/v1.PodStatus.allocatedResources', 'core/v1.PodStatus.resources'],
    source:
      'https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/5419-pod-level-resources-in-place-resize',
  },
  {
    fields: ['storage/v1.CSIDriverSpec.serviceAccountTokenInSecrets'],
    source: 'https://github.com/kubernetes/enhancements/tree/master/keps/sig-storage/5538-csi-sa-tokens-secrets-field',
  },
];

/** Texts of fields that the models lack. */
export const TEXTS: Readonly<Record<string, string>> = {
  'core/v1.PodSpec.workloadRef':
    'WorkloadRef provides a reference to the Workload object that this Pod belongs to. This field is used by the scheduler to identify the PodGroup and apply the correct group scheduling policies. The Workload object referenced by this field may not exist at the time the Pod is created. This field is immutable, but a Workload object with the same name may be recreated with different policies. Doing this during pod scheduling may result in the placement not conforming to the expected policies.',
};

/** `map:<key>[,<key>]` or `set`: how server-side apply merges a list; every other list is `atomic`. */
const LIST_TYPES: readonly { readonly source: string; readonly lists: Readonly<Record<string, string>> }[] = [
  {
    source: 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/apis/meta/v1/types.go',
    lists: { 'meta/v1.ObjectMeta.ownerReferences': 'map:uid', 'meta/v1.ObjectMeta.finalizers': 'set' },
  },
  {
    source: 'https://github.com/kubernetes/api/blob/v0.35.0/core/v1/types.go (type PodSpec, Container, PodStatus)',
    lists: {
      'core/v1.PodSpec.volumes': 'map:name',
      'core/v1.PodSpec.initContainers': 'map:name',
      'core/v1.PodSpec.containers': 'map:name',
      'core/v1.PodSpec.ephemeralContainers': 'map:name',
      'core/v1.PodSpec.imagePullSecrets': 'map:name',
      'core/v1.PodSpec.hostAliases': 'map:ip',
      'core/v1.PodSpec.topologySpreadConstraints': 'map:topologyKey,whenUnsatisfiable',
      'core/v1.PodSpec.schedulingGates': 'map:name',
      'core/v1.PodSpec.resourceClaims': 'map:name',
      'core/v1.Container.ports': 'map:containerPort,protocol',
      'core/v1.Container.env': 'map:name',
      'core/v1.Container.volumeMounts': 'map:mountPath',
      'core/v1.Container.volumeDevices': 'map:devicePath',
      'core/v1.EphemeralContainer.ports': 'map:containerPort,protocol',
      'core/v1.EphemeralContainer.env': 'map:name',
      'core/v1.EphemeralContainer.volumeMounts': 'map:mountPath',
      'core/v1.EphemeralContainer.volumeDevices': 'map:devicePath',
      'core/v1.ResourceRequirements.claims': 'map:name',
      'core/v1.ContainerRestartRuleOnExitCodes.values': 'set',
      'core/v1.PodStatus.conditions': 'map:type',
      'core/v1.PodStatus.podIPs': 'map:ip',
      'core/v1.PodStatus.resourceClaimStatuses': 'map:name',
      'core/v1.ContainerStatus.volumeMounts': 'map:mountPath',
      'core/v1.ContainerStatus.allocatedResourcesStatus': 'map:name',
      'core/v1.ResourceStatus.resources': 'map:resourceID',
    },
  },
  {
    source: 'https://github.com/kubernetes/api/blob/v0.35.0/core/v1/types.go (type ServiceSpec, ServiceStatus)',
    lists: { 'core/v1.ServiceSpec.ports': 'map:port,protocol', 'core/v1.ServiceStatus.conditions': 'map:type' },
  },
  {
    source:
      'https://github.com/kubernetes/api/blob/v0.35.0/core/v1/types.go (type NodeSpec, NodeStatus, NamespaceStatus)',
    lists: {
      'core/v1.NodeSpec.podCIDRs': 'set',
      'core/v1.NodeStatus.conditions': 'map:type',
      'core/v1.NodeStatus.addresses': 'map:type',
      'core/v1.NamespaceStatus.conditions': 'map:type',
    },
  },
  {
    source:
      'https://github.com/kubernetes/api/blob/v0.35.0/core/v1/types.go (type ServiceAccount, PersistentVolumeClaimStatus)',
    lists: {
      'core/v1.ServiceAccount.secrets': 'map:name',
      'core/v1.PersistentVolumeClaimStatus.conditions': 'map:type',
    },
  },
  {
    source: 'https://github.com/kubernetes/api/blob/v0.35.0/apps/v1/types.go',
    lists: {
      'apps/v1.DeploymentStatus.conditions': 'map:type',
      'apps/v1.ReplicaSetStatus.conditions': 'map:type',
      'apps/v1.DaemonSetStatus.conditions': 'map:type',
      'apps/v1.StatefulSetStatus.conditions': 'map:type',
    },
  },
  {
    source: 'https://github.com/kubernetes/api/blob/v0.35.0/batch/v1/types.go',
    lists: {
      'batch/v1.PodFailurePolicyOnExitCodesRequirement.values': 'set',
      'batch/v1.UncountedTerminatedPods.succeeded': 'set',
      'batch/v1.UncountedTerminatedPods.failed': 'set',
    },
  },
  {
    source: 'https://github.com/kubernetes/api/blob/v0.35.0/discovery/v1/types.go',
    lists: { 'discovery/v1.Endpoint.addresses': 'set' },
  },
  {
    source:
      'https://github.com/kubernetes/api/blob/v0.35.0/core/v1/types.go (type ReplicationController, ResourceQuota)',
    lists: { 'core/v1.ReplicationControllerStatus.conditions': 'map:type' },
  },
  {
    source: 'https://github.com/kubernetes/api/blob/v0.35.0/{networking,policy,autoscaling,storage}',
    lists: {
      'networking/v1.ServiceCIDRStatus.conditions': 'map:type',
      'policy/v1.PodDisruptionBudgetStatus.conditions': 'map:type',
      'autoscaling/v2.HorizontalPodAutoscalerStatus.conditions': 'map:type',
      'storage/v1.CSINodeSpec.drivers': 'map:name',
    },
  },
];

/** The list type of a field such as `core/v1.PodSpec.containers`, where it is not `atomic`. */
export function findListType(field: string): string | undefined {
  return LIST_TYPES.find((group) => field in group.lists)?.lists[field];
}

/** Structs and maps that server-side apply owns as a whole. Source: `+structType=atomic`, `+mapType=atomic` in the files above. */
export const ATOMIC: ReadonlySet<string> = new Set([
  'meta/v1.LabelSelector',
  'meta/v1.OwnerReference',
  'core/v1.ConfigMapKeySelector',
  'core/v1.FileKeySelector',
  'core/v1.LocalObjectReference',
  'core/v1.NodeSelector',
  'core/v1.NodeSelectorTerm',
  'core/v1.ObjectFieldSelector',
  'core/v1.ObjectReference',
  'core/v1.ResourceFieldSelector',
  'core/v1.SecretKeySelector',
  'core/v1.TypedLocalObjectReference',
  'core/v1.PodSpec.nodeSelector',
  'core/v1.ServiceSpec.selector',
  'core/v1.ReplicationControllerSpec.selector',
  'core/v1.ScopeSelector',
  'core/v1.SecretReference',
  'core/v1.TopologySelectorTerm',
  'networking/v1.ServiceBackendPort',
  'rbac/v1.RoleRef',
  'rbac/v1.Subject',
]);
