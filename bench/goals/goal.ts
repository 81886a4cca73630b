import type { Figure } from '../harness/figure.ts';

/** A group of figures that can be asked for by name. */
export interface Goal {
  readonly name: string;
  measure(): Promise<Figure[]>;
}

/** Ends the benchmark: a contestant does not do what the other does, so their times say nothing. */
export function mustEqual(what: string, ours: unknown, theirs: unknown): void {
  const [a, b] = [JSON.stringify(ours), JSON.stringify(theirs)];
  if (a !== b) throw new Error(`${what}: outputs differ\n  ours  ${a?.slice(0, 2000)}\n  other ${b?.slice(0, 2000)}`);
}
