/**
 * Addresses as text, the way every object and packet carries them, and as numbers where they are compared. IPv6 text is canonical
 * (RFC 5952), so two equal addresses are equal texts and the family is read off the text.
 */
import { formatIpv6, parseIpv6 } from './ipv6.ts';

export const IP_FAMILIES = ['IPv4', 'IPv6'] as const;
export type IpFamily = (typeof IP_FAMILIES)[number];

/** Undefined when the text is not four decimal octets without leading zeros. */
export function parseIpv4(text: string): number | undefined {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit === -2 && octet >= 0 && dots < 3) {
      value = value * 256 + octet;
      octet = -1;
      dots += 1;
    } else if (digit >= 0 && digit <= 9 && octet !== 0) {
      octet = octet < 0 ? digit : octet * 10 + digit;
      if (octet > 255) return undefined;
    } else {
      return undefined;
    }
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : undefined;
}

export function isIpv4(text: string): boolean {
  return parseIpv4(text) !== undefined;
}

export function isIpv6(text: string): boolean {
  return text.includes(':') && parseIpv6(text) !== undefined;
}

/** An address of either family, without brackets. */
export function isIp(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

export function formatIpv4(value: number): string {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');
}

/** Of an address or a prefix that is known to be one. */
export function familyOf(text: string): IpFamily {
  return text.includes(':') ? 'IPv6' : 'IPv4';
}

export function isSameFamily(one: string, other: string): boolean {
  return one.includes(':') === other.includes(':');
}

/** The one spelling of an address; undefined when the text is none. */
export function canonicalIp(text: string): string | undefined {
  if (!text.includes(':')) return isIpv4(text) ? text : undefined;
  const value = parseIpv6(text);
  return value === undefined ? undefined : formatIpv6(value);
}

/** `10.0.1.31:80`, `[2001:db8::1]:80`. */
export function joinHostPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** As it stands in a URL: `[2001:db8::1]`. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}
