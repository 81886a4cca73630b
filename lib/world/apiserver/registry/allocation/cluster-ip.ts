/**
 * Cluster addresses: those asked for are checked, the others drawn from the upper (dynamic) band of a ready range.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/service/storage/alloc.go,
 * https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/service/ipallocator/cidrallocator.go,
 * https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/3070-reserved-service-ip-range
 */
import type { ObjectOf } from '../../../api/kinds.ts';
import type { Cluster } from '../../../cluster.ts';
import { type Cidr, cidrSize } from '../../../net/cidr.ts';
import { formatIpv4, parseIpv4 } from '../../../net/ip.ts';
import { randomStream } from '../../../sim/random.ts';
import type { Draft } from '../../draft.ts';
import { StatusError } from '../../status.ts';
import { listObjects } from '../../store.ts';
import { invalid, invalidObject } from '../validation/field-error.ts';
import { listReadyRanges } from './service-ranges.ts';

type Service = ObjectOf<'Service'>;

/** Addresses of other Services, and those that somebody holds with an IPAddress of their own. */
function usedAddresses(cluster: Cluster, { metadata: { name, namespace } }: Draft<Service>): Set<string> {
  const used = new Set<string>();
  for (const { metadata, spec } of listObjects(cluster, 'Service')) {
    if (metadata.name === name && metadata.namespace === namespace) continue;
    for (const address of spec.clusterIPs ?? []) used.add(address);
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

function drawAddress(cluster: Cluster, service: Draft<Service>, used: ReadonlySet<string>): string {
  const { namespace, name } = service.metadata;
  const key = `${namespace}/${name}`;
  for (const range of shuffled(cluster, key)) {
    const address = drawFrom(range, cluster, key, used);
    if (address !== undefined) return address;
  }
  const why = 'failed to allocate a serviceIP: range is full';
  throw new StatusError(500, 'InternalError', `Internal error occurred: ${why}`, {
    causes: [{ reason: '', message: why }],
  });
}

/** Any ready range may be asked first: the real allocator walks a map. */
function shuffled(cluster: Cluster, key: string): Cidr[] {
  const left = listReadyRanges(cluster);
  if (left.length < 2) return left;
  const random = randomStream(cluster.seed, 'serviceCIDR', key);
  const order: Cidr[] = [];
  while (left.length > 0) order.push(...left.splice(random.int(left.length), 1));
  return order;
}

function drawFrom(range: Cidr, cluster: Cluster, key: string, used: ReadonlySet<string>): string | undefined {
  const hosts = cidrSize(range) - 2;
  const band = staticBand(hosts);
  const random = randomStream(cluster.seed, 'clusterIP', key);
  for (const [from, length] of [
    [band, hosts - band],
    [0, band],
  ] as const) {
    const start = length > 0 ? random.int(length) : 0;
    for (let step = 0; step < length; step++) {
      const address = formatIpv4(range.base + 1 + from + ((start + step) % length));
      if (!used.has(address)) return address;
    }
  }
  return undefined;
}

function checkAddress(cluster: Cluster, service: Draft<Service>, address: string, used: ReadonlySet<string>): void {
  const value = parseIpv4(address);
  if (value === undefined) return;
  const inside = listReadyRanges(cluster).some(
    (range) => value > range.base && value < range.base + cidrSize(range) - 1,
  );
  const problem = !inside
    ? 'the provided network does not match the current range'
    : used.has(address)
      ? 'provided IP is already allocated'
      : undefined;
  if (!problem) return;
  const detail = `failed to allocate IP ${address}: ${problem}`;
  throw invalidObject('Service', '', service.metadata.name, [
    invalid('spec.clusterIPs', service.spec.clusterIPs, detail),
  ]);
}

/** Gives a Service its addresses; a headless or external one has none. */
export function allocateAddresses(service: Draft<Service>, old: Service | undefined, cluster: Cluster): void {
  const { spec } = service;
  if (spec.type === 'ExternalName' || spec.clusterIP === 'None' || spec.clusterIPs?.[0] === 'None') return;
  const given = spec.clusterIPs?.[0];
  const hadOne = old !== undefined && old.spec.type !== 'ExternalName' && (old.spec.clusterIPs ?? []).length > 0;
  if (hadOne) return;
  const used = usedAddresses(cluster, service);
  if (given) {
    checkAddress(cluster, service, given, used);
    return;
  }
  const address = drawAddress(cluster, service, used);
  spec.clusterIP = address;
  spec.clusterIPs = [address];
}
