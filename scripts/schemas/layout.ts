/** Decides in which generated file each struct stands. */
import { listKinds } from '../../lib/world/api/kinds.ts';
import { splitName } from './models.ts';
import type { Struct } from './structure.ts';

/** Structs that are no stored kinds but are decoded, encoded or shown all the same, with their files. */
const EXTRA_ROOTS = new Map([
  ['core/v1.PodTemplateSpec', 'core/v1/pod'],
  ['core/v1.Binding', 'core/v1/binding'],
  ['meta/v1.Status', 'meta/v1/meta'],
  ['meta/v1.DeleteOptions', 'meta/v1/meta'],
  ['meta/v1.ListMeta', 'meta/v1/meta'],
  ['meta/v1.LabelSelector', 'meta/v1/meta'],
  ['autoscaling/v1.Scale', 'autoscaling/v1/scale'],
  ['policy/v1.Eviction', 'policy/v1/eviction'],
  ...['SelfSubjectAccessReview', 'SubjectAccessReview', 'LocalSubjectAccessReview', 'SelfSubjectRulesReview'].map(
    (name): [string, string] => [`authorization/v1.${name}`, 'authorization/v1/reviews'],
  ),
  ...['SelfSubjectReview', 'TokenRequest', 'TokenReview'].map((name): [string, string] => [
    `authentication/v1.${name}`,
    'authentication/v1/reviews',
  ]),
]);

export function listRoots(): string[] {
  return [...listKinds().map((kind) => kind.schema), ...EXTRA_ROOTS.keys()];
}

/** File (without `.schema.ts`) by struct: with its kind when one kind has it, with the pod when pods have it, else `shared`. */
export function placeStructs(structs: ReadonlyMap<string, Struct>): Map<string, string> {
  const owners = new Map<string, Set<string>>();
  for (const kind of listKinds()) mark(structs, kind.schema, fileOf(kind.schema), owners);
  for (const [root, file] of EXTRA_ROOTS) mark(structs, root, file, owners);
  const places = new Map<string, string>();
  for (const name of [...structs.keys()].sort()) places.set(name, place(name, owners.get(name) ?? new Set()));
  return places;
}

function fileOf(name: string): string {
  const [path, local] = splitName(name);
  return `${path}/${local.toLowerCase()}`;
}

function mark(
  structs: ReadonlyMap<string, Struct>,
  name: string,
  file: string,
  owners: Map<string, Set<string>>,
): void {
  const known = owners.get(name) ?? new Set();
  if (known.has(file)) return;
  owners.set(name, known.add(file));
  for (const field of (structs.get(name) as Struct).fields) {
    const element = field.type.replace(/^(\[\]|\{\})*/, '');
    if (element.includes('.')) mark(structs, element, file, owners);
  }
}

function place(name: string, owners: ReadonlySet<string>): string {
  const [path] = splitName(name);
  if (path === 'meta/v1') return 'meta/v1/meta';
  const near = [...owners].filter((file) => file.startsWith(`${path}/`));
  if (near.includes('core/v1/pod')) return 'core/v1/pod';
  return near.length === 1 ? (near[0] as string) : `${path}/shared`;
}
