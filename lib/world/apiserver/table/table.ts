/**
 * Server-side tables, as kubectl asks for them.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers/response.go (asTable)
 */
import type { JsonObject } from '../../api/decode.ts';
import type { Kind, KubeObject } from '../../api/kinds.ts';
import { customPrinter } from '../custom/columns.ts';
import { partialMetadata, wireObject } from '../respond.ts';
import { getStrategy } from '../strategies.ts';
import type { Column, Printer } from './column.ts';

/** What a row carries beside its cells. */
export type RowObject = 'Metadata' | 'Object' | 'None';

export interface TableOptions {
  readonly include: RowObject;
  readonly epochMs: number;
  readonly nowMs: number;
}

function columnDefinition({ name, type, format, priority }: Column): JsonObject {
  return { name, type, format, description: '', priority };
}

function rowObject(kind: Kind, object: KubeObject, { include, epochMs }: TableOptions): JsonObject | undefined {
  if (include === 'None') return undefined;
  if (include === 'Object') return wireObject(kind, object, epochMs);
  return partialMetadata(kind, object, epochMs);
}

/** A `meta.k8s.io/v1` Table of the objects; `metadata` is that of the list or object it stands for. */
export function tableOf(
  kind: Kind,
  objects: readonly KubeObject[],
  metadata: JsonObject,
  options: TableOptions,
): JsonObject {
  const printer = kind.custom
    ? customPrinter(kind, kind.custom)
    : (getStrategy(kind.kind).printer as unknown as Printer<KubeObject>);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: printer.columns.map(columnDefinition),
    rows: objects.map((object) => {
      const carried = rowObject(kind, object, options);
      const cells = printer.row(object, options.nowMs, options.epochMs);
      return carried ? { cells, object: carried } : { cells };
    }),
  };
}
