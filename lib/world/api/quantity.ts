/**
 * Resource quantities: `0.1` = `100m`, `1024Ki` = `1Mi`. Held exactly, in billionths, as Kubernetes rounds to them.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/api/resource/quantity.go
 * Differs: a quantity of more than 1,024 characters or an exponent beyond 999 is refused.
 */
import type { Quantity } from './scalars.ts';

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

export interface Amount {
  readonly nano: bigint;
  readonly format: QuantityFormat;
}

export type ParsedQuantity =
  /** `text` is what Kubernetes writes back: the canonical spelling, or the given one where that looks canonical to it. */
  | { readonly ok: true; readonly amount: Amount; readonly text: Quantity }
  | { readonly ok: false; readonly message: string };

const FORMAT_WRONG = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const SUFFIX_WRONG = "unable to parse quantity's suffix";
const SHAPE = /^([+-]?)0*(\d*)(?:\.(\d*))?([eEinumkKMGTP]*)([-+]?\d*)$/;
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const ONE = 1_000_000_000n;
/** Longer texts and larger exponents are refused, so that nobody makes us count to 10^1,000,000. */
const MAX_LENGTH = 1024;
const MAX_EXPONENT = 999;
const MAX_INT64 = 9_223_372_036_854_775_807n;

/** The exact amount and its format, or Kubernetes' own sentence. More than a billionth's precision is rounded away from zero. */
export function parseQuantity(text: string): ParsedQuantity {
  const match = text === '' || text.length > MAX_LENGTH ? null : text.match(SHAPE);
  if (!match) return { ok: false, message: FORMAT_WRONG };
  const [, sign, whole = '', part = '', letters = '', power = ''] = match;
  const scale = findScale(letters, power);
  if (!scale) return { ok: false, message: SUFFIX_WRONG };
  const digits = BigInt(whole + part) * scale.multiplier * ONE;
  const divisor = 10n ** BigInt(part.length) * scale.divisor;
  const rounded = (digits + divisor - 1n) / divisor;
  const isBinary = scale.format === 'BinarySI';
  const capped = isBinary && rounded > MAX_INT64 * ONE ? MAX_INT64 * ONE : rounded;
  const format = isBinary && capped > 0n && capped < ONE ? 'DecimalSI' : scale.format;
  const amount: Amount = { nano: sign === '-' ? -capped : capped, format };
  return { ok: true, amount, text: isKept(whole || '0', part, scale) ? text : formatQuantity(amount) };
}

/** Go's shortcut for small numbers keeps a spelling that looks canonical, though `1743e0` or `78.n` is not. */
function isKept(whole: string, part: string, scale: Scale): boolean {
  const digits = whole + part;
  if (scale.format === 'BinarySI') {
    const fits = part === '' && 15 - whole.length - Math.trunc((scale.exponent * 3) / 10) - 1 >= 0;
    return fits && (BigInt(whole) & 7n) !== 0n && BigInt(whole) * scale.multiplier <= MAX_INT64;
  }
  const exponent = scale.exponent - part.length;
  if (digits.length > 18 || exponent < -9) return false;
  return exponent % 3 === 0 && !digits.endsWith('000') && digits[0] !== '0';
}

interface Scale {
  readonly multiplier: bigint;
  readonly divisor: bigint;
  readonly format: QuantityFormat;
  /** Of ten, or of two for a binary suffix. */
  readonly exponent: number;
}

function findScale(letters: string, power: string): Scale | undefined {
  if (power !== '') {
    if (letters !== 'e' && letters !== 'E') return undefined;
    const exponent = Number(power);
    return Number.isNaN(exponent) || Math.abs(exponent) > MAX_EXPONENT ? undefined : tenTo(exponent, 'DecimalExponent');
  }
  const binary = BINARY.indexOf(letters, 1);
  if (binary > 0)
    return { multiplier: 1024n ** BigInt(binary), divisor: 1n, format: 'BinarySI', exponent: binary * 10 };
  const decimal = DECIMAL.indexOf(letters);
  return decimal < 0 ? undefined : tenTo((decimal - 3) * 3, 'DecimalSI');
}

function tenTo(exponent: number, format: QuantityFormat): Scale {
  const size = 10n ** BigInt(Math.abs(exponent));
  const [multiplier, divisor] = exponent < 0 ? [1n, size] : [size, 1n];
  return { multiplier, divisor, format, exponent };
}

/** The canonical spelling: no fraction, the largest suffix that keeps it so. */
export function formatQuantity(amount: Amount): Quantity {
  const { nano, format } = amount;
  if (nano === 0n) return '0';
  const below1024 = nano < 1024n * ONE && nano > -1024n * ONE;
  if (format === 'BinarySI' && !below1024 && nano % ONE === 0n) return formatBinary(nano / ONE);
  let exponent = -9;
  let mantissa = nano;
  while (mantissa % 1000n === 0n && exponent < (format === 'DecimalExponent' ? MAX_EXPONENT : 18)) {
    mantissa /= 1000n;
    exponent += 3;
  }
  if (format === 'DecimalExponent') return exponent === 0 ? `${mantissa}` : `${mantissa}e${exponent}`;
  return `${mantissa}${DECIMAL[exponent / 3 + 3]}`;
}

function formatBinary(units: bigint): Quantity {
  let mantissa = units;
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

/** What Kubernetes writes back for a quantity that passed validation. Throws on text that is none. */
export function canonicalQuantity(text: Quantity): Quantity {
  const parsed = parseQuantity(text);
  return parsed.ok ? parsed.text : notAQuantity(text, parsed.message);
}

function amountOf(text: Quantity): Amount {
  const parsed = parseQuantity(text);
  return parsed.ok ? parsed.amount : notAQuantity(text, parsed.message);
}

function notAQuantity(text: string, message: string): never {
  throw new Error(`${JSON.stringify(text)}: ${message}`);
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
