/** The parts of a table as `nft list` prints them. Models: https://manpages.debian.org/bookworm/nftables/nft.8.en.html (nft 1.0.6) */
import { hexDigits, parseIpv6 } from '../../../net/ipv6.ts';

export interface NftSet {
  readonly name: string;
  readonly kind: 'set' | 'map';
  /** `ipv4_addr`, `inet_proto . inet_service : verdict`. */
  readonly type: string;
  readonly comment?: string;
  /** Lines between the type and the elements. */
  readonly options?: readonly string[];
  readonly elements: readonly NftElement[];
}

export interface NftElement {
  /** An address, or the fields of a concatenation. */
  readonly key: readonly string[];
  readonly comment?: string;
  readonly verdict?: string;
}

export interface NftChain {
  readonly name: string;
  /** The hook that a base chain hangs on. */
  readonly hook?: string;
  readonly comment?: string;
  readonly rules: readonly string[];
}

const CONTINUED = ',\n\t\t\t     ';
/** Plain addresses that stand on one line: two of IPv4, one of IPv6. */
const ADDRESSES_A_LINE = 2;

export function setLines({ name, kind, type, comment, options = [], elements }: NftSet): string {
  const lines = [`type ${type}`, ...options, ...(comment ? [`comment "${comment}"`] : [])];
  if (elements.length > 0) lines.push(`elements = { ${elementText(elements)} }`);
  return block(`${kind} ${name}`, lines);
}

export function chainLines({ name, hook, comment, rules }: NftChain): string {
  const lines = [...(comment ? [`comment "${comment}"`] : []), ...(hook ? [hook] : []), ...rules];
  return block(`chain ${name}`, lines);
}

function block(title: string, lines: readonly string[]): string {
  return `\t${title} {\n${lines.map((line) => `\t\t${line}\n`).join('')}\t}`;
}

function elementText(elements: readonly NftElement[]): string {
  const sorted = [...elements].sort((a, b) => compareKeys(a.key, b.key));
  const texts = sorted.map(({ key, comment, verdict }) => {
    const said = comment ? ` comment "${comment}"` : '';
    return `${key.join(' . ')}${said}${verdict ? ` : ${verdict}` : ''}`;
  });
  if ((sorted[0]?.key.length ?? 0) > 1) return texts.join(CONTINUED);
  const rows: string[] = [];
  const count = texts[0]?.includes(':') ? 1 : ADDRESSES_A_LINE;
  for (let at = 0; at < texts.length; at += count) rows.push(texts.slice(at, at + count).join(', '));
  return rows.join(CONTINUED);
}

const PROTOCOL_NUMBERS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, sctp: 132 };

/** nft sorts plain addresses by value, and concatenations as one number whose last byte weighs most. */
function compareKeys(a: readonly string[], b: readonly string[]): number {
  const [one, other] = a.length > 1 ? [bytesOf(a).reverse(), bytesOf(b).reverse()] : [bytesOf(a), bytesOf(b)];
  for (const [index, byte] of one.entries()) if (byte !== other[index]) return byte - (other[index] ?? 0);
  return 0;
}

function bytesOf(key: readonly string[]): number[] {
  return key.flatMap((field) => {
    if (field.includes(':'))
      return (hexDigits(parseIpv6(field) ?? 0n).match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
    if (field.includes('.')) return field.split('.').map(Number);
    const protocol = PROTOCOL_NUMBERS[field];
    return protocol === undefined ? [Number(field) >> 8, Number(field) & 255] : [protocol];
  });
}

/** A set written inside a rule: braces only around more than one element. */
export function inlineRanges(ranges: readonly string[]): string {
  const texts = [...new Set(ranges.map((text) => text.trim().replace(text.includes(':') ? /\/128$/ : /\/32$/, '')))];
  if (texts.length === 1) return texts[0] as string;
  const sorted = texts.sort((a, b) => compareKeys([withoutLength(a)], [withoutLength(b)]));
  return `{ ${sorted.join(', ')} }`;
}

function withoutLength(range: string): string {
  return range.split('/')[0] as string;
}

/** `3h`, `1m30s`, `23h59m59s`. */
export function nftDuration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  return parts.map(([count, unit]) => (count > 0 ? `${count}${unit}` : '')).join('');
}
