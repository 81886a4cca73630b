import { expect, test } from 'vitest';
import { calendarOf, dateOfDays, daysOfDate } from '../../lib/world/sim/calendar.ts';

test('every day of eight centuries is the next of the day before, and counts back to itself', () => {
  for (let days = -150_000; days < 150_000; days += 1) {
    const host = new Date(days * 86_400_000);
    const date = { year: host.getUTCFullYear(), month: host.getUTCMonth() + 1, day: host.getUTCDate() };
    if (daysOfDate(date) !== days) expect(daysOfDate(date)).toBe(days);
    if (dateOfDays(days).day !== date.day) expect(dateOfDays(days)).toEqual(date);
  }
  expect(dateOfDays(0)).toEqual({ year: 1970, month: 1, day: 1 });
});

test('the fields of an instant', () => {
  expect(calendarOf(Date.UTC(2024, 11, 31, 23, 59, 58, 7))).toEqual({
    year: 2024,
    month: 12,
    day: 31,
    weekday: 2,
    yearDay: 366,
    hour: 23,
    minute: 59,
    second: 58,
    ms: 7,
  });
});
