/**
 * Seeded chance without a hidden position: a draw is a function of (seed, purpose, object, n), so one more `curl`
 * shifts nobody's pod names.
 */

/** 53-bit hash of the parts, as a float in [0, 1). */
export function draw(seed: number, purpose: string, key: string, n = 0): number {
  const text = `${seed}|${purpose}|${key}|${n}`;
  let h1 = 0xdeadbeef ^ seed;
  let h2 = 0x41c6ce57 ^ n;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    h1 = Math.imul(h1 ^ code, 2654435761);
    h2 = Math.imul(h2 ^ code, 1597334677);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  return (4294967296 * (2097151 & (h2 >>> 0)) + (h1 >>> 0)) / 9007199254740992;
}

/** A stream of draws for one purpose and object; the position is the caller's to keep. */
export interface Random {
  /** A float in [0, 1). */
  next(): number;
  /** An integer in [0, bound). */
  int(bound: number): number;
  pick<T>(items: readonly T[]): T;
  /** A string of `length` characters of `alphabet`. */
  text(length: number, alphabet: string): string;
}

export function randomStream(seed: number, purpose: string, key: string, startAt = 0): Random {
  let n = startAt;
  const next = () => draw(seed, purpose, key, n++);
  const int = (bound: number) => Math.floor(next() * bound);
  return {
    next,
    int,
    pick: (items) => items[int(items.length)] as (typeof items)[number],
    text: (length, alphabet) => Array.from({ length }, () => alphabet[int(alphabet.length)]).join(''),
  };
}

const HEX = '0123456789abcdef';

/** A version 4 UUID. */
export function uuid(random: Random): string {
  const hex = random.text(30, HEX);
  const variant = '89ab'[random.int(4)];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}

/**
 * The alphabet of generated names: no vowels, no lookalikes.
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/rand/rand.go
 */
export const NAME_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
