/** IPv4 prefixes: `10.0.1.0/24`. */
import { parseIpv4 } from './ip.ts';

export interface Cidr {
  /** The network address; host bits are cleared. */
  readonly base: number;
  readonly bits: number;
}

/** Undefined when the text is not an IPv4 prefix. Host bits may be set, as in an interface address. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  if (slash < 0 || !/^\d{1,2}$/.test(text.slice(slash + 1))) return undefined;
  const address = parseIpv4(text.slice(0, slash));
  const bits = Number(text.slice(slash + 1));
  if (address === undefined || bits > 32) return undefined;
  return { base: address - (address % 2 ** (32 - bits)), bits };
}

export function cidrSize(cidr: Cidr): number {
  return 2 ** (32 - cidr.bits);
}

/** False when the text is no IPv4 address. */
export function cidrContains(cidr: Cidr, address: string): boolean {
  const value = parseIpv4(address);
  return value !== undefined && value >= cidr.base && value < cidr.base + cidrSize(cidr);
}
