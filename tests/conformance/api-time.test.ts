import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime, parseTime } from '../../lib/world/api/time.ts';

const EPOCH_MS = Date.UTC(2026, 10, 22, 9, 30);
const YEAR_MS = 365 * 86_400_000;

/** Refusals: read from kubectl 1.35.2, `kubectl set image --local` with the text as creationTimestamp. */
describe('times at the edges', () => {
  it('are what the host would print, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100 * YEAR_MS, max: 200 * YEAR_MS }), (instant) => {
        const expected = new Date(Math.floor((instant + EPOCH_MS) / 1000) * 1000).toISOString().replace('.000Z', 'Z');
        expect(formatTime(instant, EPOCH_MS)).toBe(expected);
        expect(parseTime(expected, EPOCH_MS)).toEqual({ ok: true, instant: Date.parse(expected) - EPOCH_MS });
      }),
      { seed: 35 },
    );
  });

  it('keep microseconds in a micro-time and drop fractions in a time', () => {
    expect(parseTime('2026-11-22T09:30:00.250001Z', EPOCH_MS, 'MicroTime')).toEqual({ ok: true, instant: 250.001 });
    expect(formatTime(250.001, EPOCH_MS, 'MicroTime')).toBe('2026-11-22T09:30:00.250001Z');
    expect(formatTime(-0.001, EPOCH_MS, 'MicroTime')).toBe('2026-11-22T09:29:59.999999Z');
    expect(parseTime('2026-11-22T09:30:01.999Z', EPOCH_MS)).toEqual({ ok: true, instant: 1000 });
  });

  it('may come with an offset', () => {
    expect(parseTime('2026-11-22T11:30:00+02:00', EPOCH_MS)).toEqual({ ok: true, instant: 0 });
    expect(parseTime('2026-11-22T9:30:00,5Z', EPOCH_MS)).toEqual({ ok: true, instant: 0 });
    expect(parseTime('2026-11-22T04:00:00-05:30', EPOCH_MS)).toEqual({ ok: true, instant: 0 });
  });

  it.each([
    ['2026-11-22', 'cannot parse "" as "T"'],
    ['2026-11-22T09:30:00', 'cannot parse "" as "Z07:00"'],
    ['2026-11-22 09:30:00Z', 'cannot parse " 09:30:00Z" as "T"'],
    ['2026-11-22T24:00:00Z', ': hour out of range'],
    ['2026-13', ': month out of range'],
    ['2026-11-31T00:00:00Z', ': day out of range'],
    ['2026-11-31T00:00:00', 'cannot parse "" as "Z07:00"'],
    ['2026-11-22T00:00:00+25:00', ': time zone offset hour out of range'],
    ['2026-11-22T00:00:00+0100', 'cannot parse "+0100" as "Z07:00"'],
    ['2026-11-22t00:00:00Z', 'cannot parse "t00:00:00Z" as "T"'],
    ['\u00e9"', 'cannot parse "\\xc3\\xa9\\"" as "2006"'],
    ['2026-11-22T09:30:00Z!', 'extra text: "!"'],
  ])('%s is refused: %s', (text, why) => {
    expect(parseTime(text, EPOCH_MS)).toMatchObject({ ok: false, message: expect.stringContaining(why) });
  });
});
