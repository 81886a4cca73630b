/** Says which fields of a write have no effect here, in the API's own way of warning. */
import { unmodelledFields } from '../api/coverage.ts';
import type { Kind, KubeObject } from '../api/kinds.ts';
import type { WriteContext } from './strategy.ts';

/** Warns of each field that is not modelled; on an update only of those that stood not there before. */
export function warnOfUnmodelled(
  { warnings }: WriteContext,
  kind: Kind,
  object: KubeObject,
  old: KubeObject | undefined,
): void {
  if (kind.custom) return;
  const fields = unmodelledFields(kind.schema, object);
  if (fields.length === 0) return;
  const before = old ? new Set(unmodelledFields(kind.schema, old)) : undefined;
  for (const field of fields) {
    if (!before?.has(field)) warnings.push(`not modelled: ${field} has no effect here`);
  }
}
