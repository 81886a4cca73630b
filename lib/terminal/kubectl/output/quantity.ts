/** Sums and shares of quantities as describe prints them. Text that is no quantity counts as nothing. */
import { addQuantities as add, compareQuantities, parseQuantity as parse } from '../../../world/api/quantity.ts';

const NANO = 1e9;

/** Its value in units; undefined when it is not a quantity. */
export function parseQuantity(text: string): number | undefined {
  const parsed = parse(text);
  return parsed.ok ? Number(parsed.amount.nano) / NANO : undefined;
}

/** The sum, in the form of its first part that is not zero; `0` of nothing. */
export function addQuantities(parts: readonly string[]): string {
  return parts.filter((part) => parse(part).ok).reduce(add, '0');
}

/** The largest, as it was written; empty of nothing. */
export function maxQuantity(parts: readonly string[]): string {
  return parts
    .filter((part) => parse(part).ok)
    .reduce((best, part) => (compareQuantities(part, best || '0') > 0 ? part : best), '');
}
