/** `date`, `sleep`, `timeout` and `uptime` on world time. Models: GNU coreutils 9.1; procps 4.0 for uptime. */
import { type Calendar, type CivilDate, calendarOf, daysOfDate } from '../../world/sim/calendar.ts';
import type { ToolIo } from '../tool.ts';
import type { Builtin } from './shell.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAY_MS = 86_400_000;

const two = (value: number) => String(value).padStart(2, '0');

const FIELDS: Readonly<Record<string, (at: Calendar, unixMs: number) => string>> = {
  Y: (at) => String(at.year),
  y: (at) => two(at.year % 100),
  m: (at) => two(at.month),
  d: (at) => two(at.day),
  e: (at) => String(at.day).padStart(2),
  H: (at) => two(at.hour),
  I: (at) => two(at.hour % 12 || 12),
  M: (at) => two(at.minute),
  S: (at) => two(at.second),
  N: (at) => String(at.ms).padStart(3, '0').padEnd(9, '0'),
  p: (at) => (at.hour < 12 ? 'AM' : 'PM'),
  j: (at) => String(at.yearDay).padStart(3, '0'),
  u: (at) => String(at.weekday || 7),
  w: (at) => String(at.weekday),
  a: (at) => (DAYS[at.weekday] as string).slice(0, 3),
  A: (at) => DAYS[at.weekday] as string,
  b: (at) => (MONTHS[at.month - 1] as string).slice(0, 3),
  h: (at) => (MONTHS[at.month - 1] as string).slice(0, 3),
  B: (at) => MONTHS[at.month - 1] as string,
  s: (_, unixMs) => String(Math.floor(unixMs / 1000)),
  Z: () => 'UTC',
  z: () => '+0000',
  n: () => '\n',
  t: () => '\t',
  '%': () => '%',
  F: (at, ms) => formatDate('%Y-%m-%d', at, ms),
  T: (at, ms) => formatDate('%H:%M:%S', at, ms),
  R: (at, ms) => formatDate('%H:%M', at, ms),
  D: (at, ms) => formatDate('%m/%d/%y', at, ms),
  c: (at, ms) => formatDate('%a %b %e %H:%M:%S %Y', at, ms),
  x: (at, ms) => formatDate('%m/%d/%y', at, ms),
  X: (at, ms) => formatDate('%H:%M:%S', at, ms),
};

export function formatDate(format: string, at: Calendar, unixMs: number): string {
  return format.replace(/%(-?)([a-zA-Z%]|:z|3N|6N)/g, (whole, flag: string, name: string) => {
    if (name === ':z') return '+00:00';
    if (name === '3N' || name === '6N') return (FIELDS.N?.(at, unixMs) ?? '').slice(0, Number(name[0]));
    const text = FIELDS[name]?.(at, unixMs);
    if (text === undefined) return whole;
    return flag === '-' ? text.replace(/^[0 ]+(?=.)/, '') : text;
  });
}

