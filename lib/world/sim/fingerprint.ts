/** A quick 64-bit hash of a JSON value, for comparing a replay with what was recorded. Not for secrets. */

/** 16 hexadecimal digits; equal for equal JSON text. */
export function fingerprint(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  let high = 0x811c9dc5;
  let low = 0x1b873593;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ (code + (high >>> 16)), 0x85ebca6b);
  }
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
