/**
 * Our own small source of DNS load: it says how many names it looks up a second, each another one that exists, so that no cache knows it. Flags:
 * `--rate 400 --domain example.com`. The questions are counted, not sent.
 */
import { type Flags, parseFlags } from './flags.ts';
import type { Process, Workload } from './workload.ts';

const IMAGE = 'ghcr.io/hoplab/lookups';

export interface LookUpLoad {
  /** Look-ups a second, each of A and AAAA. */
  readonly perSecond: number;
  /** Under which the names lie. */
  readonly domain: string;
}

function flagsOf(argv: readonly string[]): Flags {
  return parseFlags(argv.slice(1), { values: ['rate', 'domain'] });
}

function complaintOf(flags: Flags): string | undefined {
  if (flags.unknown[0]) return `lookups: unknown flag --${flags.unknown[0]}`;
  const rate = flags.find('rate');
  if (rate === undefined || !/^\d{1,6}$/.test(rate)) return 'lookups: --rate is required: look-ups a second';
  return flags.find('domain') ? undefined : 'lookups: --domain is required';
}

/** Undefined: the process is another one, or does not come up. */
export function findLookUpLoad({ argv, container }: Pick<Process, 'argv' | 'container'>): LookUpLoad | undefined {
  if (!container.image?.startsWith(IMAGE)) return undefined;
  const flags = flagsOf(argv);
  if (complaintOf(flags)) return undefined;
  return { perSecond: Number(flags.find('rate')), domain: flags.find('domain') as string };
}

export const lookups: Workload = {
  images: [IMAGE],
  image: { entrypoint: ['/lookups'], cmd: [] },
  start: (process) => {
    const complaint = complaintOf(flagsOf(process.argv));
    if (complaint) return { readyAfterMs: 0, exit: { code: 2, afterMs: 50 }, logs: [complaint] };
    const load = findLookUpLoad(process);
    return { readyAfterMs: 100, logs: [`looking up ${load?.perSecond} names a second under ${load?.domain}`] };
  },
  listeners: () => [],
};
