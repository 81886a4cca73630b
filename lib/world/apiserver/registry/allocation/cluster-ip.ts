/**
 * Cluster addresses: those asked for are checked, the others drawn from the upper (dynamic) band of the range.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/service/storage/alloc.go,
 * https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/3070-reserved-service-ip-range
 */
import type { ObjectOf } from '../../../api/kinds.ts';
import type { Cluster } from '../../../cluster.ts';
import { cidrSize } from '../../../net/cidr.ts';
import { formatIpv4, parseIpv4 } from '../../../net/ip.ts';
import { randomStream } from '../../../sim/random.ts';
import type { Draft } from '../../draft.ts';
import { StatusError } from '../../status.ts';
import { listObjects } from '../../store.ts';
import { invalid, invalidObject } from '../validation/field-error.ts';
import { SERVICE_CIDR, SERVICE_RANGE } from './ranges.ts';

type Service = ObjectOf<'Service'>;

function usedAddresses(cluster: Cluster, except: Draft<Service>): Set<string> {
  const used = new Set<string>();
  for (const { metadata, spec } of listObjects(cluster, 'Service')) {
    if (metadata.name === except.metadata.name && metadata.namespace === except.metadata.namespace) continue;
    for (const address of spec.clusterIPs ?? []) used.add(address);
  }
  return used;
}

/** Size of the lower band, from which only explicit addresses come. */
export function staticBand(size: number, smallest = 16, step = 16, largest = 256): number {
  return size < smallest ? 0 : Math.min(Math.max(Math.floor(size / step), smallest), largest);
}

function drawAddress(cluster: Cluster, service: Draft<Service>, used: ReadonlySet<string>): string {
  const hosts = cidrSize(SERVICE_RANGE) - 2;
  const band = staticBand(hosts);
  const { namespace, name } = service.metadata;
  const random = randomStream(cluster.seed, 'clusterIP', `${namespace}/${name}`);
  for (const [from, length] of [
    [band, hosts - band],
    [0, band],
  ] as const) {
    const start = length > 0 ? random.int(length) : 0;
    for (let step = 0; step < length; step++) {
      const address = formatIpv4(SERVICE_RANGE.base + 1 + from + ((start + step) % length));
      if (!used.has(address)) return address;
    }
  }
  throw new StatusError(
    500,
    'InternalError',
    'Internal error occurred: failed to allocate a serviceIP: range is full',
    {
      causes: [{ reason: '', message: 'failed to allocate a serviceIP: range is full' }],
    },
  );
}

function checkAddress(service: Draft<Service>, address: string, used: ReadonlySet<string>): void {
  const { base } = SERVICE_RANGE;
  const value = parseIpv4(address);
  if (value === undefined) return;
  const inside = value > base && value < base + cidrSize(SERVICE_RANGE) - 1;
  const problem = !inside
    ? `provided IP is not in the valid range. The range of valid IPs is ${SERVICE_CIDR}`
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
    checkAddress(service, given, used);
    return;
  }
  const address = drawAddress(cluster, service, used);
  spec.clusterIP = address;
  spec.clusterIPs = [address];
}
