/**
 * The VPC's own resolver, at the network's base address plus two: private names of nodes, and the hosts of the internet that a world names.
 * Models: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 * Differs: of public names only those are known that a world gives to hosts of the internet; any other is not modelled, or does not exist under no well-known public suffix.
 */
import type { Cluster } from '../cluster.ts';
import { listInternetAddresses } from '../dataplane/internet.ts';
import { topologyOf } from '../dataplane/topology.ts';
import { familyOf } from '../net/ip.ts';
import { type DnsAnswer, type DnsQuestion, type DnsRecord, isInZone, type NotModelledAnswer } from './message.ts';

/** Time of an uncached private name, ms. */
const PRIVATE_MS = 1;
/** TTL of private host names. */
const PRIVATE_TTL = 60;
/** TTL of public names, and the time of one that is not cached, ms. */
const PUBLIC_TTL = 60;
const PUBLIC_MS = 20;
/** Suffixes that are surely meant for the internet; most others here are namespaces of a cluster. */
const PUBLIC = /\.(com|net|org|io|edu|gov)\.$/;

/** `us-west-2.compute.internal`, or `ec2.internal` in us-east-1; from the zone of the first node. */
export function vpcDomain(cluster: Cluster): string {
  for (const { zone } of topologyOf(cluster).nodeByName.values()) {
    const region = zone?.replace(/[a-z]$/, '');
    if (region) return region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
  }
  return 'us-west-2.compute.internal';
}

export function answerVpc(cluster: Cluster, { name, type }: DnsQuestion): DnsAnswer | NotModelledAnswer {
  const domain = `${vpcDomain(cluster)}.`;
  if (isInZone(name, domain)) return answerPrivate(name, type, domain, cluster);
  if (isInZone(name, 'in-addr.arpa.')) return answerReverse(name, type, domain, cluster);
  return answerInternet(cluster, { name, type });
}

/** As any resolver of the internet does, too. */
export function answerInternet(cluster: Cluster, { name, type }: DnsQuestion): DnsAnswer | NotModelledAnswer {
  const addresses = listInternetAddresses(cluster, name);
  if (addresses.length > 0) return answerPublic(name, type, addresses);
  if (!PUBLIC.test(name)) return empty('NXDOMAIN', ROOT);
  return { rcode: undefined, says: `not modelled: ${name}, a name of the public DNS` };
}

const ROOT: DnsRecord = {
  name: '.',
  ttl: 900,
  type: 'SOA',
  data: 'a.root-servers.net. nstld.verisign-grs.com. 2026112200 1800 900 604800 86400',
};

function empty(rcode: DnsAnswer['rcode'], soa: DnsRecord): DnsAnswer {
  return { rcode, flags: ['qr', 'rd', 'ra'], answers: [], authority: [soa], afterMs: PRIVATE_MS };
}

function soaOf(domain: string): DnsRecord {
  const data = 'ns0.amazonaws.com. hostmaster.amazon.com. 2012103100 3600 3600 3600 60';
  return { name: domain, ttl: PRIVATE_TTL, type: 'SOA', data };
}

function found(record: DnsRecord): DnsAnswer {
  return { rcode: 'NOERROR', flags: ['qr', 'rd', 'ra'], answers: [record], authority: [], afterMs: PRIVATE_MS };
}

/** A host of the internet that the world names. */
function answerPublic(name: string, type: string, addresses: readonly string[]): DnsAnswer {
  const wanted = addresses.filter((address) => type === (familyOf(address) === 'IPv4' ? 'A' : 'AAAA'));
  if (wanted.length === 0) return empty('NOERROR', { ...ROOT, name: name.slice(name.indexOf('.') + 1) });
  const answers = wanted.map((data): DnsRecord => ({ name, ttl: PUBLIC_TTL, type, data }));
  return { rcode: 'NOERROR', flags: ['qr', 'rd', 'ra'], answers, authority: [], afterMs: PUBLIC_MS };
}

/** `ip-10-0-1-20.us-west-2.compute.internal` of every address of the network. */
function answerPrivate(name: string, type: string, domain: string, cluster: Cluster): DnsAnswer {
  const octets = /^ip-(\d+)-(\d+)-(\d+)-(\d+)\.$/.exec(name.slice(0, name.length - domain.length))?.slice(1);
  const address = octets?.join('.');
  if (!address || !topologyOf(cluster).nodeByAddress.has(address)) return empty('NXDOMAIN', soaOf(domain));
  if (type !== 'A') return empty('NOERROR', soaOf(domain));
  return found({ name, ttl: PRIVATE_TTL, type: 'A', data: address });
}

function answerReverse(name: string, type: string, domain: string, cluster: Cluster): DnsAnswer {
  const address = name
    .replace(/\.in-addr\.arpa\.$/, '')
    .split('.')
    .reverse()
    .join('.');
  if (!topologyOf(cluster).nodeByAddress.has(address)) return empty('NXDOMAIN', soaOf('in-addr.arpa.'));
  if (type !== 'PTR') return empty('NOERROR', soaOf('in-addr.arpa.'));
  return found({ name, ttl: PRIVATE_TTL, type: 'PTR', data: `ip-${address.replaceAll('.', '-')}.${domain}` });
}
