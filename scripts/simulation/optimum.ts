/**
 * What can be known at best from the same answers: the exact posterior of the abilities by sums over grids, given the distribution of
 * people and the difficulties of items. These are either the true ones, which nobody has, or those of greatest likelihood over all
 * answers of all people, looking back (marginal maximum likelihood, by expectation and maximisation).
 */
import { LIKENESS, LOGIT, MIDDLE, SPREAD } from '../../lib/measurement/scale.ts';
import type { TrueItem } from './people.ts';
import { TOPICS } from './people.ts';
import type { Estimate } from './scores.ts';

export interface Answered {
  readonly item: TrueItem;
  readonly right: boolean;
}

/** Of the ability in logits from the middle, and of the common factor in standard deviations. */
const ABILITIES = grid(5, 0.2);
const FACTORS = grid(4, 0.25);
const WIDTH = SPREAD / LOGIT;
const FACTOR_WEIGHTS = FACTORS.map((factor) => Math.exp((-factor * factor) / 2));
/** Density of the ability (column) given the factor (row), up to one constant. */
const GIVEN_FACTOR = FACTORS.map((factor) => {
  const own = WIDTH * Math.sqrt(1 - LIKENESS);
  return Float64Array.from(ABILITIES, (ability) =>
    Math.exp(-((ability - WIDTH * Math.sqrt(LIKENESS) * factor) ** 2) / (2 * own * own)),
  );
});

/** Per item: logarithms of the chances to be right and wrong, along the grid of abilities. */
type Curves = readonly { readonly right: Float64Array; readonly wrong: Float64Array }[];

/** Of one person's answers: one estimate a topic, in the order of TOPICS. */
export function estimate(answers: readonly Answered[], curves: Curves): readonly Estimate[] {
  return weighAbilities(answers, curves).map((weights) => {
    const sum = weights.reduce((all, weight) => all + weight, 0);
    const first = weights.reduce((all, weight, at) => all + weight * (ABILITIES[at] as number), 0) / sum;
    const second = weights.reduce((all, weight, at) => all + weight * (ABILITIES[at] as number) ** 2, 0) / sum;
    return { rating: MIDDLE + first * LOGIT, deviation: Math.sqrt(second - first * first) * LOGIT };
  });
}

/** `difficulties` in points, by item id. */
export function drawCurves(items: readonly TrueItem[], difficulties: readonly number[]): Curves {
  return items.map(({ id, guess }) => {
    const hard = ((difficulties[id] as number) - MIDDLE) / LOGIT;
    const chances = ABILITIES.map((ability) => guess + (1 - guess) / (1 + Math.exp(hard - ability)));
    return {
      right: Float64Array.from(chances, (chance) => Math.log(chance)),
      wrong: Float64Array.from(chances, (chance) => Math.log(1 - chance)),
    };
  });
}

/** Difficulties in points by item id, from all people's answers, with a wide Gaussian about the middle before them. */
export function fitDifficulties(
  items: readonly TrueItem[],
  people: readonly (readonly Answered[])[],
  rounds: number,
): readonly number[] {
  let difficulties: readonly number[] = items.map(() => MIDDLE);
  for (let round = 0; round < rounds; round++) {
    const curves = drawCurves(items, difficulties);
    const counts = items.map(() => ({
      right: new Float64Array(ABILITIES.length),
      all: new Float64Array(ABILITIES.length),
    }));
    for (const answers of people) {
      const weights = weighAbilities(answers, curves);
      const sums = weights.map((row) => row.reduce((all, weight) => all + weight, 0));
      for (const { item, right } of answers) {
        const topic = TOPICS.indexOf(item.topic as (typeof TOPICS)[number]);
        const count = counts[item.id] as (typeof counts)[number];
        for (const [at, weight] of (weights[topic] as Float64Array).entries()) {
          const part = weight / (sums[topic] as number);
          count.all[at] = (count.all[at] as number) + part;
          if (right) count.right[at] = (count.right[at] as number) + part;
        }
      }
    }
    difficulties = items.map((item) =>
      climb(item, difficulties[item.id] as number, counts[item.id] as (typeof counts)[number]),
    );
  }
  return difficulties;
}

const BEFORE_DEVIATION = 250 / LOGIT;

/** Two steps of Fisher's scoring. */
function climb({ guess }: TrueItem, from: number, counts: { right: Float64Array; all: Float64Array }): number {
  let hard = (from - MIDDLE) / LOGIT;
  for (let step = 0; step < 2; step++) {
    let slope = -hard / BEFORE_DEVIATION ** 2;
    let bend = 1 / BEFORE_DEVIATION ** 2;
    for (const [at, all] of counts.all.entries()) {
      const knows = 1 / (1 + Math.exp(hard - (ABILITIES[at] as number)));
      const chance = guess + (1 - guess) * knows;
      slope -= (((counts.right[at] as number) - all * chance) * knows) / chance;
      bend += (all * (1 - guess) * knows * knows * (1 - knows)) / chance;
    }
    hard += slope / bend;
  }
  return MIDDLE + hard * LOGIT;
}

/** Weights along the grid of abilities, one row a topic; rows are not normalised. */
function weighAbilities(answers: readonly Answered[], curves: Curves): readonly Float64Array[] {
  const likelihoods = likelihoodsOf(answers, curves);
  const within = likelihoods.map((row) => GIVEN_FACTOR.map((density) => dot(density, row)));
  const factors = FACTOR_WEIGHTS.map((weight, at) => within.reduce((all, row) => all * (row[at] as number), weight));
  return likelihoods.map((row, topic) => {
    const weights = new Float64Array(row.length);
    for (const [at, density] of GIVEN_FACTOR.entries()) {
      const byOthers = (factors[at] as number) / ((within[topic] as readonly number[])[at] as number);
      for (let place = 0; place < row.length; place++) {
        weights[place] = (weights[place] as number) + byOthers * (density[place] as number) * (row[place] as number);
      }
    }
    return weights;
  });
}

function likelihoodsOf(answers: readonly Answered[], curves: Curves): readonly Float64Array[] {
  const logs = TOPICS.map(() => new Float64Array(ABILITIES.length));
  for (const { item, right } of answers) {
    const log = logs[TOPICS.indexOf(item.topic as (typeof TOPICS)[number])] as Float64Array;
    const curve = (curves[item.id] as Curves[number])[right ? 'right' : 'wrong'];
    for (let at = 0; at < log.length; at++) log[at] = (log[at] as number) + (curve[at] as number);
  }
  return logs.map((log) => {
    const most = Math.max(...log);
    return log.map((value) => Math.exp(value - most));
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number);
  return sum;
}

function grid(to: number, step: number): readonly number[] {
  return Array.from({ length: Math.round((2 * to) / step) + 1 }, (_, index) => index * step - to);
}
