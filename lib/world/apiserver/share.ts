/**
 * Gives the new version of a value the old version's parts wherever they are equal, so that versions share memory and
 * "did it change" is a comparison of references.
 */
export function share<T>(next: T, old: T): T {
  return shareValue(next, old) as T;
}

function shareValue(next: unknown, old: unknown): unknown {
  if (next === old || typeof next !== 'object' || typeof old !== 'object' || next === null || old === null) return next;
  if (Array.isArray(next)) return Array.isArray(old) ? shareList(next, old) : next;
  return Array.isArray(old) ? next : shareMap(next as Record<string, unknown>, old as Record<string, unknown>);
}

function shareList(next: unknown[], old: readonly unknown[]): unknown {
  let same = next.length === old.length;
  for (let index = 0; index < next.length; index++) {
    const part = shareValue(next[index], old[index]);
    if (part !== old[index]) same = false;
    if (part !== next[index]) next[index] = part;
  }
  return same ? old : next;
}

function shareMap(next: Record<string, unknown>, old: Record<string, unknown>): unknown {
  let same = true;
  let more = 0;
  for (const key in next) {
    more++;
    const part = shareValue(next[key], old[key]);
    if (part !== old[key] || (part === undefined && !Object.hasOwn(old, key))) same = false;
    if (part !== next[key]) next[key] = part;
  }
  for (const _ in old) more--;
  return same && more === 0 ? old : next;
}
