/** Addresses of both families on one line, so that ranges of them are cut and compared alike: IPv4 as numbers, IPv6 above them as bigints. */
import { parseAnyCidr } from '../../net/cidr.ts';
import { formatIpv4, parseIpv4 } from '../../net/ip.ts';
import { formatIpv6, parseIpv6 } from '../../net/ipv6.ts';

export type Position = number | bigint;

export interface Range {
  readonly from: Position;
  /** The first position behind it. */
  readonly end: Position;
}

const IPV6_FROM = 2n ** 32n;

/** -1 for what is no address. */
export function positionOf(address: string): Position {
  if (!address.includes(':')) return parseIpv4(address) ?? -1;
  const value = parseIpv6(address);
  return value === undefined ? -1 : IPV6_FROM + value;
}

export function addressAt(position: Position): string {
  return typeof position === 'number' ? formatIpv4(position) : formatIpv6(position - IPV6_FROM);
}

export function nextPosition(position: Position): Position {
  return typeof position === 'number' ? position + 1 : position + 1n;
}

/** What is no prefix holds nothing. */
export function rangeOf(text: string): Range {
  const prefix = parseAnyCidr(text);
  if (!prefix) return { from: 0, end: 0 };
  if (prefix.family === 'IPv4') return { from: prefix.base, end: prefix.base + 2 ** (32 - prefix.bits) };
  const from = IPV6_FROM + prefix.base;
  return { from, end: from + 2n ** BigInt(128 - prefix.bits) };
}

export function isIn({ from, end }: Range, position: Position): boolean {
  return position >= from && position < end;
}

export function sortedCuts(cuts: Iterable<Position>): Position[] {
  return [...cuts].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
}

/** How many cuts do not lie above the position: equal for addresses that no ipBlock tells apart. */
export function cutsUpTo(cuts: readonly Position[], position: Position): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cuts[middle] as Position) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
