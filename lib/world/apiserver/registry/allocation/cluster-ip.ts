/**
 * Cluster addresses: those asked for are checked, the others drawn from the upper (dynamic) band of a ready range.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/service/storage/alloc.go,
 * https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/service/ipallocator/cidrallocator.go,
 * https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/3070-reserved-service-ip-range
 */
import type { ObjectOf } from '../../../api/kinds.ts';
import type { Cluster } from '../../../cluster.ts';
import { type AnyCidr, cidrAddress, cidrContains, cidrSize } from '../../../net/cidr.ts';
import { canonicalIp, familyOf, type IpFamily } from '../../../net/ip.ts';
import { randomStream } from '../../../sim/random.ts';
import type { Draft } from '../../draft.ts';
import { StatusError } from '../../status.ts';
import { listObjects } from '../../store.ts';
import { invalid, invalidObject } from '../validation/field-error.ts';
import { listReadyRanges } from './service-ranges.ts';

type Service = ObjectOf<'Service'>;

/** So many that nobody can tell; numbers stay exact. */
const MOST_HOSTS = 2 ** 48;

/** Addresses of other Services, and those that somebody holds with an IPAddress of their own. */
function usedAddresses(cluster: Cluster, { metadata: { name, namespace } }: Draft<Service>): Set<string> {
  const used = new Set<string>();
  for (const { metadata, spec } of listObjects(cluster, 'Service')) {
    if (metadata.name === name && metadata.namespace === namespace) continue;
    for (const address of spec.clusterIPs ?? []) used.add(canonicalIp(address) ?? address);
  }
  for (const { metadata, spec } of listObjects(cluster, 'IPAddress')) {
    const parent = spec.parentRef;
    const own = parent?.resource === 'services' && parent.name === name && parent.namespace === namespace;
    if (!own) used.add(metadata.name);
  }
  return used;
}

/** Size of the lower band, from which only explicit addresses come. */
export function staticBand(size: number, smallest = 16, step = 16, largest = 256): number {
  return size < smallest ? 0 : Math.min(Math.max(Math.floor(size / step), smallest), largest);
}

function drawAddress(cluster: Cluster, service: Draft<Service>, family: IpFamily, used: ReadonlySet<string>): string {
  const { namespace, name } = service.metadata;
  const key = `${namespace}/${name}`;
  for (const range of shuffled(cluster, family, key)) {
    const address = drawFrom(range, cluster, key, used);
    if (address !== undefined) return address;
  }
  const why = 'failed to allocate a serviceIP: range is full';
  throw new StatusError(500, 'InternalError', `Internal error occurred: ${why}`, {
    causes: [{ reason: '', message: why }],
  });
}

/** Any ready range may be asked first: the real allocator walks a map. */
function shuffled(cluster: Cluster, family: IpFamily, key: string): AnyCidr[] {
  const left = listReadyRanges(cluster, family);
  if (left.length < 2) return left;
  const random = randomStream(cluster.seed, 'serviceCIDR', key);
  const order: AnyCidr[] = [];
  while (left.length > 0) order.push(...left.splice(random.int(left.length), 1));
  return order;
}

/** Addresses that may be given: not the network's own, and of IPv4 not that of the broadcast. */
function hostsOf(range: AnyCidr): number {
  return Math.min(cidrSize(range), MOST_HOSTS) - (range.family === 'IPv4' ? 2 : 1);
}

function drawFrom(range: AnyCidr, cluster: Cluster, key: string, used: ReadonlySet<string>): string | undefined {
  const hosts = hostsOf(range);
  const band = staticBand(hosts);
  const random = randomStream(cluster.seed, range.family === 'IPv4' ? 'clusterIP' : 'clusterIPv6', key);
  for (const [from, length] of [
    [band, hosts - band],
    [0, band],
  ] as const) {
    const start = length > 0 ? random.int(length) : 0;
    for (let step = 0; step < length; step++) {
      const address = cidrAddress(range, 1 + from + ((start + step) % length));
      if (!used.has(address)) return address;
    }
  }
  return undefined;
}

function isInside(range: AnyCidr, address: string): boolean {
  const edges = [cidrAddress(range, 0), ...(range.family === 'IPv4' ? [cidrAddress(range, cidrSize(range) - 1)] : [])];
  return cidrContains(range, address) && !edges.includes(address);
}

function checkAddress(cluster: Cluster, service: Draft<Service>, given: string, used: ReadonlySet<string>): void {
  const address = canonicalIp(given);
  if (address === undefined) return;
  const inside = listReadyRanges(cluster, familyOf(address)).some((range) => isInside(range, address));
  const problem = !inside
    ? 'the provided network does not match the current range'
    : used.has(address)
      ? 'provided IP is already allocated'
      : undefined;
  if (!problem) return;
  const detail = `failed to allocate IP ${given}: ${problem}`;
  throw invalidObject('Service', '', service.metadata.name, [
    invalid('spec.clusterIPs', service.spec.clusterIPs, detail),
  ]);
}

/** Gives a Service an address of each of its families; a headless or external one has none. */
export function allocateAddresses(service: Draft<Service>, old: Service | undefined, cluster: Cluster): void {
  const { spec } = service;
  if (spec.type === 'ExternalName' || spec.clusterIP === 'None' || spec.clusterIPs?.[0] === 'None') return;
  const had = old === undefined || old.spec.type === 'ExternalName' ? [] : (old.spec.clusterIPs ?? []);
  // Of a Service that has its address only an upgrade to two families asks for another.
  const families = (spec.ipFamilies ?? []) as IpFamily[];
  const first = had.length === 0 ? 0 : 1;
  if (had.length > 0 && !(had.length === 1 && families.length === 2)) return;
  const used = usedAddresses(cluster, service);
  const addresses = [...(spec.clusterIPs ?? [])].slice(0, Math.max(families.length, 1));
  for (const [index, family] of families.entries()) {
    if (index < first) continue;
    const given = addresses[index];
    if (given) checkAddress(cluster, service, given, used);
    else addresses[index] = drawAddress(cluster, service, family, used);
  }
  spec.clusterIPs = addresses;
  if (first === 0 && addresses[0] !== undefined) spec.clusterIP = addresses[0];
}
