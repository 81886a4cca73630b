/**
 * Expectations: kubectl 1.35.2, `kubectl set image --local -f pod.json c=x -o json` with the quantity as a limit; the
 * rules are those of https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/api/resource/quantity.go.
 */
import { describe, expect, it } from 'vitest';
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  milliOf,
  parseQuantity,
  subtractQuantities,
  unitsOf,
} from '../../lib/world/api/quantity.ts';

const FORMAT = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const SUFFIX = "unable to parse quantity's suffix";

describe('canonical spelling', () => {
  it.each([
    ['0.1', '100m'],
    ['1024Ki', '1Mi'],
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['0.5Mi', '512Ki'],
    ['1023Mi', '1023Mi'],
    ['0.1Mi', '104857600m'],
    ['1.5Ki', '1536'],
    ['.812Ki', '831488m'],
    ['248.89041Ti', '273657899836936028160u'],
    ['+50.5e12', '50500e9'],
    ['-1118E-5', '-11180e-6'],
    ['0.0000000098m', '1n'],
    ['0.0000000072e0', '8e-9'],
    ['9668648093936486987Gi', '9223372036854775807'],
    ['-788Ei', '-9223372036854775807'],
    ['6857348222635050502e1', '68573482226350505020'],
    ['64.e20', '6400e18'],
    ['0Ki', '0'],
    ['-0', '0'],
    ['.', '0'],
  ])('%s is written %s', (given, written) => {
    expect(canonicalQuantity(given)).toBe(written);
  });

  it.each(['3425E3', '1743e0', '78.n', '002334720P', '31.Mi', '175E', '1e3'])('%s is kept, as Go keeps it', (given) => {
    expect(canonicalQuantity(given)).toBe(given);
  });
});

describe('refusals', () => {
  it.each([
    ['', FORMAT],
    ['1..2', FORMAT],
    ['1 k', FORMAT],
    ['0x10', FORMAT],
    ['1_000', FORMAT],
    ['1x', FORMAT],
    ['1e', SUFFIX],
    ['1mi', SUFFIX],
    ['1e+', SUFFIX],
    ['1m3', SUFFIX],
  ])('%j: %s', (given, message) => {
    expect(parseQuantity(given)).toEqual({ ok: false, message });
  });

  it('bounds length and exponent', () => {
    expect(parseQuantity('9'.repeat(2000)).ok).toBe(false);
    expect(parseQuantity('1e1000000').ok).toBe(false);
  });
});

describe('arithmetic', () => {
  it('compares amounts, not spellings', () => {
    expect(compareQuantities('0.1', '100m')).toBe(0);
    expect(compareQuantities('1Gi', '1G')).toBe(1);
    expect(compareQuantities('999m', '1')).toBe(-1);
  });

  it('keeps the format of the first, or of the second where the first is zero', () => {
    expect(addQuantities('512Mi', '512Mi')).toBe('1Gi');
    expect(addQuantities('0', '1Gi')).toBe('1Gi');
    expect(subtractQuantities('2', '500m')).toBe('1500m');
    expect(subtractQuantities('1Gi', '1Gi')).toBe('0');
  });

  it('rounds up to thousandths and units', () => {
    expect(milliOf('0.0001')).toBe(1);
    expect(milliOf('2')).toBe(2000);
    expect(unitsOf('1Ki')).toBe(1024);
    expect(unitsOf('100m')).toBe(1);
  });
});
