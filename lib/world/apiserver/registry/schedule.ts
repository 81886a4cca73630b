/**
 * Cron schedules: five fields, the usual names and shorthands, read as the controller's library reads them.
 *
 * Models: https://github.com/robfig/cron/blob/v3.0.1/parser.go (ParseStandard), spec.go (Next)
 * Differs: instants are read in UTC; a time zone other than UTC is not modelled.
 */

import { calendarOf, daysOfDate } from '../../sim/calendar.ts';

/** Each field as a set of bits; `star`: the field restricts nothing. */
interface Field {
  readonly values: ReadonlySet<number>;
  readonly star: boolean;
}

export type Schedule =
  | { readonly every: number }
  | {
      readonly minute: Field;
      readonly hour: Field;
      readonly day: Field;
      readonly month: Field;
      readonly weekday: Field;
    };

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MONTHS = ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const BOUNDS: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: DAYS },
];
const SHORTHANDS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** What is wrong with a schedule, in the library's words. */
export class ScheduleError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

function readNumber(text: string, { names = [] }: Bounds): number | ScheduleError {
  const named = names.indexOf(text.toLowerCase());
  if (text !== '' && named >= 0) return named;
  if (/^[+-]?\d+$/.test(text)) {
    const value = Number(text);
    return value < 0 ? new ScheduleError(`negative number (${value}) not allowed: ${text}`) : value;
  }
  return new ScheduleError(
    `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`,
  );
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly star: boolean;
}

function readSpan(text: string, expression: string, bounds: Bounds): Range | ScheduleError {
  if (text === '*' || text === '?') return { start: bounds.min, end: bounds.max, star: true };
  const parts = text.split('-');
  if (parts.length > 2) return new ScheduleError(`too many hyphens: ${expression}`);
  const start = readNumber(parts[0] ?? '', bounds);
  if (start instanceof ScheduleError) return start;
  const end = parts.length === 2 ? readNumber(parts[1] ?? '', bounds) : start;
  return end instanceof ScheduleError ? end : { start, end, star: false };
}

function readRange(expression: string, bounds: Bounds, into: Set<number>): { star: boolean } | ScheduleError {
  const [span = '', stepText, ...more] = expression.split('/');
  const range = readSpan(span, expression, bounds);
  if (range instanceof ScheduleError) return range;
  if (more.length > 0) return new ScheduleError(`too many slashes: ${expression}`);
  const step = stepText === undefined ? 1 : readNumber(stepText, { min: 0, max: 0 });
  if (step instanceof ScheduleError) return step;
  const single = stepText !== undefined && !range.star && !span.includes('-');
  const { start } = range;
  const end = single ? bounds.max : range.end;
  const star = range.star && step <= 1;
  if (start < bounds.min) {
    return new ScheduleError(`beginning of range (${start}) below minimum (${bounds.min}): ${expression}`);
  }
  if (end > bounds.max) return new ScheduleError(`end of range (${end}) above maximum (${bounds.max}): ${expression}`);
  if (start > end)
    return new ScheduleError(`beginning of range (${start}) beyond end of range (${end}): ${expression}`);
  if (step === 0) return new ScheduleError(`step of range should be a positive number: ${expression}`);
  for (let value = start; value <= end; value += step) into.add(value);
  return { star };
}

function readField(text: string, bounds: Bounds): Field | ScheduleError {
  const values = new Set<number>();
  let star = false;
  for (const expression of text.split(',').filter(Boolean)) {
    const read = readRange(expression, bounds, values);
    if (read instanceof ScheduleError) return read;
    star ||= read.star;
  }
  return { values, star };
}

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000 };

function readEvery(text: string): Schedule | ScheduleError {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|m|s)/g)];
  const whole = parts.map(([part]) => part).join('');
  if (whole === '' || whole !== text) {
    return new ScheduleError(`failed to parse duration @every ${text}: time: invalid duration ${JSON.stringify(text)}`);
  }
  const ms = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit as string] as number), 0);
  return { every: Math.max(1000, Math.floor(ms / 1000) * 1000) };
}

/** Reads a schedule; a leading `TZ=` or `CRON_TZ=` is passed over. */
export function parseSchedule(text: string): Schedule | ScheduleError {
  if (text === '') return new ScheduleError('empty spec string');
  const plain = text.replace(/^(?:CRON_)?TZ=\S* */, '').trim();
  if (plain.startsWith('@every ')) return readEvery(plain.slice('@every '.length));
  if (plain.startsWith('@')) {
    const long = SHORTHANDS[plain];
    return long ? parseSchedule(long) : new ScheduleError(`unrecognized descriptor: ${plain}`);
  }
  const words = plain.split(/\s+/).filter(Boolean);
  if (words.length !== 5) {
    return new ScheduleError(`expected exactly 5 fields, found ${words.length}: [${words.join(' ')}]`);
  }
  const fields = words.map((word, at) => readField(word, BOUNDS[at] as Bounds));
  const wrong = fields.find((field) => field instanceof ScheduleError);
  if (wrong) return wrong as ScheduleError;
  const [minute, hour, day, month, weekday] = fields as [Field, Field, Field, Field, Field];
  return { minute, hour, day, month, weekday };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** A schedule that names no day within five years, such as the 30th of February, never comes. */
const HORIZON_MS = 5 * 366 * DAY_MS;

type Fields = Exclude<Schedule, { readonly every: number }>;

/** Where both days restrict something, either is enough. */
function matchesDay({ day, weekday }: Fields, date: { readonly day: number; readonly weekday: number }): boolean {
  const [inMonth, inWeek] = [day.values.has(date.day), weekday.values.has(date.weekday)];
  return day.star || weekday.star ? inMonth && inWeek : inMonth || inWeek;
}

/** The first activation after `afterMs`, in ms since 1970; undefined when none comes within five years. */
export function nextActivation(schedule: Schedule, afterMs: number): number | undefined {
  if ('every' in schedule) return Math.floor(afterMs / 1000) * 1000 + schedule.every;
  const limit = afterMs + HORIZON_MS;
  let at = (Math.floor(afterMs / MINUTE_MS) + 1) * MINUTE_MS;
  while (at <= limit) {
    const date = calendarOf(at);
    if (!schedule.month.values.has(date.month)) {
      const next = date.month === 12 ? { year: date.year + 1, month: 1 } : { year: date.year, month: date.month + 1 };
      at = daysOfDate({ ...next, day: 1 }) * DAY_MS;
    } else if (!matchesDay(schedule, date)) at = (Math.floor(at / DAY_MS) + 1) * DAY_MS;
    else if (!schedule.hour.values.has(date.hour)) at = (Math.floor(at / HOUR_MS) + 1) * HOUR_MS;
    else if (!schedule.minute.values.has(date.minute)) at += MINUTE_MS;
    else return at;
  }
  return undefined;
}
