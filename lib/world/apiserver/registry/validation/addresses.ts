/**
 * Addresses in objects.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/validation/ip.go,
 * https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ValidateNonSpecialIP)
 * Differs: of IPv6 only the alphabet and the number of groups are looked at.
 */
import { type FieldError, invalid } from './field-error.ts';

const IP_SENTENCE = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

export function isIpv6(text: string): boolean {
  if (!/^[0-9A-Fa-f:]+$/.test(text) || text.includes(':::')) return false;
  const halves = text.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (halves.length > 2 || groups.some((group) => group === '' || group.length > 4)) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}

export function validateIp(text: string, field: string): FieldError[] {
  return isIpv4(text) || isIpv6(text) ? [] : [invalid(field, text, IP_SENTENCE)];
}

/** An address that traffic may be sent to: not unspecified, loopback or link-local. */
export function validateEndpointAddress(text: string, field: string): FieldError[] {
  const wrong = validateIp(text, field);
  if (wrong.length > 0) return wrong;
  if (text === '0.0.0.0' || text === '::') return [invalid(field, text, `may not be unspecified (${text})`)];
  if (text.startsWith('127.') || text === '::1') {
    return [invalid(field, text, 'may not be in the loopback range (127.0.0.0/8, ::1/128)')];
  }
  if (text.startsWith('169.254.') || /^fe[89ab]/i.test(text)) {
    return [invalid(field, text, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)')];
  }
  if (text.startsWith('224.0.0.') || /^ff02/i.test(text)) {
    return [invalid(field, text, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)')];
  }
  return [];
}
