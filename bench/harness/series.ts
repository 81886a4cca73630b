/** Many measurements of one thing, and what is said of them. */

/** All of one contestant's measurements, by round; the unit is the figure's. */
export interface Series {
  readonly rounds: readonly (readonly number[])[];
  /** The very first call in this process, before anything was warm; undefined where it was not told apart. */
  readonly cold?: number | undefined;
}

export interface Summary {
  readonly p50: number;
  readonly p99: number;
  readonly min: number;
  readonly cold: number | undefined;
  readonly samples: number;
}

/** The value below which `share` of the sorted values lie. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

export function summarize({ rounds, cold }: Series): Summary {
  const sorted = rounds.flat().sort((a, b) => a - b);
  const [min = Number.NaN] = sorted;
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), min, cold, samples: sorted.length };
}

/** How many times the peer's figure is ours: the median over the rounds, each round compared with itself. */
export function ratioOf(ours: Series, peer: Series): number {
  return median(ours.rounds.map((round, index) => median(peer.rounds[index] ?? []) / median(round)));
}
