/**
 * Checks base64 as Go decodes it, for `bytes` fields.
 *
 * Models: https://github.com/golang/go/blob/go1.25.7/src/encoding/base64/base64.go (decodeQuantum)
 */
const ALPHABET = /^[A-Za-z0-9+/]$/;

/** The offset of the first byte that Go rejects, undefined of valid text. Line breaks are skipped. */
export function findBase64Error(text: string): number | undefined {
  let inQuantum = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (char === '\n' || char === '\r') continue;
    if (char === '=') return findPaddingError(text, at, inQuantum);
    if (!ALPHABET.test(char)) return at;
    inQuantum = (inQuantum + 1) % 4;
  }
  return inQuantum === 0 ? undefined : text.length - inQuantum;
}

function findPaddingError(text: string, at: number, inQuantum: number): number | undefined {
  if (inQuantum < 2) return at;
  let next = skipBreaks(text, at + 1);
  if (inQuantum === 2) {
    if (next === text.length) return text.length;
    if (text[next] !== '=') return next;
    next = skipBreaks(text, next + 1);
  }
  return next < text.length ? next : undefined;
}

function skipBreaks(text: string, from: number): number {
  let at = from;
  while (text[at] === '\n' || text[at] === '\r') at++;
  return at;
}
