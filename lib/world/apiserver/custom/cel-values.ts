/** JSON as CEL sees it through its schema. */
import type { StructuralSchema } from '../../api/custom.ts';
import { isObject } from '../../api/decoding.ts';

const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

/** Field names that are no CEL identifiers are written in escapes; undefined for one that cannot be. */
export function escapedName(name: string): string | undefined {
  if (RESERVED.has(name)) return `__${name}__`;
  const escaped = name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(escaped) ? escaped : undefined;
}

function fromNumber(schema: StructuralSchema | undefined, value: number): unknown {
  return Number.isInteger(value) && schema?.type !== 'number' ? BigInt(value) : value;
}

export function toCel(schema: StructuralSchema | undefined, value: unknown): unknown {
  if (typeof value === 'number') return fromNumber(schema, value);
  if (Array.isArray(value)) return value.map((item) => toCel(schema?.items, item));
  if (!isObject(value)) return value ?? null;
  const { properties = {}, additionalProperties } = schema ?? {};
  const members = isObject(additionalProperties) ? (additionalProperties as StructuralSchema) : undefined;
  const entries: [string, unknown][] = [];
  for (const key of Object.keys(value)) {
    if (value[key] === undefined) continue;
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const name = known ? (escapedName(key) ?? key) : key;
    entries.push([name, toCel(known ?? members, value[key])]);
  }
  return new Map(entries);
}
