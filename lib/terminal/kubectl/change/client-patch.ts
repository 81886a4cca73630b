/**
 * Patches that kubectl applies itself: `patch --local`, its client dry run, `--overrides`.
 * Models: https://github.com/evanphx/json-patch/blob/v4.13.0/patch.go (the sentences of JSON patches)
 */
import { findKind } from '../../../world/api/kinds.ts';
import { applyJsonPatch } from '../../../world/apiserver/patch/json-patch.ts';
import { applyMergePatch } from '../../../world/apiserver/patch/merge-patch.ts';
import { patchShape } from '../../../world/apiserver/patch/patch-shape.ts';
import { applyStrategicMerge } from '../../../world/apiserver/patch/strategic-merge.ts';
import { StatusError as Refusal } from '../../../world/apiserver/status.ts';
import { CommandError } from '../cli/errors.ts';
import { isObject, type Json, type JsonObject, text } from '../json.ts';

export type ClientPatchType = 'json' | 'merge' | 'strategic';

/** The object with the patch applied. Throws in the words of kubectl's own libraries. */
export function applyPatch(value: JsonObject, type: ClientPatchType, patch: Json): JsonObject {
  switch (type) {
    case 'json':
      return applyOperations(value, patch);
    case 'merge':
      return applyMergePatch(value as never, patch as never) as JsonObject;
    case 'strategic':
      return applyStrategic(value, patch);
    default:
      return type satisfies never;
  }
}

function applyStrategic(value: JsonObject, patch: Json): JsonObject {
  const kind = findKind(text(value, 'kind'), text(value, 'apiVersion'));
  if (!kind) {
    const [version = '', group = ''] = text(value, 'apiVersion').split('/').reverse();
    throw new CommandError(
      `strategic merge patch is not supported for ${group}/${version}, Kind=${text(value, 'kind')} locally, try --type merge`,
    );
  }
  try {
    return applyStrategicMerge(value as never, patch as never, patchShape(kind.schema)) as JsonObject;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new CommandError(error.message);
  }
}

function applyOperations(value: JsonObject, patch: Json): JsonObject {
  if (!Array.isArray(patch))
    throw new CommandError('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  return patch.reduce<Json>((before, operation) => applyOperation(before, operation), value) as JsonObject;
}

function applyOperation(before: Json, operation: Json): Json {
  try {
    return applyJsonPatch(before as never, [operation] as never) as Json;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new CommandError(failureOf(operation));
  }
}

function failureOf(operation: Json): string {
  const [op, path] = [text(operation, 'op'), text(operation, 'path')];
  switch (op) {
    case 'test':
      return `testing value ${path} failed: test failed`;
    case 'remove':
      return `error in remove for path: '${path}': Unable to remove nonexistent key: ${path.split('/').at(-1)}: missing value`;
    case 'replace':
      return `replace operation does not apply: doc is missing key: ${path}: missing value`;
    case 'add':
      return `add operation does not apply: doc is missing path: ${JSON.stringify(path)}: missing value`;
    default:
      return isObject(operation)
        ? `Unexpected kind: ${op}`
        : 'json: cannot unmarshal into Go value of type jsonpatch.Operation';
  }
}
