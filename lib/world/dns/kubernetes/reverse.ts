/** PTR records of cluster IPs and endpoints. */
import type { Cluster } from '../../cluster.ts';
import { entriesOf } from '../../dataplane/objects.ts';
import type { DnsQuestion } from '../message.ts';
import { endpointsOf } from './endpoints.ts';
import type { Lookup } from './records.ts';

/** Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin/kubernetes/reverse.go */
export function reverseRecords(cluster: Cluster, { name, type }: DnsQuestion, zone: string, ttl: number): Lookup {
  const address = name
    .replace(/\.in-addr\.arpa\.$/, '')
    .split('.')
    .reverse()
    .join('.');
  const targets = serviceNames(cluster, address, zone);
  const names = targets.length > 0 ? targets : endpointNames(cluster, address, zone);
  if (names.length === 0) return { kind: 'NoName' };
  return { kind: 'Records', records: type === 'PTR' ? names.map((data) => ({ name, ttl, type, data })) : [] };
}

function serviceNames(cluster: Cluster, address: string, zone: string): string[] {
  return entriesOf(cluster, 'Service')
    .filter(([, { spec }]) => spec.clusterIP === address)
    .map(([, { metadata }]) => `${metadata.name}.${metadata.namespace}.svc.${zone}`);
}

function endpointNames(cluster: Cluster, address: string, zone: string): string[] {
  return entriesOf(cluster, 'Service').flatMap(([, service]) =>
    endpointsOf(cluster, service)
      .filter((endpoint) => endpoint.address === address)
      .map(({ hostname }) => `${hostname}.${service.metadata.name}.${service.metadata.namespace}.svc.${zone}`),
  );
}
