/** Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/admission/plugin/resourcequota/controller.go (CheckRequest) */
import { getKind, type KindName, type ObjectOf } from '../../api/kinds.ts';
import { compareQuantities, subtractQuantities } from '../../api/quantity.ts';
import { type Amounts, add, amountOf, isInScope, usageOf } from '../quota/usage.ts';
import { forbidden } from '../status.ts';
import { listObjects } from '../store.ts';
import type { WriteContext } from '../strategy.ts';

type Pod = ObjectOf<'Pod'>;

const NEEDED = ['cpu', 'limits.cpu', 'limits.memory', 'memory', 'requests.cpu', 'requests.memory'];

function print(amounts: Amounts, names: readonly string[]): string {
  return [...names]
    .sort()
    .map((name) => `${name}=${amounts[name]}`)
    .join(',');
}

/** Where a quota bounds cpu or memory every container has to say how much it takes. */
function findUnsaid({ spec }: Pod, hard: Amounts): string | undefined {
  const missing = NEEDED.filter((name) => name in hard).flatMap((name) => {
    const [part, resource] = name.startsWith('limits.')
      ? (['limits', name.slice('limits.'.length)] as const)
      : (['requests', name.replace(/^requests\./, '')] as const);
    const silent = [...spec.containers, ...(spec.initContainers ?? [])].filter(
      ({ resources }) => resources?.[part]?.[resource] === undefined,
    );
    if (silent.length === 0) return [];
    return [
      `${name} for: ${silent
        .map((container) => container.name)
        .sort()
        .join(',')}`,
    ];
  });
  return missing.length > 0 ? `must specify ${missing.join('; ')}` : undefined;
}

function without(after: Amounts, before: Amounts): Amounts {
  const names = new Set([...Object.keys(after), ...Object.keys(before)]);
  return Object.fromEntries(
    [...names].map((name) => [name, subtractQuantities(after[name] ?? '0', before[name] ?? '0')]),
  );
}

/** Refuses what would go beyond a quota of its namespace; only a quota whose books are kept bounds anything. */
export function resourceQuota<K extends KindName>(
  kind: K,
  object: ObjectOf<K>,
  old: ObjectOf<K> | undefined,
  { cluster }: WriteContext,
): void {
  const { name = '', namespace } = object.metadata;
  if (namespace === undefined) return;
  for (const quota of listObjects(cluster, 'ResourceQuota', namespace)) {
    const hard = quota.status.hard ?? {};
    if (!isInScope(quota, kind, object)) continue;
    const all = amountOf(kind, object);
    const wanted = old ? without(all, amountOf(kind, old)) : all;
    const names = Object.keys(hard).filter((one) => one in wanted && compareQuantities(wanted[one] as string, '0') > 0);
    const quotaName = quota.metadata.name;
    const unsaid = kind === 'Pod' && !old ? findUnsaid(object as unknown as Pod, hard) : undefined;
    if (unsaid) throw forbidden(getKind(kind), name, `failed quota: ${quotaName}: ${unsaid}`);
    if (names.length === 0) continue;
    const used = usageOf(cluster, quota);
    const sum = add(used, wanted);
    const over = names.filter((one) => compareQuantities(sum[one] as string, hard[one] as string) > 0);
    if (over.length === 0) continue;
    const because = `exceeded quota: ${quotaName}, requested: ${print(wanted, over)}, used: ${print(used, over)}, limited: ${print(hard, over)}`;
    throw forbidden(getKind(kind), name, because);
  }
}
