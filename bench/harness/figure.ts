/** One line of the benchmark: what was measured, what it is held to, and how it stands. */
import { ratioOf, type Series, type Summary, summarize } from './series.ts';

type Statistic = 'p50' | 'p99' | 'rate';

/** A limit of our own figure in its unit, or of the ratio to the peer. The build fails below the floor only. */
export interface Limit {
  readonly on: Statistic | 'ratio';
  readonly goal: number;
  readonly floor: number;
}

export interface Figure {
  /** As performance goals are numbered; `curl`, `five pods` have none. */
  readonly goal: string;
  readonly what: string;
  readonly unit: string;
  readonly ours: Series;
  readonly peer?:
    | { readonly name: string; readonly series: Series }
    | { readonly name: string; readonly skipped: string };
  readonly limits: readonly Limit[];
  /** What is not in the figure, or how it was taken. */
  readonly note?: string;
}

export type Standing = 'goal' | 'floor' | 'below' | 'told';

export interface Judged {
  readonly figure: Figure;
  readonly ours: Summary;
  readonly peer: Summary | undefined;
  readonly ratio: number | undefined;
  readonly standing: Standing;
  /** Each limit with what was seen. */
  readonly seen: readonly { readonly limit: Limit; readonly value: number; readonly standing: Standing }[];
}

export function judge(figure: Figure): Judged {
  const ours = summarize(figure.ours);
  const series = figure.peer && 'series' in figure.peer ? figure.peer.series : undefined;
  const ratio = series && ratioOf(figure.ours, series);
  const seen = figure.limits.flatMap((limit) => {
    const value = seenOf(limit, ours, ratio);
    return value === undefined ? [] : [{ limit, value, standing: standingOf(limit, value) }];
  });
  const worst = (['below', 'floor', 'goal'] as const).find((standing) => seen.some((one) => one.standing === standing));
  return { figure, ours, peer: series && summarize(series), ratio, standing: worst ?? 'told', seen };
}

/** Undefined: there is no peer to be held to. */
function seenOf({ on }: Limit, { p50, p99 }: Summary, ratio: number | undefined): number | undefined {
  switch (on) {
    case 'ratio':
      return ratio;
    case 'p50':
      return p50;
    case 'p99':
      return p99;
    case 'rate':
      return 1000 / p50;
    default:
      return on satisfies never;
  }
}

/** Ratios and rates are to be high, times and sizes low. */
function standingOf({ on, goal, floor }: Limit, value: number): Standing {
  const reaches = (bound: number) => (on === 'ratio' || on === 'rate' ? value >= bound : value <= bound);
  return reaches(goal) ? 'goal' : reaches(floor) ? 'floor' : 'below';
}
