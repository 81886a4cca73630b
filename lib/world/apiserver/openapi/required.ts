/**
 * Which fields a document calls required. Nearly always those that Go writes always; where the published models say
 * otherwise, they are listed here.
 *
 * Source: the models of https://www.npmjs.com/package/@kubernetes/client-node 1.4, generated from the API's own document
 */
import type { Struct, StructField } from '../../api/schema.ts';

const OPTIONAL: ReadonlySet<string> = new Set([
  'apps/v1.StatefulSetOrdinals.start',
  'apps/v1.StatefulSetSpec.serviceName',
  'apps/v1.StatefulSetStatus.availableReplicas',
  'authentication/v1.TokenRequestSpec.boundObjectRef',
  'authentication/v1.TokenRequestSpec.expirationSeconds',
  'autoscaling/v2.HorizontalPodAutoscalerStatus.currentMetrics',
  'core/v1.AzureFilePersistentVolumeSource.secretNamespace',
  'core/v1.ContainerImage.names',
  'core/v1.Event.reportingComponent',
  'core/v1.Event.reportingInstance',
  'core/v1.GRPCAction.service',
  'core/v1.NodeRuntimeHandler.name',
  'core/v1.ProjectedVolumeSource.sources',
  'core/v1.TypedLocalObjectReference.apiGroup',
  'core/v1.TypedObjectReference.apiGroup',
  'discovery/v1.EndpointSlice.ports',
  'networking/v1.IngressClassParametersReference.scope',
  'networking/v1.NetworkPolicySpec.podSelector',
  'rbac/v1.ClusterRole.rules',
  'rbac/v1.Role.rules',
  'storage/v1.CSINodeDriver.topologyKeys',
]);

const REQUIRED: ReadonlySet<string> = new Set([
  'core/v1.ContainerRestartRule.action',
  'core/v1.ContainerRestartRuleOnExitCodes.operator',
  'core/v1.PodCertificateProjection.keyType',
  'core/v1.PodCertificateProjection.signerName',
  'networking/v1.IPAddressSpec.parentRef',
  'networking/v1.ParentReference.name',
  'networking/v1.ParentReference.resource',
]);

export function isRequired(struct: Struct, { name, presence, type }: StructField): boolean {
  const path = `${struct.name}.${name}`;
  if (REQUIRED.has(path)) return true;
  const root = name === 'metadata' && type.form === 'struct' && type.struct === 'meta/v1.ObjectMeta';
  return !root && (presence === 'always' || presence === 'nullable') && !OPTIONAL.has(path);
}
