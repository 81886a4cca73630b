/**
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/v1/defaults.go (SetDefaults_Service),
 * pkg/registry/core/service/strategy.go, pkg/registry/core/service/storage/storage.go
 */
import type { ObjectOf } from '../../api/kinds.ts';
import type { Draft } from '../draft.ts';
import type { Strategy } from '../strategy.ts';
import { allocateAddresses } from './allocation/cluster-ip.ts';
import { settleFamilies } from './allocation/families.ts';
import { allocateNodePorts } from './allocation/node-port.ts';
import { servicePrinter } from './columns/service.ts';
import { isDns1035Label } from './validation/names.ts';
import {
  isExternallyAccessible,
  serviceWarnings,
  validateService,
  validateServiceUpdate,
} from './validation/service.ts';

type Service = ObjectOf<'Service'>;
type Spec = Draft<Service>['spec'];

const AFFINITY_SECONDS = 10_800;

export function needsNodePorts({ type, allocateLoadBalancerNodePorts }: Spec): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
}

function defaultSpec(spec: Spec): void {
  spec.sessionAffinity ||= 'None';
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === 'ClientIP') {
    spec.sessionAffinityConfig ??= {};
    spec.sessionAffinityConfig.clientIP ??= {};
    spec.sessionAffinityConfig.clientIP.timeoutSeconds ??= AFFINITY_SECONDS;
  }
  spec.type ||= 'ClusterIP';
  for (const port of spec.ports ?? []) {
    port.protocol ||= 'TCP';
    if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '') port.targetPort = port.port;
  }
  if (isExternallyAccessible(spec as Service['spec'])) spec.externalTrafficPolicy ||= 'Cluster';
  if (spec.type !== 'ExternalName') spec.internalTrafficPolicy ??= 'Cluster';
  if (spec.type === 'LoadBalancer') spec.allocateLoadBalancerNodePorts ??= true;
}

/** The two spellings of the address stand for each other where only one is given. */
function alignAddresses(spec: Spec, old: Service | undefined): void {
  if (!old) {
    if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP];
    return;
  }
  const before = old.spec.clusterIP ?? '';
  if (before && !spec.clusterIP && sameList(spec.clusterIPs, old.spec.clusterIPs)) delete spec.clusterIPs;
  if (!spec.clusterIPs?.length && spec.clusterIP && !before) spec.clusterIPs = [spec.clusterIP];
  if (spec.clusterIP && spec.clusterIP !== before && sameList(spec.clusterIPs, old.spec.clusterIPs)) {
    spec.clusterIPs = [spec.clusterIP, ...(spec.clusterIPs ?? []).slice(1)];
  }
}

function sameList(left: readonly string[] | undefined, right: readonly string[] | undefined): boolean {
  return (left ?? []).join() === (right ?? []).join();
}

/** An update that leaves what the server once chose unsaid keeps it. */
function keepAllocated(spec: Spec, old: Service): void {
  const before = old.spec;
  const wasExternal = before.type === 'ExternalName';
  if (wasExternal || spec.type === 'ExternalName') return;
  if (!spec.clusterIP && !spec.clusterIPs?.length) {
    if (before.clusterIP !== undefined) spec.clusterIP = before.clusterIP;
    spec.clusterIPs = [...(before.clusterIPs ?? [])];
  }
  if (spec.type === 'LoadBalancer' && before.healthCheckNodePort !== undefined) {
    spec.healthCheckNodePort ||= before.healthCheckNodePort;
  }
  if (needsNodePorts(spec) && (before.type === 'NodePort' || before.type === 'LoadBalancer'))
    keepNodePorts(spec, before);
}

function keepNodePorts(spec: Spec, before: Service['spec']): void {
  const used = new Set((spec.ports ?? []).map(({ nodePort }) => nodePort).filter(Boolean));
  for (const port of spec.ports ?? []) {
    if (port.nodePort) continue;
    const same = before.ports?.find((one) => one.port === port.port && one.protocol === port.protocol);
    if (same?.nodePort && !used.has(same.nodePort)) port.nodePort = same.nodePort;
  }
}

/** What belongs to the type that the Service had goes when its type does. */
function dropTypeDependent(spec: Spec, before: Service['spec']): void {
  const hadPorts = before.type === 'NodePort' || before.type === 'LoadBalancer';
  if (hadPorts && !needsNodePorts(spec)) {
    for (const port of spec.ports ?? []) {
      if (before.ports?.some((one) => one.nodePort === port.nodePort)) delete port.nodePort;
    }
  }
  if (!isExternallyAccessible(spec as Service['spec']) && before.externalTrafficPolicy === spec.externalTrafficPolicy)
    delete spec.externalTrafficPolicy;
  const checked = spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
  if (!checked && before.healthCheckNodePort === spec.healthCheckNodePort) delete spec.healthCheckNodePort;
  if (spec.type !== 'LoadBalancer' && before.type === 'LoadBalancer') {
    if (before.allocateLoadBalancerNodePorts === spec.allocateLoadBalancerNodePorts) {
      delete spec.allocateLoadBalancerNodePorts;
    }
    if (before.loadBalancerClass === spec.loadBalancerClass) delete spec.loadBalancerClass;
  }
  if (spec.type === 'ExternalName' && before.type !== 'ExternalName') dropAddresses(spec, before);
  if (spec.type !== 'ExternalName' && before.externalName === spec.externalName) delete spec.externalName;
}

function dropAddresses(spec: Spec, before: Service['spec']): void {
  if (spec.clusterIP === before.clusterIP) delete spec.clusterIP;
  if (sameList(spec.clusterIPs, before.clusterIPs)) delete spec.clusterIPs;
  if (sameList(spec.ipFamilies, before.ipFamilies)) delete spec.ipFamilies;
  if (spec.ipFamilyPolicy === before.ipFamilyPolicy) delete spec.ipFamilyPolicy;
  if (spec.internalTrafficPolicy === before.internalTrafficPolicy) delete spec.internalTrafficPolicy;
}

export const serviceStrategy: Strategy<'Service'> = {
  kind: 'Service',
  nameRule: isDns1035Label,
  setDefaults: ({ spec }) => defaultSpec(spec),
  statusOnCreate: 'Cleared',
  prepareForCreate(service) {
    service.status = { loadBalancer: {} };
    if (service.spec.type === 'ExternalName') delete service.spec.clusterIP;
  },
  prepareForUpdate({ spec }, old) {
    alignAddresses(spec, old);
    keepAllocated(spec, old);
    dropTypeDependent(spec, old.spec);
  },
  allocate(service, old, context) {
    if (!old) alignAddresses(service.spec, undefined);
    settleFamilies(service, old, context.cluster);
    const { clusterIPs, ports } = service.spec;
    const isGiven = context.from === 'Given';
    if (!isGiven || !clusterIPs?.length) allocateAddresses(service, old, context.cluster);
    if (!needsNodePorts(service.spec) || (isGiven && ports?.every(({ nodePort }) => nodePort))) return;
    allocateNodePorts(service, context.cluster);
  },
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  warnings: serviceWarnings,
  returnsDeleted: true,
  selectableFields: {
    'spec.clusterIP': ({ spec }) => spec.clusterIP ?? '',
    'spec.type': ({ spec }) => spec.type ?? '',
  },
  unknownField: (field) => `field label not supported: ${field}`,
  printer: servicePrinter,
};
