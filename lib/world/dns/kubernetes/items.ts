/**
 * What stands behind a name of the cluster's zone, before anybody asks for a type of record: hosts with ports.
 * Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin/kubernetes/kubernetes.go (Records, findServices, findPods), …/parse.go
 */
import type { Service } from '../../api/core/v1/service.schema.ts';
import type { Cluster } from '../../cluster.ts';
import { findObject } from '../../dataplane/objects.ts';
import { isIpv4 } from '../../net/ip.ts';
import { type EndpointNames, endpointsOf } from './endpoints.ts';

export interface Item {
  /** An address, or the external name of an alias. */
  readonly host: string;
  /** -1: no port is declared. */
  readonly port: number;
  /** The name under which SRV records point at it. */
  readonly target: string;
}

/** `NoName` is NXDOMAIN; a list without an item is a name that exists and has nothing of its own. */
export type Items = 'NoName' | readonly Item[];

export interface Zone {
  readonly cluster: Cluster;
  /** With the final dot. */
  readonly zone: string;
  readonly ttl: number;
  readonly pods: 'disabled' | 'insecure' | 'verified';
  isPod(namespace: string, address: string): boolean;
  readonly names: EndpointNames;
  /** `noendpoints`: the plugin does not know any. */
  readonly endpoints: 'Known' | 'Unknown';
  /** `ignore empty_service`. */
  readonly empty: 'Ignored' | 'Answered';
  /** `namespaces`; undefined: all. */
  readonly namespaces: readonly string[] | undefined;
}

interface Asked {
  readonly service: string;
  readonly namespace: string;
  /** One label in front: an endpoint's name. */
  readonly endpoint?: string;
  /** Two labels in front, without their underscores. */
  readonly port?: string;
  readonly protocol?: string;
}

/** `name` lies in the zone; both lower case with the final dot. */
export function itemsOf(zone: Zone, name: string): Items {
  const base = name.slice(0, Math.max(0, name.length - zone.zone.length - 1));
  if (base === '' || base === 'svc' || base === 'pod') return [];
  const labels = base.split('.');
  const kind = labels.pop();
  if ((kind !== 'svc' && kind !== 'pod') || labels.length > 4) return 'NoName';
  const namespace = labels.pop() as string;
  if (!isExposed(zone, namespace)) return 'NoName';
  if (kind === 'pod' && zone.pods === 'disabled') return 'NoName';
  const service = labels.pop();
  if (service === undefined) return [];
  if (kind === 'pod') return podItems(zone, namespace, service);
  const [first, second] = labels;
  if (first === undefined) return serviceItems(zone, { service, namespace });
  if (second === undefined) return serviceItems(zone, { service, namespace, endpoint: first });
  return serviceItems(zone, { service, namespace, port: bare(first), protocol: bare(second) });
}

function bare(label: string): string {
  return label.replace(/^_/, '');
}

function isExposed({ cluster, namespaces }: Zone, namespace: string): boolean {
  return (namespaces?.includes(namespace) ?? true) && findObject(cluster, 'Namespace', namespace) !== undefined;
}

function podItems({ zone, pods, isPod }: Zone, namespace: string, label: string): Items {
  const isV4 = label.split('-').length === 4 && !label.includes('--');
  const address = label.replaceAll('-', isV4 ? '.' : ':');
  if (!isV4 && !isIpv6(address)) return 'NoName';
  if (isV4 && !isIpv4(address)) return 'NoName';
  if (pods === 'verified' && !isPod(namespace, address)) return 'NoName';
  return [{ host: address, port: 0, target: `${label}.${namespace}.pod.${zone}` }];
}

/** Enough to tell an address from a name. */
function isIpv6(text: string): boolean {
  const groups = text.split(':');
  const gaps = text.split('::').length - 1;
  if (!groups.every((group) => /^[0-9a-f]{0,4}$/.test(group)) || gaps > 1) return false;
  return gaps === 1 ? groups.length <= 8 || /^::|::$/.test(text) : groups.length === 8 && !groups.includes('');
}

function serviceItems(zone: Zone, asked: Asked): Items {
  const service = findObject(zone.cluster, 'Service', asked.service, asked.namespace);
  if (!service) return 'NoName';
  const { spec } = service;
  if (spec.type === 'ExternalName') return aliasItems(zone, asked, spec.externalName ?? '');
  if (spec.clusterIP === 'None' || asked.endpoint !== undefined) return endpointItems(zone, service, asked);
  if (zone.empty === 'Ignored' && endpointsOf(zone.cluster, service).length === 0) return 'NoName';
  const ports = (spec.ports?.length ? spec.ports : [{ port: -1 }]).filter((port) => isAsked(port, asked));
  const addresses = spec.clusterIPs?.length ? spec.clusterIPs : [spec.clusterIP ?? ''];
  const target = `${asked.service}.${asked.namespace}.svc.${zone.zone}`;
  const items = ports.flatMap(({ port }) => addresses.map((host) => ({ host, port, target })));
  return items.length > 0 ? items : 'NoName';
}

/** An `externalName` that is an address is no name at all. */
function aliasItems({ zone }: Zone, { service, namespace, endpoint, port }: Asked, externalName: string): Items {
  if (endpoint !== undefined || port !== undefined || isIpv4(externalName) || externalName.includes(':'))
    return 'NoName';
  return [{ host: externalName, port: 0, target: `${service}.${namespace}.svc.${zone}` }];
}

/** Headless Services, and single endpoints of any: without a ready endpoint the name does not exist. */
function endpointItems(zone: Zone, service: Service, asked: Asked): Items {
  if (zone.endpoints === 'Unknown') return 'NoName';
  const items = endpointsOf(zone.cluster, service, zone.names)
    .filter(({ hostname }) => asked.endpoint === undefined || hostname.toLowerCase() === asked.endpoint)
    .flatMap(({ address, hostname, ports }) =>
      ports
        .filter((port) => isAsked(port, asked))
        .map(({ port }) => ({
          host: address,
          port,
          target: `${hostname}.${asked.service}.${asked.namespace}.svc.${zone.zone}`,
        })),
    );
  return items.length > 0 ? items : 'NoName';
}

function isAsked({ name, protocol }: { name?: string; protocol?: string }, asked: Asked): boolean {
  if (asked.port !== undefined && (name ?? '').toLowerCase() !== asked.port) return false;
  return asked.protocol === undefined || (protocol ?? 'TCP').toLowerCase() === asked.protocol;
}
