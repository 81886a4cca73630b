/**
 * The runner of one node's kube-proxy: when a change gets into its rules. A change waits for its sync, a sync begins with what is wanted
 * then and takes its time, and between the end of one and the beginning of the next passes `minSyncPeriod`.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/runner/bounded_frequency_runner.go,
 * pkg/proxy/iptables/proxier.go (syncProxyRules: doFullSync)
 */
import { minSyncMsOf } from '../dataplane/compile/proxy-periods.ts';
import type { RuleSet } from '../dataplane/compile/rule-set.ts';
import {
  addSync,
  HEALTH_TIMEOUT_MS,
  rulesUnderway,
  type Syncing,
  type SyncKind,
  syncing,
} from '../dataplane/proxy-syncing.ts';
import { DURATIONS } from '../sim/durations.ts';
import { draw } from '../sim/random.ts';
import type { ControllerContext } from './controller.ts';
import { syncCostMs } from './proxy-sync-cost.ts';

/** All is written anew this long after the last time. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/util/utils.go (FullSyncPeriod) */
const FULL_SYNC_MS = 3_600_000;

/** The way from a change to the rules, of which `DURATIONS.proxySyncMs` speaks, has room for a sync as short as this. */
const INCLUDED_MS = DURATIONS.proxySyncMs / 2;

export interface Sync {
  readonly node: string;
  readonly context: ControllerContext;
  /** The rules as they should be now. */
  readonly wanted: RuleSet;
  /** As they are. */
  readonly before: RuleSet | undefined;
  install(rules: RuleSet): void;
  /** By content: whether equal rules are one object is a matter of caches, and must not set a timer. */
  isSame(a: RuleSet, b: RuleSet): boolean;
}

/** Brings the node's rules one step further, and asks to be called again where another one is left. */
export function syncRules(sync: Sync): void {
  const { node, context } = sync;
  const rules = finishUnderway(sync);
  const underway = rulesUnderway(context.cluster).get(node);
  const current = underway ?? rules;
  if (current && sync.isSame(current, sync.wanted)) rest(sync);
  else if (!underway && isDue(sync)) begin(sync, rules);
  else queue(sync);
  arm(sync);
}

function standOf({ node, context }: Sync): Syncing {
  return syncing(context.cluster).get(node) ?? {};
}

function setStand({ node, context }: Sync, stand: Syncing): void {
  syncing(context.cluster).set(node, stand);
}

/** The rules that are in the kernel now. What a process that has since ended was about to write never gets there. */
function finishUnderway(sync: Sync): RuleSet | undefined {
  const { node, context, wanted, before } = sync;
  const table = rulesUnderway(context.cluster);
  const underway = table.get(node);
  const { doneMs, doing, ...stand } = standOf(sync);
  if (!underway || doneMs === undefined || !doing) return before;
  const isGone = underway.startedMs !== wanted.startedMs;
  if (!isGone && doneMs > context.nowMs()) return before;
  table.delete(node);
  setStand(sync, isGone ? stand : { ...counted(stand, doing, doneMs), lastMs: doneMs });
  if (isGone) return before;
  sync.install(underway);
  return underway;
}

/** What changed is as it was before. */
function rest(sync: Sync): void {
  const { dueMs, startMs, queuedMs, ...stand } = standOf(sync);
  if (dueMs !== undefined) setStand(sync, stand);
}

function isDue(sync: Sync): boolean {
  const { startMs, dueMs } = standOf(sync);
  return dueMs !== undefined && (startMs ?? dueMs) <= sync.context.nowMs();
}

/** Writes the rules, or begins to where that takes its time. */
function begin(sync: Sync, before: RuleSet | undefined): void {
  const { node, context, wanted } = sync;
  const now = context.nowMs();
  const { startMs, dueMs, queuedMs, ...stand } = standOf(sync);
  const kind = kindOf(sync, before);
  const tookMs = syncCostMs(wanted, kind);
  const longerMs = startMs === undefined ? 0 : longerBy(tookMs);
  const { lastMs } = stand;
  const own = before?.startedMs === wanted.startedMs ? stand : lastMs === undefined ? {} : { lastMs };
  if (longerMs === 0) {
    setStand(sync, { ...counted(own, { kind, tookMs }, now), lastMs: now });
    sync.install(wanted);
    return;
  }
  rulesUnderway(context.cluster).set(node, wanted);
  const waiting = queuedMs === undefined ? {} : { queuedMs };
  setStand(sync, { ...own, doneMs: now + longerMs, doing: { kind, tookMs }, ...waiting });
}

function counted(stand: Syncing, { kind, tookMs }: NonNullable<Syncing['doing']>, now: number): Syncing {
  return { ...stand, [kind]: addSync(stand[kind], tookMs), ...(kind === 'full' ? { fullMs: now } : {}) };
}

/** A new process knows nothing of what is in the kernel, and another zone or address of the node concerns every Service. */
function kindOf(sync: Sync, before: RuleSet | undefined): SyncKind {
  const { wanted, context } = sync;
  const { fullMs } = standOf(sync);
  if (before?.startedMs !== wanted.startedMs || before.zone !== wanted.zone) return 'full';
  if (before.addresses.join() !== wanted.addresses.join()) return 'full';
  return fullMs === undefined || context.nowMs() - fullMs > FULL_SYNC_MS ? 'full' : 'partial';
}

function longerBy(costMs: number): number {
  return Math.max(0, costMs - INCLUDED_MS);
}

/** A change is in the rules a moment later, `minSyncPeriod` after the last sync at the earliest; what comes in between goes along. */
function queue(sync: Sync): void {
  const { node, context, wanted, before } = sync;
  const { lastMs, doneMs, dueMs, ...stand } = standOf(sync);
  if (dueMs !== undefined) return;
  const now = context.nowMs();
  const wayMs = Math.round(DURATIONS.proxySyncMs * (0.5 + draw(context.cluster.seed, 'proxy-sync', node)));
  const endedMs = doneMs ?? lastMs;
  const startMs = Math.max(now + wayMs, endedMs === undefined ? now : endedMs + minSyncMsOf(wanted.config));
  const longerMs = longerBy(syncCostMs(wanted, kindOf(sync, before)));
  const due = startMs + longerMs;
  setStand(sync, {
    ...stand,
    ...(lastMs === undefined ? {} : { lastMs }),
    ...(doneMs === undefined ? {} : { doneMs }),
    dueMs: due,
    ...(longerMs > 0 ? { startMs } : {}),
    ...(due - now >= HEALTH_TIMEOUT_MS ? { queuedMs: now } : {}),
  });
}

/** The next moment at which there is something to do. */
function arm(sync: Sync): void {
  const { doneMs, startMs, dueMs } = standOf(sync);
  const nextMs = doneMs ?? startMs ?? dueMs;
  if (nextMs !== undefined) sync.context.after(nextMs - sync.context.nowMs(), sync.node);
}
