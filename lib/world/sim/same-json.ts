/** Whether two JSON values are the same whatever the order of their keys; a key without a value is no key. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) return sameLists(one, other);
  const mine = one as Record<string, unknown>;
  const theirs = other as Record<string, unknown>;
  for (const key of Object.keys(mine)) if (!sameJson(mine[key], theirs[key])) return false;
  return Object.keys(theirs).every((key) => theirs[key] === undefined || mine[key] !== undefined);
}

function sameLists(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
  return one.every((item, index) => sameJson(item, other[index]));
}
