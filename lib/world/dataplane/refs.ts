/** References to the objects that decide about packets. */
import type { Pod } from '../api/core/v1/pod.schema.ts';
import type { Cluster } from '../cluster.ts';
import type { Ref } from '../ref.ts';
import type { EndpointRule, ServicePortRule } from './compile/rule-set.ts';
import type { Because } from './trace.ts';

export function because(ref: Ref, says: string): readonly Because[] {
  return [{ ref, says }];
}

export function podRef(cluster: Cluster, pod: Pod, field?: string): Ref {
  const { namespace, name } = pod.metadata;
  const kind = 'Pod';
  return field
    ? { cluster: cluster.name, apiVersion: 'v1', kind, namespace, name, field }
    : { cluster: cluster.name, apiVersion: 'v1', kind, namespace, name };
}

export function nodeRef(cluster: Cluster, name: string, field?: string): Ref {
  const kind = 'Node';
  return field
    ? { cluster: cluster.name, apiVersion: 'v1', kind, name, field }
    : { cluster: cluster.name, apiVersion: 'v1', kind, name };
}

export function serviceRef(cluster: Cluster, rule: ServicePortRule, field = `spec.ports[${rule.index}]`): Ref {
  const { namespace, name } = rule.service;
  return { cluster: cluster.name, apiVersion: 'v1', kind: 'Service', namespace, name, field };
}

export function endpointRef(cluster: Cluster, rule: ServicePortRule, endpoint: EndpointRule): Ref {
  return {
    cluster: cluster.name,
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    namespace: rule.service.namespace,
    name: endpoint.slice,
    field: `endpoints[${endpoint.index}]`,
  };
}

export function proxyConfigRef(cluster: Cluster): Ref {
  return {
    cluster: cluster.name,
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'kube-system',
    name: 'kube-proxy-config',
    field: 'data.config',
  };
}
