/** Brings the Go structs behind our kinds into the shape that the schemas are written from. */
import type { GoField, GoTypes } from './go-binary.ts';

/** How Go's encoding treats a field that was not set. */
export type Presence = 'pointer' | 'nullable' | 'always' | 'omitempty' | 'omitzero';

export interface Field {
  readonly name: string;
  readonly presence: Presence;
  /** `string`, `int32`, `[]core/v1.Container`, `{}Quantity` (a map), `core/v1.PodSpec`, `Time`, … */
  readonly type: string;
  /** The name that Go's errors give to the type, where it is not the plain one: `v1.Protocol`. */
  readonly goType: string | undefined;
  /** The embedded Go struct that the field comes from; Go's error paths name it. */
  readonly embedded: string | undefined;
  readonly mergeKey: string | undefined;
  readonly strategies: readonly string[];
}

export interface Struct {
  /** `core/v1.PodSpec` */
  readonly name: string;
  readonly fields: readonly Field[];
}

interface GoNamed {
  readonly type: string;
  readonly goType: string | undefined;
}

const META = 'k8s.io/apimachinery/pkg/apis/meta/v1';
const SPECIAL = new Map([
  [`${META}.Time`, 'Time'],
  [`${META}.MicroTime`, 'MicroTime'],
  [`${META}.FieldsV1`, 'any'],
  ['k8s.io/apimachinery/pkg/runtime.RawExtension', 'any'],
  ['k8s.io/apimachinery/pkg/api/resource.Quantity', 'Quantity'],
  ['k8s.io/apimachinery/pkg/util/intstr.IntOrString', 'IntOrString'],
]);

/** `k8s.io/api/core/v1.Pod` → `core/v1.Pod` */
export function shortName(goName: string): string {
  return goName.replace(/^k8s\.io\/apimachinery\/pkg\/apis\//, '').replace(/^k8s\.io\/api\//, '');
}

export function longName(name: string): string {
  return name.startsWith('meta/') ? `k8s.io/apimachinery/pkg/apis/${name}` : `k8s.io/api/${name}`;
}

/** All structs that can be reached from those, in the order of first meeting. */
export function collectStructs(types: GoTypes, roots: readonly string[]): Map<string, Struct> {
  const structs = new Map<string, Struct>();
  const visit = (name: string): void => {
    if (structs.has(name)) return;
    const fields = readFields(types, longName(name));
    structs.set(name, { name, fields });
    for (const field of fields) {
      const element = field.type.replace(/^(\[\]|\{\})*/, '');
      if (element.includes('.')) visit(element);
    }
  };
  for (const root of roots) visit(root);
  return structs;
}

function readFields(types: GoTypes, goName: string): Field[] {
  const own = types.structs.get(goName);
  if (!own) throw new Error(`kubectl has no ${goName}`);
  return own.flatMap((field) => {
    const json = tagOf(field, 'json').split(',');
    if (field.embedded && json.includes('inline')) return readEmbedded(types, field);
    return json[0] === '-' || json[0] === '' ? [] : [toField(types, field, json)];
  });
}

function readEmbedded(types: GoTypes, embedded: GoField): Field[] {
  return readFields(types, embedded.type).map((field) => ({
    ...field,
    embedded: [embedded.name, field.embedded].filter(Boolean).join('.'),
  }));
}

function toField(types: GoTypes, field: GoField, json: readonly string[]): Field {
  const pointer = field.type.startsWith('*');
  const { type, goType } = toType(types, field.type.replace(/^\*/, ''));
  const presence = presenceOf(pointer, json);
  return {
    name: json[0] as string,
    presence,
    type,
    goType,
    embedded: undefined,
    mergeKey: tagOf(field, 'patchMergeKey') || undefined,
    strategies: tagOf(field, 'patchStrategy').split(',').filter(Boolean),
  };
}

function presenceOf(pointer: boolean, json: readonly string[]): Presence {
  const omits = json.includes('omitempty');
  if (pointer) return omits ? 'pointer' : 'nullable';
  return json.includes('omitzero') ? 'omitzero' : omits ? 'omitempty' : 'always';
}

function toType(types: GoTypes, goType: string): GoNamed {
  const special = SPECIAL.get(goType);
  if (special) return { type: special, goType: undefined };
  if (types.structs.has(goType)) return { type: shortName(goType), goType: undefined };
  if (goType === '[]uint8') return { type: 'bytes', goType: undefined };
  const list = goType.match(/^\[\](.*)$/);
  if (list) return prefixed('[]', toType(types, list[1] as string));
  const map = goType.match(/^map\[([^\]]*)\](.*)$/);
  if (map) return mapType(types, map[1] as string, map[2] as string);
  const behind = types.scalars.get(goType);
  if (!behind) return { type: goType, goType: undefined };
  const inner = toType(types, behind);
  return { type: inner.type, goType: lastPart(goType) };
}

/** Go's name of a map is kept where it is not that of plain strings to the element. */
function mapType(types: GoTypes, key: string, element: string): GoNamed {
  const inner = toType(types, element);
  const plain = key === 'string' && !inner.goType;
  return {
    type: `{}${inner.type}`,
    goType: plain ? undefined : `map[${lastPart(key)}]${inner.goType ?? lastPart(element)}`,
  };
}

function lastPart(goType: string): string {
  return goType.replace(/^.*\//, '');
}

/** A list of a named element keeps the element's name: `[]v1.PersistentVolumeAccessMode`. */
function prefixed(prefix: '[]' | '{}', inner: GoNamed): GoNamed {
  return { type: `${prefix}${inner.type}`, goType: inner.goType };
}

function tagOf(field: GoField, key: string): string {
  return field.tag.match(new RegExp(`(?:^| )${key}:"([^"]*)"`))?.[1] ?? '';
}
