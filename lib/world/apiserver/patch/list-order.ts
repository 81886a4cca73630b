/**
 * The order of a merged list: the items of the patch in the patch's order, between them those that only the server
 * has, as near to their old places as that allows.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/strategicpatch/patch.go (normalizeElementOrder)
 */
import { isObject, type Json } from './json-value.ts';

/** Keys are compared as text; those that are no scalars come from people too. */
function keyText(value: Json | undefined): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function sameItem(left: Json | undefined, right: Json | undefined): boolean {
  return left === right || (left !== undefined && right !== undefined && keyText(left) === keyText(right));
}

export function mergeKeyOf(item: Json, mergeKey: string | undefined): Json | undefined {
  if (!mergeKey) return item;
  return isObject(item) && Object.hasOwn(item, mergeKey) ? item[mergeKey] : undefined;
}

function positions(list: readonly Json[], mergeKey: string | undefined): Map<string, number> {
  const found = new Map<string, number>();
  for (const [index, item] of list.entries()) {
    const key = keyText(mergeKeyOf(item, mergeKey));
    if (!found.has(key)) found.set(key, index);
  }
  return found;
}

/** `merged` in the order that `wanted` (first) and `live` (for the rest) ask for. */
export function arrange(
  merged: readonly Json[],
  wanted: readonly Json[],
  live: readonly Json[],
  mergeKey: string | undefined,
): Json[] {
  const wantedAt = positions(wanted, mergeKey);
  const liveAt = positions(live, mergeKey);
  const at = (item: Json, where: Map<string, number>): number => where.get(keyText(mergeKeyOf(item, mergeKey))) ?? -1;
  const ours = merged.filter((item) => at(item, wantedAt) >= 0).sort((a, b) => at(a, wantedAt) - at(b, wantedAt));
  const others = merged.filter((item) => at(item, wantedAt) < 0).sort((a, b) => at(a, liveAt) - at(b, liveAt));
  const result: Json[] = [];
  let next = 0;
  for (const item of ours) {
    const place = at(item, liveAt);
    for (; next < others.length; next++) {
      const other = at(others[next] as Json, liveAt);
      if (other < 0 || other >= place) break;
      result.push(others[next] as Json);
    }
    result.push(item);
  }
  return [...result, ...others.slice(next)];
}
