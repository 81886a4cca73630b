import { ALL, type CoverageTable } from './classes.ts';

/** Nodes, namespaces, configuration and the bookkeeping kinds. */
export const CLUSTER_COVERAGE: CoverageTable = {
  'meta/v1.ObjectMeta': { modelled: ALL },
  'meta/v1.OwnerReference': { modelled: ALL },
  'meta/v1.ManagedFieldsEntry': { inert: 'manager operation apiVersion time fieldsType fieldsV1 subresource' },
  'meta/v1.LabelSelector': { modelled: ALL },
  'meta/v1.LabelSelectorRequirement': { modelled: ALL },
  'core/v1.ObjectReference': { modelled: ALL },
  'core/v1.LocalObjectReference': { modelled: ALL },
  'core/v1.Namespace': { modelled: ALL },
  'core/v1.NamespaceSpec': { modelled: ALL },
  'core/v1.NamespaceStatus': { modelled: ALL },
  'core/v1.NamespaceCondition': { modelled: ALL },
  'core/v1.Node': { modelled: ALL },
  'core/v1.NodeSpec': {
    modelled: 'podCIDR podCIDRs providerID unschedulable taints',
    inert: 'configSource externalID',
  },
  'core/v1.Taint': { modelled: ALL },
  'core/v1.NodeStatus': {
    modelled: 'capacity allocatable conditions addresses nodeInfo',
    inert: 'phase daemonEndpoints images volumesInUse volumesAttached config runtimeHandlers features declaredFeatures',
  },
  'core/v1.NodeAddress': { modelled: ALL },
  'core/v1.NodeCondition': { modelled: ALL },
  'core/v1.NodeSystemInfo': {
    modelled:
      'machineID systemUUID bootID kernelVersion osImage containerRuntimeVersion kubeletVersion kubeProxyVersion operatingSystem architecture',
    inert: 'swap',
  },
  'core/v1.ConfigMap': { modelled: ALL },
  'core/v1.Secret': { modelled: ALL },
  'core/v1.ServiceAccount': {
    modelled: 'kind apiVersion metadata automountServiceAccountToken imagePullSecrets',
    inert: 'secrets',
  },
  'core/v1.Event': { modelled: ALL },
  'core/v1.EventSource': { modelled: ALL },
  'core/v1.EventSeries': { modelled: ALL },
  'coordination/v1.Lease': { modelled: ALL },
  'coordination/v1.LeaseSpec': {
    modelled: 'holderIdentity leaseDurationSeconds acquireTime renewTime leaseTransitions',
    inert: 'strategy preferredHolder',
  },
};
