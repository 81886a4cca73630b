/**
 * The gzip format around bytes as they are, one character for each.
 *
 * Models: https://www.rfc-editor.org/rfc/rfc1952, https://www.rfc-editor.org/rfc/rfc1951 (3.2.4)
 * Differs: nothing is compressed.
 */

const HEADER = '\x1f\x8b\x08\0\0\0\0\0\0\x03';
const MAX_STORED = 0xffff;

export function gzipStored(bytes: string): string {
  let blocks = '';
  for (let at = 0; at === 0 || at < bytes.length; at += MAX_STORED) {
    const part = bytes.slice(at, at + MAX_STORED);
    const last = at + MAX_STORED >= bytes.length ? '\x01' : '\0';
    blocks += last + little(part.length, 2) + little(~part.length, 2) + part;
  }
  return HEADER + blocks + little(crc32(bytes), 4) + little(bytes.length, 4);
}

function little(value: number, bytes: number): string {
  return Array.from({ length: bytes }, (_, at) => String.fromCharCode((value >>> (8 * at)) & 0xff)).join('');
}

function crc32(bytes: string): number {
  let crc = ~0;
  for (let at = 0; at < bytes.length; at++) {
    crc ^= bytes.charCodeAt(at);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}
