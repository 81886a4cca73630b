/** A record as a line of a zone file. */
import { absoluteName, type DnsRecord } from '../message.ts';

const DEFAULT_TTL = 3600;
/** Types whose last word is a name. */
const NAMED = new Set(['CNAME', 'NS', 'PTR', 'MX', 'SRV']);
const CLASSES = new Set(['IN', 'CH', 'HS', 'ANY']);

/** `name [ttl] [class] type data`; undefined: no such line. Models: https://datatracker.ietf.org/doc/html/rfc1035#section-5 */
export function readRecord(text: string): DnsRecord | undefined {
  const [name = '', ...words] = text.replaceAll(/[()]/g, ' ').trim().split(/\s+/);
  let ttl = DEFAULT_TTL;
  while (words.length > 0 && (/^\d+$/.test(words[0] as string) || CLASSES.has(words[0] as string))) {
    const word = words.shift() as string;
    if (/^\d+$/.test(word)) ttl = Number(word);
  }
  const [type, ...data] = words;
  if (type === undefined || data.length === 0) return undefined;
  return { name: absoluteName(name), ttl, type: type.toUpperCase(), data: dataText(type.toUpperCase(), data) };
}

function dataText(type: string, words: readonly string[]): string {
  if (NAMED.has(type)) return [...words.slice(0, -1), absoluteName(words.at(-1) as string)].join(' ');
  if (type === 'SOA') return [...words.slice(0, 2).map(absoluteName), ...words.slice(2)].join(' ');
  if (type === 'TXT') return words.join(' ').startsWith('"') ? words.join(' ') : `"${words.join(' ')}"`;
  return words.join(' ');
}