/** The date strings people type: `now`, `@N`, ISO forms, `N unit ago`, `+N unit`, `yesterday`. */
export function parseDate(text: string, nowMs: number): number | undefined {
  const phrase = text.trim().toLowerCase();
  if (phrase === '' || phrase === 'now' || phrase === 'today') return nowMs;
  if (phrase === 'yesterday') return nowMs - DAY_MS;
  if (phrase === 'tomorrow') return nowMs + DAY_MS;
  const instant = /^@(\d+)$/.exec(phrase);
  if (instant) return Number(instant[1]) * 1000;
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[t ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?\s*(?:z|utc|\+00:?00)?$/.exec(phrase);
  if (iso) {
    const [year, month, day, hour = 0, minute = 0, second = 0] = iso.slice(1).map((part) => Number(part ?? 0));
    const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
    return daysOfDate({ year, month, day } as CivilDate) * DAY_MS + seconds * 1000;
  }
  const relative = /^(?:now\s*)?([+-]?\s*\d+)\s*(sec|second|min|minute|hour|day|week)s?( ago)?$/.exec(phrase);
  if (!relative) return undefined;
  const units: Record<string, number> = {
    sec: 1,
    second: 1,
    min: 60,
    minute: 60,
    hour: 3600,
    day: 86_400,
    week: 604_800,
  };
  const amount = Number((relative[1] as string).replace(/\s/g, '')) * (units[relative[2] as string] as number) * 1000;
  return relative[3] ? nowMs - amount : nowMs + amount;
}

const date: Builtin = {
  name: 'date',
  run(argv, io) {
    const now = io.clock.epochMs + io.clock.nowMs();
    let at: number | undefined = now;
    let format = '%a %b %e %H:%M:%S %Z %Y';
    for (let index = 0; index < argv.length; index++) {
      const arg = argv[index] as string;
      const given = /^(?:-d|--date=?)(.*)$/s.exec(arg);
      if (given) {
        const text = given[1] === '' ? (argv[++index] ?? '') : (given[1] as string);
        at = parseDate(text, now);
        if (at === undefined) return fail(io, `date: invalid date ‘${text}’\n`);
      } else if (arg.startsWith('+')) format = arg.slice(1);
      else if (/^-(?:u|-utc|-universal)$/.test(arg)) continue;
      else if (/^(?:-I|--iso-8601)/.test(arg)) format = isoFormat(arg.replace(/^(?:-I|--iso-8601=?)/, ''));
      else if (arg === '-R' || arg === '--rfc-email') format = '%a, %d %b %Y %H:%M:%S %z';
      else if (arg.startsWith('--rfc-3339')) format = arg.endsWith('date') ? '%F' : '%F %T%:z';
      else if (arg.startsWith('-'))
        return fail(io, `date: unrecognized option '${arg}'\nTry 'date --help' for more information.\n`);
      else return fail(io, `date: invalid date ‘${arg}’\n`);
    }
    io.out(`${formatDate(format, calendarOf(at), at)}\n`);
    return 0;
  },
};

function isoFormat(precision: string): string {
  if (precision.startsWith('s')) return '%FT%T%:z';
  if (precision.startsWith('m')) return '%FT%R%:z';
  if (precision.startsWith('h')) return '%FT%H%:z';
  return '%F';
}

function fail(io: ToolIo, text: string, exitCode = 1): number {
  io.err(text);
  return exitCode;
}

/** `1.5`, `2m`, `1h`, `1d` in ms; undefined when it is none. */
export function durationMs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text);
  if (!match) return undefined;
  return (
    Number(match[1]) * { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: DAY_MS }[match[2] as '' | 's' | 'm' | 'h' | 'd']
  );
}

const sleep: Builtin = {
  name: 'sleep',
  async run(argv, io) {
    if (argv.length === 0) return fail(io, "sleep: missing operand\nTry 'sleep --help' for more information.\n");
    let total = 0;
    for (const arg of argv) {
      const ms = durationMs(arg);
      if (ms === undefined)
        return fail(io, `sleep: invalid time interval ‘${arg}’\nTry 'sleep --help' for more information.\n`);
      total += ms;
    }
    await io.clock.sleep(total);
    return io.interrupted() ? 130 : 0;
  },
};

const uptime: Builtin = {
  name: 'uptime',
  run(argv, io) {
    const seconds = Math.floor(io.clock.nowMs() / 1000) + 86_400;
    const days = Math.floor(seconds / 86_400);
    const minutes = Math.floor(seconds / 60) % 60;
    const hours = Math.floor(seconds / 3600) % 24;
    if (argv[0] === '-p') {
      io.out(`up ${days} day${days === 1 ? '' : 's'}, ${hours} hours, ${minutes} minutes\n`);
      return 0;
    }
    const now = calendarOf(io.clock.epochMs + io.clock.nowMs());
    const span = hours > 0 ? `${String(hours).padStart(2)}:${two(minutes)}` : `${minutes} min`;
    const clock = `${two(now.hour)}:${two(now.minute)}:${two(now.second)}`;
    io.out(` ${clock} up ${days} day${days === 1 ? '' : 's'}, ${span},  1 user,  load average: 0.08, 0.05, 0.01\n`);
    return 0;
  },
};

export const DATE_BUILTINS: readonly Builtin[] = [date, sleep, uptime];
