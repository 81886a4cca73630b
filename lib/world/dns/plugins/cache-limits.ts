/** How long the cache keeps an answer. Models: https://coredns.io/plugins/cache/ */
import type { PluginConfig } from '../corefile.ts';
import { durationMs } from '../duration.ts';
import { absoluteName, isInZone } from '../message.ts';
import type { PluginAnswer } from './plugin.ts';

const MAX_SUCCESS_S = 3600;
const MAX_DENIAL_S = 1800;
/** MINTTL where nobody says otherwise. */
const MIN_S = 5;
const SERVFAIL_MS = 5000;
const STALE_MS = 3_600_000;

/** Ms; 0: not at all. `name` is the question's. */
export function lifetimeMs(answer: PluginAnswer, config: PluginConfig, name: string): number {
  if (answer.rcode === undefined || !isCached(config, name)) return 0;
  if (answer.rcode === 'SERVFAIL') return durationMs(optionOf(config, 'servfail')?.[1] ?? '') ?? SERVFAIL_MS;
  if (answer.rcode !== 'NOERROR' && answer.rcode !== 'NXDOMAIN') return 0;
  const kind = answer.answers.length > 0 ? 'success' : 'denial';
  if (isDisabled(config, kind, name)) return 0;
  const [, , limit, least] = optionOf(config, kind) ?? [];
  const most = kind === 'success' ? MAX_SUCCESS_S : MAX_DENIAL_S;
  const limitS = Math.min(most, Number(limit ?? capOf(config) ?? most));
  const records = kind === 'success' ? answer.answers : answer.authority;
  const ttlS = records.length > 0 ? Math.min(...records.map(({ ttl }) => ttl)) : MIN_S;
  return Math.min(limitS, Math.max(ttlS, Number(least ?? MIN_S))) * 1000;
}

/** How long after its end an answer may still be served, and whether its source is asked first. */
export function staleness(config: PluginConfig): { readonly keptMs: number; readonly mode: 'immediate' | 'verified' } {
  const option = optionOf(config, 'serve_stale');
  const mode = option?.includes('verified') ? 'verified' : 'immediate';
  return { keptMs: option ? (durationMs(option[1] ?? '') ?? STALE_MS) : 0, mode };
}

/** `prefetch AMOUNT [DURATION] [PERCENTAGE%]`: whether an answer so often asked for is fetched before it ends. */
export function isPrefetched(config: PluginConfig, hits: number, leftMs: number, lifeMs: number): boolean {
  const option = optionOf(config, 'prefetch');
  if (!option || hits < Number(option[1])) return false;
  const percent = Number(option.find((word) => word.endsWith('%'))?.slice(0, -1) ?? 10);
  return leftMs <= Math.max(1000, (lifeMs * percent) / 100);
}

function optionOf({ block }: PluginConfig, name: string): readonly string[] | undefined {
  return block.find(([option]) => option === name);
}

function capOf({ args }: PluginConfig): string | undefined {
  return /^\d+$/.test(args[0] ?? '') ? args[0] : undefined;
}

/** `cache [TTL] [ZONES…]` */
function isCached({ args }: PluginConfig, name: string): boolean {
  const zones = args.filter((arg, index) => index > 0 || !/^\d+$/.test(arg));
  return zones.length === 0 || zones.some((zone) => isInZone(name, absoluteName(zone)));
}

/** `disable success|denial [ZONES…]` */
function isDisabled({ block }: PluginConfig, kind: 'success' | 'denial', name: string): boolean {
  return block.some(([option, what, ...zones]) => {
    if (option !== 'disable' || what !== kind) return false;
    return zones.length === 0 || zones.some((zone) => isInZone(name, absoluteName(zone)));
  });
}
