/** What the measurement promises, as one list of what is not so. */
import type { Scores } from './scores.ts';

export interface Figures {
  readonly abilities: Scores;
  /** Of the best estimate from the same answers, told the difficulties. */
  readonly optimum: Scores;
  /** Items at their 200th answer. */
  readonly difficulties: Scores;
  readonly placement: Scores;
  /** Sixteen items, two a topic, the same for everybody. */
  readonly fixed: Scores;
}

const BEHIND_OPTIMUM = 0.03;
const COVERAGE = { from: 0.87, to: 0.93 } as const;
const DIFFICULTIES = 0.9;

/** Sentences; none when all is as promised. */
export function listMisses({ abilities, optimum, difficulties, placement, fixed }: Figures): readonly string[] {
  const behind = optimum.correlation - abilities.correlation;
  return [
    ...(behind <= BEHIND_OPTIMUM ? [] : [`ratings correlate by ${behind.toFixed(3)} less than the optimum`]),
    ...missCoverage('abilities', abilities),
    ...missCoverage('a placement', placement),
    ...(difficulties.correlation >= DIFFICULTIES
      ? []
      : [`difficulties correlate by ${difficulties.correlation.toFixed(3)} only`]),
    ...(placement.correlation >= fixed.correlation
      ? []
      : [
          `a placement (${placement.correlation.toFixed(3)}) is worse than fixed items (${fixed.correlation.toFixed(3)})`,
        ]),
  ];
}

function missCoverage(of: string, { coverage }: Scores): readonly string[] {
  return coverage >= COVERAGE.from && coverage <= COVERAGE.to
    ? []
    : [`90 % intervals of ${of} hold ${(100 * coverage).toFixed(1)} %`];
}
