/** Sets of small numbers as words of 32 bits. */
export type Bits = Uint32Array;

export function emptyBits(size: number): Bits {
  return new Uint32Array((size + 31) >>> 5);
}

export function fullBits(size: number): Bits {
  const bits = emptyBits(size).fill(0xffff_ffff);
  if (size & 31) bits[bits.length - 1] = 2 ** (size & 31) - 1;
  return bits;
}

export function addBit(bits: Bits, index: number): void {
  bits[index >>> 5] = (bits[index >>> 5] as number) | (1 << (index & 31));
}

export function hasBit(bits: Bits, index: number): boolean {
  return ((bits[index >>> 5] as number) & (1 << (index & 31))) !== 0;
}

/** Adds `from` to `to`; both are sets of the same things. */
export function addBits(to: Bits, from: Bits): void {
  for (let word = 0; word < to.length; word++) to[word] = (to[word] as number) | (from[word] as number);
}

/** Leaves in `to` only what `from` has too. */
export function keepBits(to: Bits, from: Bits): void {
  for (let word = 0; word < to.length; word++) to[word] = (to[word] as number) & (from[word] as number);
}

/** The lowest number in both sets; -1 when there is none. */
export function firstCommon(one: Bits, other: Bits): number {
  for (let word = 0; word < one.length; word++) {
    const common = ((one[word] as number) & (other[word] as number)) >>> 0;
    if (common !== 0) return word * 32 + 31 - Math.clz32(common & -common);
  }
  return -1;
}

/** The lowest number of `one` that `other` does not have; -1 when there is none. */
export function firstMissing(one: Bits, other: Bits): number {
  for (let word = 0; word < one.length; word++) {
    const missing = ((one[word] as number) & ~(other[word] as number)) >>> 0;
    if (missing !== 0) return word * 32 + 31 - Math.clz32(missing & -missing);
  }
  return -1;
}

/** The lowest number of the set that is not below `from`; -1 when there is none. */
export function nextBit(bits: Bits, from: number): number {
  for (let word = from >>> 5; word < bits.length; word++) {
    const kept =
      word === from >>> 5 ? ((bits[word] as number) & (0xffff_ffff << (from & 31))) >>> 0 : (bits[word] as number);
    if (kept !== 0) return word * 32 + 31 - Math.clz32(kept & -kept);
  }
  return -1;
}
