/**
 * Seeded chance without a hidden position: a draw is a function of (seed, purpose, object, n), so one more `curl`
 * shifts nobody's pod names.
 */

/** 53-bit hash of the parts, as a float in [0, 1). */
export function draw(seed: number, purpose: string, key: string, n = 0): number {
  const text = `${seed}|${purpose}|${key}|${n}`;
  let h1 = FIRST_SEED ^ seed;
  let h2 = SECOND_SEED ^ n;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    h1 = Math.imul(h1 ^ code, FIRST_PRIME);
    h2 = Math.imul(h2 ^ code, SECOND_PRIME);
  }
  return blend(h1, h2);
}

const [FIRST_SEED, SECOND_SEED] = [0xdeadbeef, 0x41c6ce57];
const [FIRST_PRIME, SECOND_PRIME] = [2654435761, 1597334677];

function blend(first: number, second: number): number {
  const h1 = Math.imul(first ^ (first >>> 16), 2246822507) ^ Math.imul(second ^ (second >>> 13), 3266489909);
  const h2 = Math.imul(second ^ (second >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
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
  return new Stream(seed, purpose, key, startAt);
}

/** Hashes `seed|purpose|key|n`; of one stream all but the number is read once, for a uid takes thirty draws. */
class Stream implements Random {
  readonly #codes: readonly number[];
  /** The half of the hash that depends on the position at its end only. */
  readonly #first: number;
  #n: number;

  constructor(seed: number, purpose: string, key: string, startAt: number) {
    const text = `${seed}|${purpose}|${key}|`;
    const codes = new Array<number>(text.length);
    let first = FIRST_SEED ^ seed;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      codes[i] = code;
      first = Math.imul(first ^ code, FIRST_PRIME);
    }
    this.#codes = codes;
    this.#first = first;
    this.#n = startAt;
  }

  next(): number {
    const n = this.#n++;
    let h1 = this.#first;
    let h2 = SECOND_SEED ^ n;
    for (const code of this.#codes) h2 = Math.imul(h2 ^ code, SECOND_PRIME);
    const digits = String(n);
    for (let i = 0; i < digits.length; i++) {
      const code = digits.charCodeAt(i);
      h1 = Math.imul(h1 ^ code, FIRST_PRIME);
      h2 = Math.imul(h2 ^ code, SECOND_PRIME);
    }
    return blend(h1, h2);
  }

  int(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.int(items.length)] as T;
  }

  text(length: number, alphabet: string): string {
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet[this.int(alphabet.length)];
    return text;
  }
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
