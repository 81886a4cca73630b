/** What somebody gets of an item who knows nothing and answers all the same: the mean share over all answers. */
import type { Item, ItemOf } from '../assessment/quiz/schema.ts';

/** 0 to 1. Nothing for an explanation, whose writer ticks its criteria: it moves no rating. */
export function guessOf(item: Item): number | undefined {
  switch (item.type) {
    case 'single':
    case 'output':
    case 'fate':
      return 1 / item.options.length;
    case 'multiple':
      return guessMultiple(item);
    case 'order':
      return guessOrder(item.steps.length);
    case 'match':
      return 1 / (item.pairs.length + item.spare.length);
    case 'line':
      return 1 / item.file.split('\n').filter((line) => line.trim() !== '').length;
    case 'value':
    case 'field':
      return 0;
    case 'explain':
      return undefined;
    default:
      return item satisfies never;
  }
}

/** Every option is ticked or not by the toss of a coin. */
function guessMultiple({ options }: ItemOf<'multiple'>): number {
  const keys = options.filter(({ right }) => right).length;
  let sum = 0;
  for (let ticked = 0; ticked < 2 ** options.length; ticked++) {
    const chosen = options.filter((_, index) => ticked & (1 << index));
    const hits = chosen.filter(({ right }) => right).length;
    sum += Math.max(0, 2 * hits - chosen.length) / keys;
  }
  return sum / 2 ** options.length;
}

/** Over all orders of `steps` steps, by how many pairs of steps are the wrong way round. */
function guessOrder(steps: number): number {
  let orders = [1];
  for (let placed = 2; placed <= steps; placed++) {
    const wider = new Array<number>(orders.length + placed - 1).fill(0);
    for (const [wrong, count] of orders.entries()) {
      for (let more = 0; more < placed; more++) wider[wrong + more] = (wider[wrong + more] as number) + count;
    }
    orders = wider;
  }
  const pairs = orders.length - 1;
  const all = orders.reduce((sum, count) => sum + count, 0);
  return orders.reduce((sum, count, wrong) => sum + count * Math.max(0, 1 - (2 * wrong) / pairs), 0) / all;
}
