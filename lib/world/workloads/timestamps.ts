/** Moments as servers print them. Input is wall-clock ms since 1970, UTC. */
import { calendarOf } from '../sim/calendar.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: string;
  /** `21:07:09` */
  readonly time: string;
  readonly ms: number;
}

function momentOf(wallMs: number): Moment {
  const { year, month, day, weekday, hour, minute, second, ms } = calendarOf(wallMs);
  return {
    year,
    month,
    day,
    weekday: DAYS[weekday] as string,
    time: `${two(hour)}:${two(minute)}:${two(second)}`,
    ms: Math.floor(ms),
  };
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** `1122 21:07:09.000000`, behind the letter of a klog line. */
export function klogDate(wallMs: number): string {
  const { day, month, time, ms } = momentOf(wallMs);
  return `${two(month)}${two(day)} ${time}.${String(ms).padStart(3, '0')}000`;
}

/** `Sun, 22 Nov 2026 21:07:09 GMT` */
export function httpDate(wallMs: number): string {
  const { weekday, day, month, year, time } = momentOf(wallMs);
  return `${weekday}, ${two(day)} ${MONTHS[month - 1]} ${year} ${time} GMT`;
}

/** `22/Nov/2026:21:07:09 +0000`, of access logs. */
export function accessLogDate(wallMs: number): string {
  const { day, month, year, time } = momentOf(wallMs);
  return `${two(day)}/${MONTHS[month - 1]}/${year}:${time} +0000`;
}

/** `2026/11/22 21:07:09`, of Go's log package and nginx. */
export function slashDate(wallMs: number): string {
  const { day, month, year, time } = momentOf(wallMs);
  return `${year}/${two(month)}/${two(day)} ${time}`;
}

/** `2026-11-22T21:07:09.123Z` */
export function isoDate(wallMs: number): string {
  const { day, month, year, time, ms } = momentOf(wallMs);
  return `${year}-${two(month)}-${two(day)}T${time}.${String(ms).padStart(3, '0')}Z`;
}

/** `2026-11-22T21:07:09.12Z`, of Go's time.RFC3339Nano: without the zeros at the end. */
export function rfc3339Nano(wallMs: number): string {
  return isoDate(wallMs).replace(/\.?0+Z$/, 'Z');
}

/** `Sun Nov 22 21:07:09 2026`, of C's ctime. */
export function ctimeDate(wallMs: number): string {
  const { weekday, month, day, time, year } = momentOf(wallMs);
  return `${weekday} ${MONTHS[month - 1]} ${String(day).padStart(2)} ${time} ${year}`;
}
