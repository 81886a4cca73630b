import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gzipStored } from '../../lib/terminal/gzip-stored.ts';
import { type ArchiveEntry, bytesOf, readArchive, textOfBytes, writeArchive } from '../../lib/terminal/tar-archive.ts';

const file = (name: string, text: string): ArchiveEntry => ({
  name,
  kind: 'file',
  text,
  mode: 0o644,
  modifiedS: 1_767_225_600,
});

const part = fc.stringMatching(/^[a-zä語][a-z0-9._-]{0,40}$/u);
const entries = fc.array(
  fc.record({
    name: fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/')),
    kind: fc.constant<'file'>('file'),
    text: fc.string({ unit: 'grapheme', maxLength: 2_000 }),
    mode: fc.integer({ min: 0, max: 0o777 }),
    modifiedS: fc.integer({ min: 0, max: 2 ** 33 - 1 }),
  }),
  { minLength: 1, maxLength: 6 },
);

test('what is written is read again', () => {
  fc.assert(
    fc.property(entries, (some) => {
      expect(readArchive(writeArchive(some))).toEqual({ kind: 'Entries', entries: some });
    }),
  );
});

test('no bytes at all crash the reader', () => {
  const archive = writeArchive([file('a', 'text'), file('b/c', 'more')]);
  fc.assert(
    fc.property(fc.nat(archive.length - 1), fc.nat(255), fc.nat(archive.length), (at, byte, end) => {
      const broken = `${archive.slice(0, at)}${String.fromCharCode(byte)}${archive.slice(at + 1)}`.slice(0, end);
      expect(['Entries', 'NotModelled', 'Broken']).toContain(readArchive(broken).kind);
    }),
    { numRuns: 1_000 },
  );
});

/** Source: https://www.gnu.org/software/tar/manual/html_node/Standard.html (the fields and their places) */
test('a header has its fields where the format has them', () => {
  const archive = writeArchive([file('etc/hosts', 'x')]);
  expect(archive.length).toBe(10_240);
  expect(archive.slice(0, 10)).toBe('etc/hosts\0');
  expect(archive.slice(100, 108)).toBe('0000644\0');
  expect(archive.slice(124, 136)).toBe('00000000001\0');
  expect(archive[156]).toBe('0');
  expect(archive.slice(257, 265)).toBe('ustar  \0');
  expect(archive[512]).toBe('x');
});

test('links are refused by name', () => {
  const archive = writeArchive([file('link', '')]);
  const link = `${archive.slice(0, 156)}2${archive.slice(157)}`;
  const sum = [...`${link.slice(0, 148)}        ${link.slice(156, 512)}`].reduce(
    (all, one) => all + one.charCodeAt(0),
    0,
  );
  const summed = `${link.slice(0, 148)}${sum.toString(8).padStart(6, '0')}\0 ${link.slice(156)}`;
  expect(readArchive(summed)).toEqual({ kind: 'NotModelled', says: 'link: not modelled: links and devices' });
});

test('stored gzip is gzip', () => {
  for (const length of [0, 1, 65_535, 65_536, 200_000]) {
    const text = 'abcdefg'.repeat(length / 7 + 1).slice(0, length);
    expect(gunzipSync(Buffer.from(gzipStored(text), 'latin1')).toString('latin1')).toBe(text);
  }
});

test('bytes of a text and back', () => {
  expect(bytesOf('ü')).toBe('\u00c3\u00bc');
  expect(textOfBytes('\u00c3\u00bc')).toBe('ü');
  expect(textOfBytes('\u00ff')).toBeUndefined();
});
