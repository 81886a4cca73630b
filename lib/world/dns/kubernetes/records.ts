/** Records of names under the cluster's zone. */
import type { Service } from '../../api/core/v1/service.schema.ts';
import type { Cluster } from '../../cluster.ts';
import { findObject } from '../../dataplane/objects.ts';
import { isIpv4 } from '../../net/ip.ts';
import type { DnsQuestion, DnsRecord } from '../message.ts';
import { endpointsOf, type NamedEndpoint } from './endpoints.ts';

/** `NoName`: nothing of that name (NXDOMAIN). `Records` may be empty: the name exists, this type does not (NODATA). */
export type Lookup = { readonly kind: 'NoName' } | { readonly kind: 'Records'; readonly records: readonly DnsRecord[] };

const NO_NAME: Lookup = { kind: 'NoName' };
const NO_DATA: Lookup = { kind: 'Records', records: [] };

interface Target {
  readonly question: DnsQuestion;
  readonly zone: string;
  readonly ttl: number;
  readonly service: Service;
  /** Labels before the Service's name. */
  readonly rest: readonly string[];
}

/** Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin/kubernetes/parse.go, …/kubernetes.go (findServices, findPods) */
export function forwardRecords(
  cluster: Cluster,
  question: DnsQuestion,
  zone: string,
  ttl: number,
  pods: 'disabled' | 'insecure' | 'verified',
  isPod: (namespace: string, address: string) => boolean,
): Lookup {
  const { name, type } = question;
  if (name === zone) return NO_DATA;
  const labels = name.slice(0, -(zone.length + 1)).split('.');
  if (name === `dns-version.${zone}`) {
    return type === 'TXT' ? { kind: 'Records', records: [{ name, ttl, type, data: '"1.1.0"' }] } : NO_DATA;
  }
  const kind = labels.pop();
  const namespace = labels.pop();
  if ((kind !== 'svc' && kind !== 'pod') || namespace === undefined) return NO_NAME;
  if (!findObject(cluster, 'Namespace', namespace)) return NO_NAME;
  const last = labels.pop();
  if (last === undefined) return NO_DATA;
  if (kind === 'pod') return labels.length > 0 ? NO_NAME : podRecords(question, namespace, last, ttl, pods, isPod);
  const service = findObject(cluster, 'Service', last, namespace);
  if (!service || labels.length > 2) return NO_NAME;
  return serviceRecords(cluster, { question, zone, ttl, service, rest: labels });
}

function podRecords(
  { name, type }: DnsQuestion,
  namespace: string,
  label: string,
  ttl: number,
  pods: 'disabled' | 'insecure' | 'verified',
  isPod: (namespace: string, address: string) => boolean,
): Lookup {
  const address = label.replaceAll('-', '.');
  if (pods === 'disabled' || !isIpv4(address)) return NO_NAME;
  if (pods === 'verified' && !isPod(namespace, address)) return NO_NAME;
  return type === 'A' ? { kind: 'Records', records: [{ name, ttl, type, data: address }] } : NO_DATA;
}

function serviceRecords(cluster: Cluster, target: Target): Lookup {
  const { spec } = target.service;
  if (spec.type === 'ExternalName') return target.rest.length > 0 ? NO_NAME : externalName(target);
  const endpoint = target.rest.length === 1 ? target.rest[0] : undefined;
  if (spec.clusterIP === 'None' || endpoint !== undefined) return endpointRecords(cluster, target, endpoint);
  const ports = portsOf(target, spec.ports ?? []);
  if (target.rest.length === 2 && ports.length === 0) return NO_NAME;
  const { question, ttl, zone, service } = target;
  const { name, type } = question;
  if (type === 'A') return { kind: 'Records', records: [{ name, ttl, type, data: spec.clusterIP ?? '' }] };
  if (type !== 'SRV') return NO_DATA;
  const host = `${service.metadata.name}.${service.metadata.namespace}.svc.${zone}`;
  return {
    kind: 'Records',
    records: srvRecords(
      target,
      ports.map(({ port }) => ({ port, host })),
    ),
  };
}

/** `_http._tcp` names one port of the Service; without it all are meant. */
function portsOf<P extends { readonly name?: string; readonly protocol?: string }>(
  { rest }: Target,
  ports: readonly P[],
): P[] {
  if (rest.length < 2) return [...ports];
  const [portName, protocol] = rest.map((label) => label.replace(/^_/, ''));
  return ports.filter((port) => port.name === portName && (port.protocol ?? 'TCP').toLowerCase() === protocol);
}

function srvRecords({ question, ttl }: Target, targets: readonly { port: number; host: string }[]): DnsRecord[] {
  const weight = Math.max(1, Math.floor(100 / targets.length));
  return targets.map(({ port, host }) => ({
    name: question.name,
    ttl,
    type: 'SRV',
    data: `0 ${weight} ${port} ${host}`,
  }));
}

function externalName({ question, ttl, service }: Target): Lookup {
  const { name, type } = question;
  if (!['A', 'AAAA', 'CNAME'].includes(type)) return NO_DATA;
  const target = `${service.spec.externalName?.replace(/\.$/, '')}.`;
  return { kind: 'Records', records: [{ name, ttl, type: 'CNAME', data: target }] };
}

/** Headless Services, and single endpoints of any: without a ready endpoint the name does not exist. */
function endpointRecords(cluster: Cluster, target: Target, wanted: string | undefined): Lookup {
  const { question, ttl, zone, service } = target;
  const all = endpointsOf(cluster, service).filter(({ hostname }) => wanted === undefined || hostname === wanted);
  if (all.length === 0) return NO_NAME;
  const { name, type } = question;
  if (type === 'A') {
    const addresses = [...new Set(all.map(({ address }) => address))];
    return { kind: 'Records', records: addresses.map((data) => ({ name, ttl, type, data })) };
  }
  if (type !== 'SRV') return NO_DATA;
  const { metadata } = service;
  const targets = all.flatMap(({ hostname, ports }: NamedEndpoint) =>
    portsOf(target, ports).map(({ port }) => ({
      port,
      host: `${hostname}.${metadata.name}.${metadata.namespace}.svc.${zone}`,
    })),
  );
  return targets.length > 0 ? { kind: 'Records', records: srvRecords(target, targets) } : NO_NAME;
}
