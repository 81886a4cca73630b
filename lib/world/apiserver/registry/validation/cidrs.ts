/**
 * Prefixes in objects.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (IsValidCIDRForLegacyField),
 * https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/validation/ip.go
 */
import { isIpv4, isIpv6 } from '../../../net/ip.ts';
import { parseIpv6 } from '../../../net/ipv6.ts';
import { type FieldError, invalid } from './field-error.ts';

const CIDR_SENTENCE = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

export interface Prefix {
  readonly family: 'IPv4' | 'IPv6';
  /** 32 or 128 bits as text, host bits included. */
  readonly bits: string;
  readonly length: number;
}

function bitsOfIpv4(text: string): string {
  return text
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
}

function bitsOfIpv6(text: string): string {
  return (parseIpv6(text) ?? 0n).toString(2).padStart(128, '0');
}

/** Undefined when the text is no prefix. */
export function findPrefix(text: string): Prefix | undefined {
  const slash = text.indexOf('/');
  const [address, rest] = [text.slice(0, slash), text.slice(slash + 1)];
  if (slash < 0 || !/^(0|[1-9]\d{0,2})$/.test(rest)) return undefined;
  const length = Number(rest);
  if (isIpv4(address) && length <= 32) return { family: 'IPv4', bits: bitsOfIpv4(address), length };
  if (isIpv6(address) && length <= 128) return { family: 'IPv6', bits: bitsOfIpv6(address), length };
  return undefined;
}

export function validateCidr(text: string, field: string): FieldError[] {
  return findPrefix(text) ? [] : [invalid(field, text, CIDR_SENTENCE)];
}

/** A prefix where host bits may not stand: what is new since 1.33. */
export function validateStrictCidr(text: string, field: string): FieldError[] {
  const prefix = findPrefix(text);
  if (!prefix) return [invalid(field, text, CIDR_SENTENCE)];
  return prefix.bits.slice(prefix.length).includes('1')
    ? [invalid(field, text, 'must not have bits set beyond the prefix length')]
    : [];
}

/** Whether `inner` is smaller than `outer` and wholly within it. */
export function isStrictSubset(inner: Prefix, outer: Prefix): boolean {
  return (
    inner.family === outer.family &&
    outer.length < inner.length &&
    inner.bits.slice(0, outer.length) === outer.bits.slice(0, outer.length)
  );
}
