/** The names under which addresses are looked up backwards. */
import { hexDigits, parseIpv6 } from './ipv6.ts';

/** `31.1.0.10.in-addr.arpa.`, `….ip6.arpa.`; a text that is no address is taken as IPv4, as dig does. */
export function reverseName(address: string): string {
  const value = address.includes(':') ? parseIpv6(address) : undefined;
  if (value === undefined) return `${address.split('.').reverse().join('.')}.in-addr.arpa.`;
  return `${[...hexDigits(value)].reverse().join('.')}.ip6.arpa.`;
}
