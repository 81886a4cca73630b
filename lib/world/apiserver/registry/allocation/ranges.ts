/** The ranges a cluster allocates from; a world may set its own. */
import { type Cluster, clusterTable } from '../../../cluster.ts';

export interface Ranges {
  /** Such as `172.20.0.0/16`. */
  readonly serviceCidr: string;
  readonly nodePorts: { readonly first: number; readonly last: number };
}

/** As EKS sets up a cluster whose VPC is in 10.0.0.0/8. */
const DEFAULT_RANGES: Ranges = { serviceCidr: '172.20.0.0/16', nodePorts: { first: 30_000, last: 32_767 } };

export function rangesOf(cluster: Cluster): Ranges {
  return clusterTable<Ranges>(cluster, 'ranges').get('ranges') ?? DEFAULT_RANGES;
}

/** To be set before the first Service is made. */
export function setRanges(cluster: Cluster, ranges: Ranges): void {
  clusterTable<Ranges>(cluster, 'ranges').set('ranges', Object.freeze(ranges));
}

/** Reads `172.20.0.0/16` as numbers. */
export function parseCidr(cidr: string): { readonly first: number; readonly size: number } {
  const [address = '', bits = '32'] = cidr.split('/');
  return { first: addressNumber(address) ?? 0, size: 2 ** (32 - Number(bits)) };
}

/** An IPv4 address as a number, undefined when it is none. */
export function addressNumber(address: string): number | undefined {
  const parts = address.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

export function addressText(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
