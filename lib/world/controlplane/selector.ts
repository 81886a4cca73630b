/** Equality selectors of Services and pods, and the requirements of node selectors. */

type Labels = Readonly<Record<string, string>> | undefined;

/** Every pair of `wanted` stands in `labels`. */
export function matchesLabels(wanted: Readonly<Record<string, string>>, labels: Labels): boolean {
  for (const key in wanted) if (labels?.[key] !== wanted[key]) return false;
  return true;
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

/** One `matchExpressions` entry, of label selectors and of node selectors (`Gt`, `Lt`). */
export function matchesRequirement({ key, operator, values = [] }: Requirement, labels: Labels): boolean {
  const value = labels?.[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number.parseInt(value, 10) > Number.parseInt(values[0] ?? '', 10);
    case 'Lt':
      return value !== undefined && Number.parseInt(value, 10) < Number.parseInt(values[0] ?? '', 10);
    default:
      return false;
  }
}
