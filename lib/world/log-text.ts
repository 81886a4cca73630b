/**
 * Dates in what programs log: kept as marks in the state, written out where a log is read, so that a world's hash does not
 * depend on the day.
 */
import { accessLogDate, isoDate, klogDate, slashDate } from './workloads/timestamps.ts';

const FORMATS = {
  /** `22/Nov/2026:21:07:09 +0000` */
  Access: accessLogDate,
  /** `22/Nov/2026 21:07:09`, of Python's http.server. */
  Python: (wallMs: number) => accessLogDate(wallMs).replace(' +0000', '').replace(':', ' '),
  /** `2026/11/22 21:07:09` */
  Slash: slashDate,
  /** `1122 21:07:09.000000` */
  Klog: klogDate,
  /** `2026-11-22T21:07:09.123Z` */
  Iso: isoDate,
  /** `2026-11-22 21:07:09.123 UTC`, of PostgreSQL. */
  Postgres: (wallMs: number) => isoDate(wallMs).replace('T', ' ').replace('Z', ' UTC'),
} as const;

type Format = keyof typeof FORMATS;

/** A character that no log line of its own has. */
const MARK = '\u0001';

/** Stands in a line for the moment at which it is written. */
export function dateMark(format: Format): string {
  return `${MARK}${format}${MARK}`;
}

/** The line as it reads; `wallMs` is when it was written, ms since 1970. */
export function printLog(text: string, wallMs: number): string {
  if (!text.includes(MARK)) return text;
  const parts = text.split(MARK).map((part, index) => {
    const format = index % 2 === 1 && Object.hasOwn(FORMATS, part) ? FORMATS[part as Format] : undefined;
    return format ? format(wallMs) : part;
  });
  return parts.join('');
}
