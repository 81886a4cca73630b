/**
 * Archives as GNU tar writes them, one character for each byte (ISO 8859-1), since texts are all that a shell moves.
 *
 * Models: https://www.gnu.org/software/tar/manual/html_node/Standard.html
 * Differs: files and folders only; what is in them is text.
 */

export interface ArchiveEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory';
  /** Empty for a folder. */
  readonly text: string;
  readonly mode: number;
  /** Seconds since 1970. */
  readonly modifiedS: number;
}

/** `NotModelled` says what; `Broken` is no archive. */
export type ReadArchive =
  | { readonly kind: 'Entries'; readonly entries: readonly ArchiveEntry[] }
  | { readonly kind: 'NotModelled'; readonly says: string }
  | { readonly kind: 'Broken' };

const BLOCK = 512;
/** GNU tar fills its last record, of 20 blocks. */
const RECORD = 20 * BLOCK;
const MAX_NAME = 100;
const LONG_NAME = '././@LongLink';
const CHECKSUM_AT = 148;

/** One character for each byte of the text in UTF-8. */
export function bytesOf(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** Undefined when the bytes are no text. */
export function textOfBytes(bytes: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(bytes, (one) => one.charCodeAt(0)),
    );
  } catch {
    return undefined;
  }
}

export function writeArchive(entries: readonly ArchiveEntry[]): string {
  const all = `${entries.map(writeEntry).join('')}${'\0'.repeat(2 * BLOCK)}`;
  return all + '\0'.repeat((RECORD - (all.length % RECORD)) % RECORD);
}

function writeEntry({ name, kind, text, mode, modifiedS }: ArchiveEntry): string {
  const full = bytesOf(kind === 'directory' ? `${name}/` : name);
  const body = bytesOf(text);
  const long = full.length > MAX_NAME ? header(LONG_NAME, 'L', full.length + 1, 0o644, 0) + padded(`${full}\0`) : '';
  const type = kind === 'directory' ? '5' : '0';
  return long + header(full.slice(0, MAX_NAME), type, body.length, mode, modifiedS) + padded(body);
}

function header(name: string, type: string, size: number, mode: number, modifiedS: number): string {
  const fields = [
    name.padEnd(MAX_NAME, '\0'),
    octal(mode, 8),
    octal(0, 8),
    octal(0, 8),
    octal(size, 12),
    octal(modifiedS, 12),
    ' '.repeat(8),
    type,
    '\0'.repeat(100),
    'ustar  \0',
    'root'.padEnd(32, '\0'),
    'root'.padEnd(32, '\0'),
  ].join('');
  const sum = sumOf(fields).toString(8).padStart(6, '0');
  const summed = `${fields.slice(0, CHECKSUM_AT)}${sum}\0 ${fields.slice(CHECKSUM_AT + 8)}`;
  return summed.padEnd(BLOCK, '\0');
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}

function sumOf(bytes: string): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at++) sum += bytes.charCodeAt(at);
  return sum;
}

function padded(body: string): string {
  return body + '\0'.repeat((BLOCK - (body.length % BLOCK)) % BLOCK);
}

/** Reads USTAR, GNU and PAX archives; what follows the end is not looked at. */
export function readArchive(bytes: string): ReadArchive {
  const entries: ArchiveEntry[] = [];
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const block = bytes.slice(at, at + BLOCK);
    if (/^\0*$/.test(block)) return { kind: 'Entries', entries };
    const size = number(block, 124, 12);
    if (size === undefined || at + BLOCK + size > bytes.length || !isSummed(block)) return { kind: 'Broken' };
    const body = bytes.slice(at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const type = block[156] as string;
    if (type === 'g') continue;
    if (type === 'x' || type === 'L') {
      longName = (type === 'L' ? body.replace(/\0.*$/s, '') : paxPath(body)) ?? longName;
      continue;
    }
    const entry = entryOf(block, body, longName);
    longName = undefined;
    if ('says' in entry) return entry;
    entries.push(entry);
  }
  return entries.length > 0 ? { kind: 'Entries', entries } : { kind: 'Broken' };
}

function entryOf(
  block: string,
  body: string,
  longName: string | undefined,
): ArchiveEntry | Extract<ReadArchive, { kind: 'NotModelled' }> {
  const prefix = block.slice(257, 263) === 'ustar\0' ? field(block, 345, 155) : '';
  const short = field(block, 0, MAX_NAME);
  const name = textOfBytes(longName ?? (prefix === '' ? short : `${prefix}/${short}`)) ?? '';
  const type = block[156] as string;
  const text = textOfBytes(body);
  if (type !== '0' && type !== '\0' && type !== '5') {
    return { kind: 'NotModelled', says: `${name}: not modelled: links and devices` };
  }
  if (text === undefined) return { kind: 'NotModelled', says: `${name}: not modelled: a file that is no text` };
  return {
    name: name.replace(/\/+$/, ''),
    kind: type === '5' || name.endsWith('/') ? 'directory' : 'file',
    text: type === '5' ? '' : text,
    mode: number(block, 100, 8) ?? 0o644,
    modifiedS: number(block, 136, 12) ?? 0,
  };
}

function field(block: string, at: number, length: number): string {
  return block.slice(at, at + length).replace(/\0.*$/s, '');
}

function number(block: string, at: number, length: number): number | undefined {
  const digits = field(block, at, length).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : undefined;
}

function isSummed(block: string): boolean {
  const blank = `${block.slice(0, CHECKSUM_AT)}${' '.repeat(8)}${block.slice(CHECKSUM_AT + 8)}`;
  return number(block, CHECKSUM_AT, 8) === sumOf(blank);
}

/** Records are `LENGTH KEY=VALUE\n`. */
function paxPath(body: string): string | undefined {
  for (let at = 0; at < body.length; ) {
    const length = Number.parseInt(body.slice(at), 10);
    if (!(length > 0)) return undefined;
    const [, path] = /^\d+ path=(.*)\n$/s.exec(body.slice(at, at + length)) ?? [];
    if (path !== undefined) return path;
    at += length;
  }
  return undefined;
}
