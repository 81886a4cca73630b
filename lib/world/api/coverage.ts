/**
 * Which fields decide something here, which cannot, and which could but are not modelled: read by the API server for
 * its warnings and by the coverage page.
 */

import { ALL, type CoverageTable, type StructCoverage } from './coverage/classes.ts';
import { CLUSTER_COVERAGE } from './coverage/cluster.ts';
import { POD_COVERAGE } from './coverage/pod.ts';
import { POLICY_COVERAGE } from './coverage/policies.ts';
import { SERVICE_COVERAGE } from './coverage/service.ts';
import { WORKLOAD_COVERAGE } from './coverage/workloads.ts';
import { getStruct, type Struct, type StructField } from './schema.ts';

export type FieldClass = 'modelled' | 'inert' | 'unmodelled';

/** All decisions by struct. */
export const COVERAGE: CoverageTable = {
  ...CLUSTER_COVERAGE,
  ...POD_COVERAGE,
  ...POLICY_COVERAGE,
  ...SERVICE_COVERAGE,
  ...WORKLOAD_COVERAGE,
};

const compiled = new Map<string, ReadonlyMap<string, FieldClass>>();

/** The class of each field of a struct. */
export function classesOf(struct: string): ReadonlyMap<string, FieldClass> {
  const known = compiled.get(struct);
  if (known) return known;
  const coverage = COVERAGE[struct] ?? {};
  const modelled = new Set(coverage.modelled?.split(' '));
  const inert = new Set(coverage.inert?.split(' '));
  const classes = new Map<string, FieldClass>();
  for (const { name } of getStruct(struct).fields) {
    const isModelled = modelled.has(ALL) || modelled.has(name);
    classes.set(name, inert.has(name) ? 'inert' : isModelled ? 'modelled' : 'unmodelled');
  }
  compiled.set(struct, classes);
  return classes;
}

/**
 * Paths of what stands in the object and has no effect here, such as `spec.template.spec.topologySpreadConstraints`, in
 * the order of the fields; each path once. A value that is not modelled follows its path: `spec.type "LoadBalancer"`.
 */
export function unmodelledFields(schema: string, object: object): string[] {
  const paths = new Set<string>();
  visit(getStruct(schema), object as Fields, '', paths);
  return [...paths];
}

type Fields = Readonly<Record<string, unknown>>;

function visit(struct: Struct, value: Fields, path: string, paths: Set<string>): void {
  const classes = classesOf(struct.name);
  const coverage = COVERAGE[struct.name] ?? {};
  for (const name in value) {
    const field = struct.byName.get(name);
    if (!field || value[name] === undefined) continue;
    visitField(
      field,
      classes.get(name) ?? 'unmodelled',
      coverage,
      value[name],
      path === '' ? name : `${path}.${name}`,
      paths,
    );
  }
}

function visitField(
  field: StructField,
  fieldClass: FieldClass,
  coverage: StructCoverage,
  value: unknown,
  path: string,
  paths: Set<string>,
): void {
  switch (fieldClass) {
    case 'inert':
      return;
    case 'unmodelled':
      if (!isListed(coverage.harmless?.[field.name], value)) paths.add(path);
      return;
    case 'modelled':
      if (isListed(coverage.unmodelledValues?.[field.name], value)) paths.add(`${path} ${JSON.stringify(value)}`);
      visitValue(field.type, value, path, paths);
      return;
    default:
      fieldClass satisfies never;
  }
}

function visitValue(type: StructField['type'], value: unknown, path: string, paths: Set<string>): void {
  if (type.form === 'struct') visit(getStruct(type.struct), value as Fields, path, paths);
  if (type.form !== 'list' || type.element.form !== 'struct') return;
  for (const [index, item] of (value as readonly unknown[]).entries())
    visitValue(type.element, item, `${path}[${index}]`, paths);
}

function isListed(listed: readonly unknown[] | undefined, value: unknown): boolean {
  return listed?.some((each) => JSON.stringify(each) === JSON.stringify(value)) ?? false;
}
