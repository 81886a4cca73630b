/** Moments as servers print them. Input is wall-clock ms since 1970, UTC. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const DAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'] as const;
const DAY_MS = 86_400_000;

interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: string;
  /** `21:07:09` */
  readonly time: string;
  readonly ms: number;
}

/** Days to a date of the Gregorian calendar, counted in eras of 400 years that begin on 1 March. */
function momentOf(wallMs: number): Moment {
  const days = Math.floor(wallMs / DAY_MS);
  const rest = wallMs - days * DAY_MS;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    weekday: DAYS[((days % 7) + 7) % 7] as string,
    time: [rest / 3_600_000, (rest / 60_000) % 60, (rest / 1000) % 60].map((n) => two(Math.floor(n))).join(':'),
    ms: Math.floor(rest % 1000),
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
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

/** `Sun Nov 22 21:07:09 2026`, of C's ctime. */
export function ctimeDate(wallMs: number): string {
  const { weekday, month, day, time, year } = momentOf(wallMs);
  return `${weekday} ${MONTHS[month - 1]} ${String(day).padStart(2)} ${time} ${year}`;
}
