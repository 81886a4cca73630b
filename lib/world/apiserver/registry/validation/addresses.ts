/**
 * Addresses in objects.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/validation/ip.go,
 * https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ValidateNonSpecialIP)
 */
import { canonicalIp, isIp } from '../../../net/ip.ts';
import { type FieldError, invalid } from './field-error.ts';

const IP_SENTENCE = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

export function validateIp(text: string, field: string): FieldError[] {
  return isIp(text) ? [] : [invalid(field, text, IP_SENTENCE)];
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

/** Spellings that are taken, and will not always be. Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/validation/ip.go (GetWarningsForIP) */
export function spellingWarnings(addresses: readonly string[] | undefined, field: string): string[] {
  return (addresses ?? []).flatMap((text, index) => {
    const canonical = text.includes(':') ? canonicalIp(text) : undefined;
    if (canonical === undefined || canonical === text) return [];
    return [`${field}[${index}]: IPv6 address "${text}" should be in RFC 5952 canonical format ("${canonical}")`];
  });
}
