/**
 * Go's `sort.Sort`: rows that are equal come out in an order of its own, which people see.
 * Models: https://github.com/golang/go/blob/go1.25.0/src/sort/zsortinterface.go (pdqsort)
 */

const MAX_INSERTION = 12;
const SHORTEST_NINTHER = 50;
const SHORTEST_SHIFTING = 50;
const MAX_SWAPS = 12;
const MAX_STEPS = 5;

type Hint = 'Unknown' | 'Increasing';

const bitLength = (value: number): number => 32 - Math.clz32(value);

class Sorter<T> {
  readonly #items: T[];
  readonly #isLess: (a: T, b: T) => boolean;
  #swaps = 0;

  constructor(items: T[], isLess: (a: T, b: T) => boolean) {
    this.#items = items;
    this.#isLess = isLess;
  }

  #less(i: number, j: number): boolean {
    return this.#isLess(this.#items[i] as T, this.#items[j] as T);
  }

  #swap(i: number, j: number): void {
    const kept = this.#items[i] as T;
    this.#items[i] = this.#items[j] as T;
    this.#items[j] = kept;
  }

  /** Sorts what stands from `from` up to `to`. */
  sort(from: number, to: number, depth: number): void {
    let [a, b, limit] = [from, to, depth];
    let balanced = true;
    let partitioned = true;
    for (let length = b - a; length > MAX_INSERTION; length = b - a) {
      if (limit === 0) {
        this.#heapSort(a, b);
        return;
      }
      if (!balanced) {
        this.#breakPatterns(a, b);
        limit--;
      }
      const { pivot, hint } = this.#choosePivot(a, b);
      if (balanced && partitioned && hint === 'Increasing' && this.#isNearlySorted(a, b)) return;
      if (a > 0 && !this.#less(a - 1, pivot)) {
        a = this.#partitionEqual(a, b, pivot);
        continue;
      }
      const { middle, was } = this.#partition(a, b, pivot);
      partitioned = was;
      balanced = Math.min(middle - a, b - middle) >= Math.floor(length / 8);
      if (middle - a < b - middle) {
        this.sort(a, middle, limit);
        a = middle + 1;
      } else {
        this.sort(middle + 1, b, limit);
        b = middle;
      }
    }
    this.#insertionSort(a, b);
  }

  #insertionSort(a: number, b: number): void {
    for (let i = a + 1; i < b; i++) for (let j = i; j > a && this.#less(j, j - 1); j--) this.#swap(j, j - 1);
  }

  #heapSort(a: number, b: number): void {
    const size = b - a;
    for (let root = (size - 1) >> 1; root >= 0; root--) this.#siftDown(root, size, a);
    for (let last = size - 1; last >= 0; last--) {
      this.#swap(a, a + last);
      this.#siftDown(0, last, a);
    }
  }

  #siftDown(from: number, size: number, first: number): void {
    let root = from;
    for (let child = 2 * root + 1; child < size; child = 2 * root + 1) {
      if (child + 1 < size && this.#less(first + child, first + child + 1)) child++;
      if (!this.#less(first + root, first + child)) return;
      this.#swap(first + root, first + child);
      root = child;
    }
  }

  /** Scatters three items around the middle, by a generator that the length seeds. */
  #breakPatterns(a: number, b: number): void {
    const length = b - a;
    let random = BigInt(length);
    const mask = (1 << bitLength(length)) - 1;
    const index = a + Math.floor(length / 4) * 2 - 1;
    for (let i = 0; i < 3; i++) {
      random = BigInt.asUintN(64, random ^ (random << 13n));
      random ^= random >> 7n;
      random = BigInt.asUintN(64, random ^ (random << 17n));
      const other = Number(random & BigInt(mask));
      this.#swap(index + i, a + (other >= length ? other - length : other));
    }
  }

  /** A range that goes down is turned round first. */
  #choosePivot(a: number, b: number): { pivot: number; hint: Hint } {
    const quarter = Math.floor((b - a) / 4);
    let [i, j, k] = [a + quarter, a + quarter * 2, a + quarter * 3];
    this.#swaps = 0;
    if (b - a >= SHORTEST_NINTHER) [i, j, k] = [this.#around(i), this.#around(j), this.#around(k)];
    const pivot = this.#median(i, j, k);
    if (this.#swaps === 0) return { pivot, hint: 'Increasing' };
    if (this.#swaps < MAX_SWAPS) return { pivot, hint: 'Unknown' };
    for (let [low, high] = [a, b - 1]; low < high; low++, high--) this.#swap(low, high);
    return { pivot: b - 1 - (pivot - a), hint: 'Increasing' };
  }

  #ordered(a: number, b: number): [number, number] {
    if (!this.#less(b, a)) return [a, b];
    this.#swaps++;
    return [b, a];
  }

  #median(first: number, second: number, third: number): number {
    let [a, b, c] = [first, second, third];
    [a, b] = this.#ordered(a, b);
    [b, c] = this.#ordered(b, c);
    [a, b] = this.#ordered(a, b);
    return b;
  }

  #around(at: number): number {
    return this.#median(at - 1, at, at + 1);
  }

  #isNearlySorted(a: number, b: number): boolean {
    let i = a + 1;
    for (let step = 0; step < MAX_STEPS; step++) {
      while (i < b && !this.#less(i, i - 1)) i++;
      if (i === b) return true;
      if (b - a < SHORTEST_SHIFTING) return false;
      this.#swap(i, i - 1);
      if (i - a >= 2) for (let j = i - 1; j >= 1 && this.#less(j, j - 1); j--) this.#swap(j, j - 1);
      if (b - i >= 2) for (let j = i + 1; j < b && this.#less(j, j - 1); j++) this.#swap(j, j - 1);
    }
    return false;
  }

  #partition(a: number, b: number, pivot: number): { middle: number; was: boolean } {
    this.#swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    let was = true;
    for (;;) {
      while (i <= j && this.#less(i, a)) i++;
      while (i <= j && !this.#less(j, a)) j--;
      if (i > j) break;
      this.#swap(i++, j--);
      was = false;
    }
    this.#swap(j, a);
    return { middle: j, was };
  }

  #partitionEqual(a: number, b: number, pivot: number): number {
    this.#swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (;;) {
      while (i <= j && !this.#less(a, i)) i++;
      while (i <= j && this.#less(a, j)) j--;
      if (i > j) return i;
      this.#swap(i++, j--);
    }
  }
}

/** A sorted copy. `isLess` is asked as Go asks it: it need not be an order. */
export function goSorted<T>(items: readonly T[], isLess: (a: T, b: T) => boolean): T[] {
  const copy = [...items];
  new Sorter(copy, isLess).sort(0, copy.length, bitLength(copy.length));
  return copy;
}
