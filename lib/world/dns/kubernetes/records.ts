/**
 * Records of names under the cluster's zone, by the type that is asked for.
 * Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin/kubernetes/handler.go, …/plugin/backend_lookup.go
 */
import { isIpv4 } from '../../net/ip.ts';
import type { DnsQuestion, DnsRecord } from '../message.ts';
import { type Item, type Items, itemsOf, type Zone } from './items.ts';
import { nameServersOf } from './name-servers.ts';

/** `NoName`: nothing of that name (NXDOMAIN). `Records` may be empty: the name exists, this type does not (NODATA). */
export type Lookup =
  | { readonly kind: 'NoName' }
  | { readonly kind: 'Records'; readonly records: readonly DnsRecord[]; readonly additional: readonly DnsRecord[] };

export const NO_NAME: Lookup = { kind: 'NoName' };
const NO_DATA: Lookup = recordsOf([]);
/** The version of the schema is good for eight hours. */
const VERSION_TTL = 28_800;

export function recordsOf(records: readonly DnsRecord[], additional: readonly DnsRecord[] = []): Lookup {
  return { kind: 'Records', records, additional };
}

/** `ownAddress` is that of the CoreDNS pod: the Services in front of it are the zone's name servers. */
export function forwardRecords(zone: Zone, question: DnsQuestion, ownAddress: string): Lookup {
  const { name, type } = question;
  if (name === `dns-version.${zone.zone}` && type === 'TXT') {
    return recordsOf([{ name, ttl: VERSION_TTL, type, data: '"1.1.0"' }]);
  }
  if (name === zone.zone && type === 'NS') return nsRecords(zone, ownAddress);
  const items = name === `ns.dns.${zone.zone}` ? nameServersOf(zone, ownAddress) : itemsOf(zone, name);
  // A name that owns nothing is none for TXT.
  if (items === 'NoName' || (type === 'TXT' && items.length === 0)) return NO_NAME;
  return ofType(zone, question, items);
}

function ofType({ ttl }: Zone, { name, type }: DnsQuestion, items: Exclude<Items, 'NoName'>): Lookup {
  if (type === 'SRV') return srvRecords(name, ttl, items);
  if (type !== 'A' && type !== 'AAAA' && type !== 'CNAME') return NO_DATA;
  const alias = items.find((item) => familyOf(item) === 'CNAME');
  if (alias) return recordsOf([{ name, ttl, type: 'CNAME', data: `${alias.host.replace(/\.$/, '')}.` }]);
  const addresses = new Set(items.filter((item) => familyOf(item) === type).map(({ host }) => host));
  return recordsOf([...addresses].map((data) => ({ name, ttl, type, data })));
}

function familyOf({ host }: Item): 'A' | 'AAAA' | 'CNAME' {
  if (isIpv4(host)) return 'A';
  return host.includes(':') ? 'AAAA' : 'CNAME';
}

/** Weights are shared by all items, also by those that then fall together. */
function srvRecords(name: string, ttl: number, items: readonly Item[]): Lookup {
  const internal = items.filter((item) => familyOf(item) !== 'CNAME');
  const weight = Math.max(1, Math.floor(100 / internal.length));
  const wanted = internal.filter(({ port }) => port !== -1);
  const data = new Set(wanted.map(({ port, target }) => `0 ${weight} ${port} ${target}`));
  return recordsOf(
    [...data].map((text) => ({ name, ttl, type: 'SRV', data: text })),
    addressesOf(wanted, ttl),
  );
}

function addressesOf(items: readonly Item[], ttl: number): DnsRecord[] {
  const byText = new Map(items.map((item) => [`${item.target} ${item.host}`, item] as const));
  return [...byText.values()].map((item) => ({ name: item.target, ttl, type: familyOf(item), data: item.host }));
}

function nsRecords(zone: Zone, ownAddress: string): Lookup {
  const servers = nameServersOf(zone, ownAddress);
  const names = [...new Set(servers.map(({ target }) => target))];
  return recordsOf(
    names.map((data) => ({ name: zone.zone, ttl: zone.ttl, type: 'NS', data })),
    addressesOf(servers, zone.ttl),
  );
}
