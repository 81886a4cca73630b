/** Runs contestants in turn, round by round, so that a busy minute of the machine meets all of them. */
import type { Series } from './series.ts';

export interface Contestant {
  /** One round: its measurements, in the figure's unit. */
  round(): number[] | Promise<number[]>;
  /** Called once before the rounds. */
  warmUp?(): void | Promise<void>;
  readonly cold?: number | undefined;
}

export const ROUNDS = 7;

/** A, B, A, B …; one series for each contestant, in their order. */
export async function interleave(contestants: readonly Contestant[], rounds = ROUNDS): Promise<Series[]> {
  const measured = contestants.map((): number[][] => []);
  for (const contestant of contestants) await contestant.warmUp?.();
  for (let round = 0; round < rounds; round++) {
    for (const [index, contestant] of contestants.entries()) measured[index]?.push(await contestant.round());
  }
  return contestants.map(({ cold }, index) => ({ rounds: measured[index] ?? [], cold }));
}

export interface Timing {
  /** Measurements a round. */
  readonly samples: number;
  /** Calls timed together as one measurement, for what is faster than the clock is fine. */
  readonly batch?: number;
  /** Calls before the rounds; at least 200 where they are quick. */
  readonly warm: number;
}

/** Milliseconds of one call; `run` gets a running number. */
export function timed(run: (n: number) => unknown, { samples, batch = 1, warm }: Timing): Contestant {
  let n = 0;
  const measure = (calls: number): number => {
    const before = performance.now();
    for (let call = 0; call < calls; call++) run(n++);
    return (performance.now() - before) / calls;
  };
  const cold = measure(1);
  return {
    cold,
    warmUp: () => void measure(warm),
    round: () => Array.from({ length: samples }, () => measure(batch)),
  };
}

/** The same for what answers later; the promise is part of the cost. */
export async function timedAsync(
  run: (n: number) => Promise<unknown>,
  { samples, batch = 1, warm }: Timing,
): Promise<Contestant> {
  let n = 0;
  const measure = async (calls: number): Promise<number> => {
    const before = performance.now();
    for (let call = 0; call < calls; call++) await run(n++);
    return (performance.now() - before) / calls;
  };
  const cold = await measure(1);
  return {
    cold,
    warmUp: async () => void (await measure(warm)),
    round: async () => {
      const round: number[] = [];
      for (let sample = 0; sample < samples; sample++) round.push(await measure(batch));
      return round;
    },
  };
}
