/**
 * RFC 3339 at the edges, instants inside: parses and prints the two time types of the API without a host clock.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/apis/meta/v1/time.go and micro_time.go,
 * https://github.com/golang/go/blob/go1.25.7/src/time/format.go (the error sentences).
 */
import { dateOfDays, daysOfDate } from '../sim/calendar.ts';
import type { Instant } from './scalars.ts';

export type TimeKind = 'Time' | 'MicroTime';
export type ParsedTime =
  | { readonly ok: true; readonly instant: Instant }
  | { readonly ok: false; readonly message: string };

const LAYOUTS = { Time: '2006-01-02T15:04:05Z07:00', MicroTime: '2006-01-02T15:04:05.000000Z07:00' };
const DAY_MS = 86_400_000;
/** Layout elements in order: pattern, spelling in Go's layout, and of a number its name and range (the day's comes last). */
const ELEMENTS: readonly (readonly [RegExp, string, string?, number?, number?])[] = [
  [/^(\d{4})/, '2006'],
  [/^-/, '-'],
  [/^(\d\d)/, '01', 'month', 1, 12],
  [/^-/, '-'],
  [/^(\d\d)/, '02'],
  [/^T/, 'T'],
  [/^(\d\d?)/, '15', 'hour', 0, 23],
  [/^:/, ':'],
  [/^(\d\d)/, '04', 'minute', 0, 59],
  [/^:/, ':'],
  [/^(\d\d)/, '05', 'second', 0, 59],
];

/** An instant in ms relative to the epoch; seconds only for `Time`, as the API keeps no more. */
export function parseTime(text: string, epochMs: number, kind: TimeKind = 'Time'): ParsedTime {
  const refuse = (why: string): ParsedTime => ({ ok: false, message: `parsing time ${quote(text)}${why}` });
  const cannot = (rest: string, element: string): ParsedTime =>
    refuse(` as "${LAYOUTS[kind]}": cannot parse ${quote(rest)} as "${element}"`);
  let rest = text;
  const numbers: number[] = [];
  for (const [pattern, element, name, low = 0, high = 0] of ELEMENTS) {
    const match = rest.match(pattern);
    if (!match) return cannot(rest, element);
    const value = Number(match[1]);
    if (match[1] !== undefined) numbers.push(value);
    if (name && (value < low || value > high)) return refuse(`: ${name} out of range`);
    rest = rest.slice(match[0].length);
  }
  const fraction = rest.match(kind === 'Time' ? /^[.,](\d+)/ : /^[.,](\d{6})/);
  if (!fraction && kind === 'MicroTime') return cannot(rest, '.000000');
  const zoneText = rest.slice(fraction?.[0].length ?? 0);
  const zone = zoneText.match(/^(?:Z|([+-])(\d\d):(\d\d))/);
  if (!zone) return cannot(zoneText, 'Z07:00');
  const [hours, minutes] = [Number(zone[2] ?? 0), Number(zone[3] ?? 0)];
  if (hours > 24) return refuse(': time zone offset hour out of range');
  if (minutes > 60) return refuse(': time zone offset minute out of range');
  const extra = zoneText.slice(zone[0].length);
  if (extra) return refuse(`: extra text: ${quote(extra)}`);
  if (!isDay(numbers)) return refuse(': day out of range');
  const offsetMs = (zone[1] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  const fractionMs = kind === 'MicroTime' ? Number(fraction?.[1]) / 1000 : 0;
  return { ok: true, instant: utcMs(numbers) - offsetMs - epochMs + fractionMs };
}

/** Go's time package quotes byte by byte: what is no printable ASCII becomes `\xHH`. */
function quote(text: string): string {
  const bytes = [...new TextEncoder().encode(text)];
  const spelt = bytes.map((byte) => {
    if (byte < 0x20 || byte >= 0x80) return `\\x${byte.toString(16).padStart(2, '0')}`;
    const char = String.fromCharCode(byte);
    return char === '"' || char === '\\' ? `\\${char}` : char;
  });
  return `"${spelt.join('')}"`;
}

function isDay(numbers: readonly number[]): boolean {
  const [year, month, day] = numbers as [number, number, number];
  return day >= 1 && day <= daysInMonth(year, month);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function utcMs(numbers: readonly number[]): number {
  const [year, month, day, hour, minute, second] = numbers as [number, number, number, number, number, number];
  return daysOfDate({ year, month, day }) * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1000;
}

/** RFC 3339 in UTC: whole seconds for `Time`, six digits for `MicroTime`. */
export function formatTime(instant: Instant, epochMs: number, kind: TimeKind = 'Time'): string {
  const totalMicros = Math.round((instant + epochMs) * 1000);
  const seconds = Math.floor(totalMicros / 1_000_000);
  const days = Math.floor(seconds / 86_400);
  const { year, month, day } = dateOfDays(days);
  const ofDay = seconds - days * 86_400;
  const clock = [Math.floor(ofDay / 3600), Math.floor(ofDay / 60) % 60, ofDay % 60]
    .map((part) => pad(part, 2))
    .join(':');
  const fraction = kind === 'MicroTime' ? `.${pad(totalMicros - seconds * 1_000_000, 6)}` : '';
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${clock}${fraction}Z`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
