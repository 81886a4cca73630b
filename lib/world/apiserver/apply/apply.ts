/**
 * Server-side apply: the live document with a manager's configuration over it, less what that manager applied before and
 * nobody else wants.
 *
 * Models: https://github.com/kubernetes-sigs/structured-merge-diff/blob/v6.3.0/merge/update.go (Apply, prune),
 * https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/managedfields/internal/conflict.go, lastappliedmanager.go
 */
import type { ManagedFieldsEntry } from '../../api/meta/v1/meta.schema.ts';
import type { Json } from '../patch/json-value.ts';
import { type StatusCause, StatusError } from '../status.ts';
import { sameManager } from './entries.ts';
import { difference, type FieldSet, intersection, isEmptySet, pathsOf, sameSet, union } from './field-set.ts';
import type { Owner } from './owners.ts';
import type { Shape } from './shape.ts';
import { compare, fieldsOf, merge, removeItems, withNamedFields } from './typed.ts';

export interface Application {
  readonly shape: Shape;
  readonly live: Json;
  readonly config: Json;
  readonly owners: readonly Owner[];
  /** Whose configuration it is; its time is that of the request. */
  readonly entry: ManagedFieldsEntry;
  readonly force: boolean;
  /** Which of the fields of a configuration its manager comes to own. */
  owned(set: FieldSet): FieldSet;
}

export interface Applied {
  readonly document: Json;
  readonly owners: readonly Owner[];
}

export interface Conflict {
  readonly entry: ManagedFieldsEntry;
  readonly set: FieldSet;
}

export type Outcome =
  | { readonly kind: 'Applied'; readonly applied: Applied }
  | { readonly kind: 'Conflicts'; readonly conflicts: readonly Conflict[] };

export function applyConfiguration(application: Application): Outcome {
  const { shape, live, config, owners, entry, force } = application;
  const last = owners.find((owner) => sameManager(owner.entry, entry));
  const others = owners.filter((owner) => owner !== last);
  const set = application.owned(fieldsOf(shape, config));
  const merged = merge(shape, live, config) as Json;
  const all = [...others, { entry, set }];
  const document = last ? prune(shape, merged, all, last.set) : merged;
  const found = compare(shape, live, document);
  const changed = application.owned(union(found.added ?? {}, found.modified ?? {}));
  const conflicts = others
    .map((owner) => ({ entry: owner.entry, set: intersection(owner.set, changed) }))
    .filter((conflict) => !isEmptySet(conflict.set));
  if (conflicts.length > 0 && !force) return { kind: 'Conflicts', conflicts };
  const lost = union(changed, application.owned(found.removed ?? {}));
  const kept = others.map((owner) => ({ ...owner, set: difference(owner.set, lost) }));
  const same = last !== undefined && sameSet(last.set, set) && isEmptySet(lost);
  const own = { entry: same ? last.entry : entry, set };
  return { kind: 'Applied', applied: { document, owners: [...kept, own].filter((one) => !isEmptySet(one.set)) } };
}

/** Takes out what was applied last and is owned by nobody now. */
function prune(shape: Shape, merged: Json, owners: readonly Owner[], last: FieldSet): Json {
  if (isEmptySet(last)) return merged;
  const named = (set: FieldSet): FieldSet => withNamedFields(shape, set);
  const mergedSet = named(fieldsOf(shape, merged));
  const pruned = removeItems(shape, merged, named(last));
  const kept = owners.map(({ set }) => set).reduce(union, {});
  const withOwned = union(named(fieldsOf(shape, pruned)), named(kept));
  const owned = removeItems(shape, merged, difference(mergedSet, withOwned));
  const dangling = difference(mergedSet, named(fieldsOf(shape, owned)));
  return removeItems(shape, merged, intersection(dangling, named(last)));
}

function managerText({ manager = '', subresource, operation, apiVersion = '' }: ManagedFieldsEntry): string {
  const name = JSON.stringify(manager);
  const whole = subresource ? `${name} with subresource ${JSON.stringify(subresource)}` : name;
  return operation === 'Update' ? `${whole} using ${apiVersion}` : whole;
}

/** The 409 that names each field and who holds it. */
export function conflictError(conflicts: readonly Conflict[]): StatusError {
  const all = conflicts
    .map(({ entry, set }) => ({ manager: managerText(entry), paths: pathsOf(set) }))
    .sort((a, b) => (a.manager < b.manager ? -1 : 1));
  const causes: StatusCause[] = all.flatMap(({ manager, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${manager}`, field })),
  );
  return new StatusError(409, 'Conflict', conflictText(all, causes.length), { causes });
}

function conflictText(all: readonly { manager: string; paths: string[] }[], count: number): string {
  const [first] = all;
  if (first && count === 1) return `Apply failed with 1 conflict: conflict with ${first.manager}: ${first.paths[0]}`;
  const lines = all.flatMap(({ manager, paths }) => [
    `conflicts with ${manager}:`,
    ...paths.map((path) => `- ${path}`),
  ]);
  return `Apply failed with ${count} conflicts: ${lines.join('\n')}`;
}

/** The conflicts that are left when those about these fields are settled. */
export function conflictsBeyond(conflicts: readonly Conflict[], settled: FieldSet): Conflict[] {
  return conflicts
    .map(({ entry, set }) => ({ entry, set: difference(set, settled) }))
    .filter(({ set }) => !isEmptySet(set));
}
