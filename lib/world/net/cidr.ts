/** Prefixes: `10.0.1.0/24`, `fd00:10:96::/112`. */
import { formatIpv4, type IpFamily, parseIpv4 } from './ip.ts';
import { formatIpv6, parseIpv6 } from './ipv6.ts';

/** An IPv4 prefix. */
export interface Cidr {
  readonly family: 'IPv4';
  /** The network address; host bits are cleared. */
  readonly base: number;
  readonly bits: number;
}

export interface Ipv6Cidr {
  readonly family: 'IPv6';
  readonly base: bigint;
  readonly bits: number;
}

export type AnyCidr = Cidr | Ipv6Cidr;

const LENGTH: Readonly<Record<IpFamily, number>> = { IPv4: 32, IPv6: 128 };

/** Undefined when the text is not an IPv4 prefix. Host bits may be set, as in an interface address. */
export function parseCidr(text: string): Cidr | undefined {
  const bits = bitsOf(text);
  const value = bits === undefined ? undefined : parseIpv4(addressOf(text));
  if (value === undefined || bits === undefined || bits > LENGTH.IPv4) return undefined;
  return { family: 'IPv4', base: value - (value % 2 ** (LENGTH.IPv4 - bits)), bits };
}

/** A prefix of either family. */
export function parseAnyCidr(text: string): AnyCidr | undefined {
  return text.includes(':') ? parseIpv6Cidr(text) : parseCidr(text);
}

function parseIpv6Cidr(text: string): Ipv6Cidr | undefined {
  const bits = bitsOf(text);
  const value = bits === undefined ? undefined : parseIpv6(addressOf(text));
  if (value === undefined || bits === undefined || bits > LENGTH.IPv6) return undefined;
  const host = BigInt(LENGTH.IPv6 - bits);
  return { family: 'IPv6', base: (value >> host) << host, bits };
}

function bitsOf(text: string): number | undefined {
  const slash = text.indexOf('/');
  return slash >= 0 && /^(0|[1-9]\d{0,2})$/.test(text.slice(slash + 1)) ? Number(text.slice(slash + 1)) : undefined;
}

function addressOf(text: string): string {
  return text.slice(0, text.indexOf('/'));
}

/** How many addresses it holds; beyond 2^53 the number is no longer exact. */
export function cidrSize({ family, bits }: AnyCidr): number {
  return 2 ** (LENGTH[family] - bits);
}

/** False when the text is no address, or one of the other family. */
export function cidrContains(cidr: AnyCidr, address: string): boolean {
  if (cidr.family === 'IPv4') {
    const value = parseIpv4(address);
    return value !== undefined && value >= cidr.base && value < cidr.base + cidrSize(cidr);
  }
  const value = address.includes(':') ? parseIpv6(address) : undefined;
  const host = BigInt(LENGTH.IPv6 - cidr.bits);
  return value !== undefined && value >> host === cidr.base >> host;
}

/** Whether `inner` lies wholly in `outer`, or is the same. */
export function cidrHolds(outer: AnyCidr, inner: AnyCidr): boolean {
  return outer.bits <= inner.bits && cidrContains(outer, cidrAddress(inner, 0));
}

/** The n-th address of the prefix, from 0. */
export function cidrAddress(cidr: AnyCidr, n: number): string {
  return cidr.family === 'IPv4' ? formatIpv4(cidr.base + n) : formatIpv6(cidr.base + BigInt(n));
}
