/**
 * Resource quantities: `0.1` = `100m`, `1024Ki` = `1Mi`. Held exactly, in billionths, as Kubernetes rounds to them.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/api/resource/quantity.go
 */
import type { Quantity } from './scalars.ts';

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

export interface Amount {
  readonly nano: bigint;
  readonly format: QuantityFormat;
}

export type ParsedQuantity =
  | { readonly ok: true; readonly amount: Amount }
  | { readonly ok: false; readonly message: string };

const FORMAT_WRONG = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const NUMERIC_WRONG = 'unable to parse numeric part of quantity';
const SUFFIX_WRONG = "unable to parse quantity's suffix";
const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*)([-+]?\d*)$/;
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const ONE = 1_000_000_000n;
const MAX = 9_223_372_036_854_775_807n * ONE;

/** The exact amount and its format, or Kubernetes' own sentence. More than a billionth's precision is rounded away from zero. */
export function parseQuantity(text: string): ParsedQuantity {
  if (text === '') return { ok: false, message: FORMAT_WRONG };
  const match = text.match(SHAPE);
  if (!match) return { ok: false, message: FORMAT_WRONG };
  const [, sign, whole = '', part = '', letters = '', power = ''] = match;
  if (whole === '' && part === '') return { ok: false, message: NUMERIC_WRONG };
  const scale = findScale(letters, power);
  if (!scale) return { ok: false, message: SUFFIX_WRONG };
  const digits = BigInt(whole + part) * scale.multiplier * ONE;
  const divisor = 10n ** BigInt(part.length) * scale.divisor;
  const rounded = (digits + divisor - 1n) / divisor;
  const capped = rounded > MAX ? MAX : rounded;
  const small = scale.format === 'BinarySI' && capped < ONE;
  return { ok: true, amount: { nano: sign === '-' ? -capped : capped, format: small ? 'DecimalSI' : scale.format } };
}

interface Scale {
  readonly multiplier: bigint;
  readonly divisor: bigint;
  readonly format: QuantityFormat;
}

function findScale(letters: string, power: string): Scale | undefined {
  if (power !== '') {
    if (letters !== 'e' && letters !== 'E') return undefined;
    const exponent = Number(power);
    return Number.isNaN(exponent) || Math.abs(exponent) > 40 ? undefined : tenTo(exponent, 'DecimalExponent');
  }
  const binary = BINARY.indexOf(letters, 1);
  if (binary > 0) return { multiplier: 1024n ** BigInt(binary), divisor: 1n, format: 'BinarySI' };
  const decimal = DECIMAL.indexOf(letters);
  return decimal < 0 ? undefined : tenTo((decimal - 3) * 3, 'DecimalSI');
}

function tenTo(exponent: number, format: QuantityFormat): Scale {
  const size = 10n ** BigInt(Math.abs(exponent));
  return exponent < 0 ? { multiplier: 1n, divisor: size, format } : { multiplier: size, divisor: 1n, format };
}

/** The canonical spelling: no fraction, the largest suffix that keeps it so. */
export function formatQuantity(amount: Amount): Quantity {
  const { nano, format } = amount;
  if (nano === 0n) return '0';
  const below1024 = nano < 1024n * ONE && nano > -1024n * ONE;
  if (format === 'BinarySI' && !below1024) return formatBinary(nano);
  let exponent = -9;
  let mantissa = nano;
  while (mantissa % 1000n === 0n && exponent < (format === 'DecimalExponent' ? 36 : 18)) {
    mantissa /= 1000n;
    exponent += 3;
  }
  if (format === 'DecimalExponent') return exponent === 0 ? `${mantissa}` : `${mantissa}e${exponent}`;
  return `${mantissa}${DECIMAL[exponent / 3 + 3]}`;
}

function formatBinary(nano: bigint): Quantity {
  let mantissa = roundUp(nano, ONE);
  let index = 0;
  while (mantissa % 1024n === 0n && index < BINARY.length - 1) {
    mantissa /= 1024n;
    index++;
  }
  return `${mantissa}${BINARY[index]}`;
}

/** Away from zero, as Kubernetes rounds: who asks for a little gets something. */
function roundUp(nano: bigint, unit: bigint): bigint {
  const floor = nano / unit;
  if (floor * unit === nano) return floor;
  return nano > 0n ? floor + 1n : floor - 1n;
}

/** The canonical spelling of a quantity that passed validation. Throws on text that is none. */
export function canonicalQuantity(text: Quantity): Quantity {
  return formatQuantity(amountOf(text));
}

function amountOf(text: Quantity): Amount {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(`${JSON.stringify(text)}: ${parsed.message}`);
  return parsed.amount;
}

/** Negative, zero or positive as a is less than, equal to or more than b. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  const difference = amountOf(a).nano - amountOf(b).nano;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The sum in the format of the first, or of the second where the first is zero. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  const [left, right] = [amountOf(a), amountOf(b)];
  return formatQuantity({ nano: left.nano + right.nano, format: left.nano === 0n ? right.format : left.format });
}

/** The difference in the format of the first, or of the second where the first is zero. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  const [left, right] = [amountOf(a), amountOf(b)];
  return formatQuantity({ nano: left.nano - right.nano, format: left.nano === 0n ? right.format : left.format });
}

/** Thousandths, rounded up: what the scheduler counts CPU in. */
export function milliOf(text: Quantity): number {
  return Number(roundUp(amountOf(text).nano, 1_000_000n));
}

/** Whole units, rounded up: bytes of memory, pods, ports. */
export function unitsOf(text: Quantity): number {
  return Number(roundUp(amountOf(text).nano, ONE));
}
