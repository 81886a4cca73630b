/** Which objects a list, a watch or a deletecollection is about. */
import type { CustomType } from '../api/custom.ts';
import type { Kind, KubeObject } from '../api/kinds.ts';
import type { ObjectMeta } from '../api/meta/v1/meta.schema.ts';
import { findFirst } from './custom/simple-path.ts';
import { type FieldTerm, matchesFields, parseFieldSelector } from './selectors/field-selector.ts';
import { matchesRequirements, parseLabelSelector } from './selectors/label-selector.ts';
import { badRequest } from './status.ts';
import { getStrategy } from './strategies.ts';

export type Selects = (object: KubeObject) => boolean;

type Reader = (object: KubeObject) => string;

function readers(kind: Kind): Readonly<Record<string, Reader>> {
  if (kind.custom) return customReaders(kind.custom);
  const own = getStrategy(kind.kind).selectableFields as Readonly<Record<string, Reader>> | undefined;
  return own ?? {};
}

function customReaders({ selectable }: CustomType): Readonly<Record<string, Reader>> {
  return Object.fromEntries(
    selectable.map((path) => [path.replace(/^\./, ''), (object: KubeObject) => String(findFirst(path, object) ?? '')]),
  );
}

function metaOf(object: KubeObject): ObjectMeta {
  return object.metadata as ObjectMeta;
}

function readField(kind: Kind, object: KubeObject, field: string): string {
  if (field === 'metadata.name') return metaOf(object).name ?? '';
  if (field === 'metadata.namespace') return metaOf(object).namespace ?? '';
  return readers(kind)[field]?.(object) ?? '';
}

function checkField(kind: Kind, { field }: FieldTerm): void {
  if (field === 'metadata.name' || Object.hasOwn(readers(kind), field)) return;
  if (field === 'metadata.namespace' && kind.scope === 'Namespaced') return;
  if (kind.custom) throw badRequest(`field label not supported: ${field}`);
  const strategy = getStrategy(kind.kind);
  const plain = `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`;
  throw badRequest(strategy.unknownField?.(field) ?? plain);
}

/** Reads `labelSelector` and `fieldSelector`; throws the 400 for what the kind does not know. */
export function selection(kind: Kind, query: Readonly<Record<string, string>>): Selects {
  const labels = query.labelSelector ? parseLabelSelector(query.labelSelector) : [];
  const fields = query.fieldSelector ? parseFieldSelector(query.fieldSelector) : [];
  for (const term of fields) checkField(kind, term);
  if (labels.length === 0 && fields.length === 0) return () => true;
  return (object) =>
    matchesRequirements(labels, metaOf(object).labels) &&
    matchesFields(fields, (field) => readField(kind, object, field));
}
