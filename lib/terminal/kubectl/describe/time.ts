/** Instants as describe prints them. Times come as RFC 3339 text; a zone other than UTC does not occur. */

import { calendarOf, daysOfDate } from '../../../world/sim/calendar.ts';
import { humanDuration } from '../cli/duration.ts';
import type { Json } from '../json.ts';

const DAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;

/** Milliseconds since 1970; undefined when there is no time. */
export function parseTime(value: Json | undefined): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?Z$/.exec(typeof value === 'string' ? value : '');
  if (!match) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const fraction = Math.floor(Number(match[7] ?? 0) * 1000);
  return daysOfDate({ year, month, day }) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
}

/** `Sun, 22 Nov 2026 20:00:00 +0000`; a missing time is Go's zero time. */
export function longTime(value: Json | undefined): string {
  const ms = parseTime(value);
  if (ms === undefined) return 'Mon, 01 Jan 0001 00:00:00 +0000';
  const [date = '', clock = ''] = String(value).split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  const weekday = DAYS[Math.floor(ms / DAY_MS) % 7];
  return `${weekday}, ${day} ${MONTHS[Number(month) - 1]} ${year} ${clock.slice(0, 8)} +0000`;
}

/** How long ago, `<unknown>` when there is no time. */
export function timeSince(value: Json | undefined, nowMs: number): string {
  const ms = parseTime(value);
  return ms === undefined ? '<unknown>' : humanDuration(nowMs - ms);
}

const two = (value: number) => String(value).padStart(2, '0');

/** RFC 3339 in whole seconds of ms since 1970. */
export function formatTime(ms: number): string {
  const { year, month, day, hour, minute, second } = calendarOf(ms);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}Z`;
}
