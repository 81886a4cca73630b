/** Services and EndpointSlices → service ports with their endpoints, the same for every node. */
import type { Service, ServicePort } from '../../api/core/v1/service.schema.ts';
import type { Endpoint, EndpointSlice } from '../../api/discovery/v1/endpointslice.schema.ts';
import type { Cluster } from '../../cluster.ts';
import { familyOf, isSameFamily, joinHostPort } from '../../net/ip.ts';
import type { TransportProtocol } from '../../net/protocol.ts';
import { type Entries, entriesOf, type Kept, remember } from '../objects.ts';
import type { EndpointRule, ServicePortRule } from './rule-set.ts';

const kept = new WeakMap<object, Kept<readonly ServicePortRule[]>>();

/** Sorted by namespace and name of the Service, then by family as its cluster IPs stand, then as its ports stand. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/servicechangetracker.go */
export function compileServices(cluster: Cluster): readonly ServicePortRule[] {
  const services = entriesOf(cluster, 'Service');
  const slices = entriesOf(cluster, 'EndpointSlice');
  return remember(() => Object.freeze(compile(services, slices)), kept, services, slices);
}

function compile(services: Entries<'Service'>, slices: Entries<'EndpointSlice'>): ServicePortRule[] {
  const byService = groupSlices(slices);
  return services.flatMap(([key, service]) => (isProxied(service) ? portsOf(service, byService.get(key) ?? []) : []));
}

interface KeptPorts {
  readonly slices: readonly EndpointSlice[];
  readonly ports: readonly ServicePortRule[];
}

/** Of a Service that stands as it stood, the very same rules: then a node sees at once that nothing changed for it. */
const keptPorts = new WeakMap<Service, KeptPorts>();

function portsOf(service: Service, slices: readonly EndpointSlice[]): readonly ServicePortRule[] {
  const known = keptPorts.get(service);
  if (known?.slices.length === slices.length && known.slices.every((slice, at) => slice === slices[at])) {
    return known.ports;
  }
  const ports = clusterIpsOf(service).flatMap((clusterIp) =>
    (service.spec.ports ?? []).map((port, index) => ruleOf(service, clusterIp, port, index, slices)),
  );
  keptPorts.set(service, { slices, ports });
  return ports;
}

/** One of each family that the Service has; a manifest may give only the older field. */
function clusterIpsOf({ spec }: Service): readonly string[] {
  return spec.clusterIPs && spec.clusterIPs.length > 1 ? spec.clusterIPs : [spec.clusterIP ?? ''];
}

/** Headless Services, ExternalName and Services of another proxy are not kube-proxy's. */
function isProxied({ metadata, spec }: Service): boolean {
  if (!spec.clusterIP || spec.clusterIP === 'None' || spec.type === 'ExternalName') return false;
  return metadata.labels?.['service.kubernetes.io/service-proxy-name'] === undefined;
}

function groupSlices(slices: Entries<'EndpointSlice'>): Map<string, EndpointSlice[]> {
  const groups = new Map<string, EndpointSlice[]>();
  for (const [, slice] of slices) {
    const labels = slice.metadata.labels ?? {};
    const service = labels['kubernetes.io/service-name'];
    if (!service || slice.addressType === 'FQDN') continue;
    if (labels['service.kubernetes.io/service-proxy-name'] !== undefined) continue;
    const key = `${slice.metadata.namespace}/${service}`;
    const group = groups.get(key);
    if (group) group.push(slice);
    else groups.set(key, [slice]);
  }
  return groups;
}

function ruleOf(
  { metadata, spec, status }: Service,
  clusterIp: string,
  port: ServicePort,
  index: number,
  slices: readonly EndpointSlice[],
): ServicePortRule {
  const { namespace, name } = metadata;
  const protocol = (port.protocol ?? 'TCP') as TransportProtocol;
  const ingress = status.loadBalancer?.ingress ?? [];
  const ofFamily = (text: string) => isSameFamily(text, clusterIp);
  const endpoints = endpointsOf(slices, familyOf(clusterIp), port.name ?? '', protocol);
  return {
    service: { namespace, name },
    index,
    portName: `${namespace}/${name}${port.name ? `:${port.name}` : ''}`,
    protocol,
    clusterIp,
    port: port.port,
    nodePort: port.nodePort || undefined,
    externalIps: (spec.externalIPs ?? []).filter(ofFamily),
    loadBalancerIps: ingress
      .filter(({ ip, ipMode }) => ip && ofFamily(ip) && ipMode !== 'Proxy')
      .map(({ ip }) => ip ?? ''),
    sourceRanges: (spec.loadBalancerSourceRanges ?? []).filter(ofFamily),
    internalPolicy: spec.internalTrafficPolicy === 'Local' ? 'Local' : 'Cluster',
    externalPolicy: spec.externalTrafficPolicy === 'Local' ? 'Local' : 'Cluster',
    affinitySeconds:
      spec.sessionAffinity === 'ClientIP'
        ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800)
        : undefined,
    healthCheckNodePort: spec.healthCheckNodePort || undefined,
    unmodelledField: unmodelledField(metadata.annotations, endpoints),
    endpoints,
  };
}

const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';

/** Mode Auto acts through hints in proportion to the zones' CPUs, which nobody writes here; hints that stand there decide by themselves. */
function unmodelledField(
  annotations: Readonly<Record<string, string>> | undefined,
  endpoints: readonly EndpointRule[],
): string | undefined {
  if (annotations?.[TOPOLOGY_MODE]?.toLowerCase() !== 'auto' || endpoints.length < 2) return undefined;
  const hinted = endpoints.some(({ forZones, forNodes }) => forZones.length + forNodes.length > 0);
  return hinted ? undefined : `metadata.annotations["${TOPOLOGY_MODE}"]`;
}

/** One entry per `address:port`; of two for the same one, a ready one wins. */
function endpointsOf(
  slices: readonly EndpointSlice[],
  family: string,
  portName: string,
  protocol: string,
): EndpointRule[] {
  const found = new Map<string, EndpointRule>();
  for (const slice of slices) {
    if (slice.addressType !== family) continue;
    for (const port of slice.ports ?? []) {
      if ((port.name ?? '') !== portName || (port.protocol ?? 'TCP') !== protocol || !port.port) continue;
      for (const [index, endpoint] of (slice.endpoints ?? []).entries()) {
        const rule = endpointRule(slice.metadata.name, endpoint, index, port.port);
        const key = joinHostPort(rule.address, rule.port);
        if (rule.address && (!found.has(key) || rule.ready)) found.set(key, rule);
      }
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
}

function endpointRule(slice: string, endpoint: Endpoint, index: number, port: number): EndpointRule {
  const { conditions, hints } = endpoint;
  return {
    address: endpoint.addresses[0] ?? '',
    port,
    node: endpoint.nodeName,
    ready: conditions?.ready ?? true,
    serving: conditions?.serving ?? true,
    terminating: conditions?.terminating ?? false,
    forZones: (hints?.forZones ?? []).map(({ name }) => name),
    forNodes: (hints?.forNodes ?? []).map(({ name }) => name),
    slice,
    index,
  };
}
