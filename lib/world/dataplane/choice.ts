/** Balancing as an argument: a typed command draws, a probe enumerates. */

/** Picks the index of one candidate. `purpose` names the decision, so that draws of one never shift another's. */
export type Choose = (purpose: string, candidates: readonly { readonly probability: number }[]) => number;

export interface WeightedPath<T> {
  /** In (0, 1]; those of all paths add up to 1. */
  readonly probability: number;
  readonly value: T;
}

const MAX_PATHS = 10_000;

/**
 * Runs `run` once for every way its choices can fall. `run` must depend on nothing but the choices it asks for; each
 * call must work on a fork of its own.
 */
export function listPaths<T>(run: (choose: Choose) => T): WeightedPath<T>[] {
  const paths: WeightedPath<T>[] = [];
  let script: number[] = [];
  for (;;) {
    const widths: number[] = [];
    let probability = 1;
    const value = run((_, candidates) => {
      const index = script[widths.length] ?? 0;
      widths.push(candidates.length);
      probability *= candidates[index]?.probability ?? 0;
      return index;
    });
    paths.push({ probability, value });
    const next = followingScript(script, widths);
    if (!next || paths.length >= MAX_PATHS) return paths;
    script = next;
  }
}

/** Counts one up in the mixed radix of `widths`, the last choice first. */
function followingScript(script: readonly number[], widths: readonly number[]): number[] | undefined {
  for (let at = widths.length - 1; at >= 0; at--) {
    const index = (script[at] ?? 0) + 1;
    if (index < (widths[at] as number)) return [...widths.slice(0, at).map((_, i) => script[i] ?? 0), index];
  }
  return undefined;
}
