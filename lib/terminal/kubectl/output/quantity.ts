/** Kubernetes quantities: `100m`, `1.5Gi`, `2k`. */

const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Its value in units; undefined when it is not a quantity. */
export function parseQuantity(text: string): number | undefined {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei))?$/.exec(text);
  if (!match) return undefined;
  const [, digits = '0', exponent = '', suffix = ''] = match;
  return Number(digits + exponent) * (FACTORS[suffix] ?? 1);
}

const BINARY: readonly (readonly [string, number])[] = [
  ['Ei', 2 ** 60],
  ['Pi', 2 ** 50],
  ['Ti', 2 ** 40],
  ['Gi', 2 ** 30],
  ['Mi', 2 ** 20],
  ['Ki', 2 ** 10],
];
const DECIMAL: readonly (readonly [string, number])[] = [
  ['E', 1e18],
  ['P', 1e15],
  ['T', 1e12],
  ['G', 1e9],
  ['M', 1e6],
  ['k', 1e3],
];

/** The shortest whole form, in the family of suffixes asked for. Models: resource.Quantity.String. */
function formatQuantity(value: number, family: 'Binary' | 'Decimal'): string {
  if (value === 0) return '0';
  if (family === 'Decimal' && !Number.isInteger(value)) return `${Math.ceil(Math.round(value * 1e6) / 1e3)}m`;
  const whole = Math.ceil(value);
  const suffix = (family === 'Binary' ? BINARY : DECIMAL).find(([, factor]) => whole % factor === 0);
  return suffix ? `${whole / suffix[1]}${suffix[0]}` : String(whole);
}

/** The sum, in the form of its first part that is not zero; `0` of nothing. */
export function addQuantities(parts: readonly string[]): string {
  const given = parts.filter((part) => (parseQuantity(part) ?? 0) !== 0);
  const [only] = given;
  if (only === undefined) return '0';
  const total = given.reduce((sum, part) => sum + (parseQuantity(part) ?? 0), 0);
  return formatQuantity(Math.round(total * 1e6) / 1e6, /[KMGTPE]i$/.test(only) ? 'Binary' : 'Decimal');
}

/** The largest, as it was written; empty of nothing. */
export function maxQuantity(parts: readonly string[]): string {
  return parts.reduce((best, part) => ((parseQuantity(part) ?? 0) > (parseQuantity(best) ?? 0) ? part : best), '');
}
