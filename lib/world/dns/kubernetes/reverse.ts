/** PTR records of cluster IPs and endpoints. */
import type { Cluster } from '../../cluster.ts';
import { entriesOf } from '../../dataplane/objects.ts';
import type { DnsQuestion } from '../message.ts';
import { endpointsOf } from './endpoints.ts';
import type { Zone } from './items.ts';
import { type Lookup, NO_NAME, recordsOf } from './records.ts';

/** Questions of another type find nothing there. Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin/kubernetes/reverse.go */
export function reverseRecords(zone: Zone, { name, type }: DnsQuestion, primary: string): Lookup {
  if (type !== 'PTR') return NO_NAME;
  const address = addressOf(name);
  const targets = serviceNames(zone.cluster, address, primary);
  const names = targets.length > 0 ? targets : endpointNames(zone, address, primary);
  return names.length === 0 ? NO_NAME : recordsOf(names.map((data) => ({ name, ttl: zone.ttl, type, data })));
}

/** Of `…in-addr.arpa.`; IPv6 in full groups, as `expanded` writes the addresses it is compared with. */
function addressOf(name: string): string {
  if (name.endsWith('.in-addr.arpa.')) return name.slice(0, -'.in-addr.arpa.'.length).split('.').reverse().join('.');
  const digits = name
    .replace(/\.ip6\.arpa\.$/, '')
    .split('.')
    .reverse()
    .join('');
  return (digits.match(/.{1,4}/g) ?? []).join(':');
}

function expanded(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array(gap).fill('0'), ...after].map((group) => group.padStart(4, '0')).join(':');
}

function serviceNames(cluster: Cluster, address: string, zone: string): string[] {
  return entriesOf(cluster, 'Service')
    .filter(([, { spec }]) => (spec.clusterIPs ?? [spec.clusterIP ?? '']).some((one) => expanded(one) === address))
    .map(([, { metadata }]) => `${metadata.name}.${metadata.namespace}.svc.${zone}`);
}

/** An endpoint has its name under every Service that chooses it. */
function endpointNames({ cluster, names }: Zone, address: string, zone: string): string[] {
  return entriesOf(cluster, 'Service').flatMap(([, service]) => [
    ...new Set(
      endpointsOf(cluster, service, names)
        .filter((endpoint) => expanded(endpoint.address) === address)
        .map(({ hostname }) => `${hostname}.${service.metadata.name}.${service.metadata.namespace}.svc.${zone}`),
    ),
  ]);
}
