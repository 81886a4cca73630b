/**
 * Our own small client: it calls a URL again and again and logs what came back, and from which address:
 * `GET http://cart/ 200 10.0.2.31:8080 cart-7d9 saw 10.0.1.9:40112`. Flags: `--url URL`, `--every 5s`, `--timeout 2s`, `--keep-alive`.
 */
import { type Flags, parseFlags } from './flags.ts';
import type { Process, Workload } from './workload.ts';

function flagsOf(process: Process): Flags {
  return parseFlags(process.argv.slice(1), { values: ['url', 'every', 'timeout'], switches: ['keep-alive'] });
}

/** `500ms`, `5s`, `2m`; undefined when it is none of these. */
function parseDuration(text: string): number | undefined {
  const match = /^(\d+)(ms|s|m)$/.exec(text);
  if (!match) return undefined;
  const unitMs = { ms: 1, s: 1000, m: 60_000 }[match[2] as 'ms' | 's' | 'm'];
  return Number(match[1]) * unitMs;
}

function complaintOf(flags: Flags): string | undefined {
  if (flags.unknown[0]) return `caller: unknown flag --${flags.unknown[0]}`;
  if (!flags.find('url')) return 'caller: --url is required';
  for (const name of ['every', 'timeout']) {
    const text = flags.find(name);
    if (text !== undefined && !parseDuration(text)) return `caller: --${name} ${text} is not a duration such as 5s`;
  }
  return undefined;
}

export const caller: Workload = {
  images: ['ghcr.io/hoplab/caller'],
  image: { entrypoint: ['/caller'], cmd: [] },
  start: (process) => {
    const complaint = complaintOf(flagsOf(process));
    if (complaint) return { readyAfterMs: 0, exit: { code: 2, afterMs: 50 }, logs: [complaint] };
    return { readyAfterMs: 100, logs: [`calling ${flagsOf(process).find('url')}`] };
  },
  listeners: () => [],
  habit: (process) => {
    const flags = flagsOf(process);
    if (complaintOf(flags)) return undefined;
    return {
      url: flags.find('url') as string,
      everyMs: parseDuration(flags.find('every') ?? '5s') as number,
      timeoutMs: parseDuration(flags.find('timeout') ?? '2s') as number,
      connections: flags.find('keep-alive') ? 'Kept' : 'New',
    };
  },
};
