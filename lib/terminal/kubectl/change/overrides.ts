/**
 * `--overrides`: what a person would have otherwise in an object that kubectl makes.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/kubectl/pkg/cmd/util/override_options.go
 */
import { decode } from '../../../world/api/decode.ts';
import { findKind } from '../../../world/api/kinds.ts';
import { CommandError } from '../cli/errors.ts';
import type { FlagValues } from '../cli/flags.ts';
import { type Json, type JsonObject, text } from '../json.ts';
import { inGoOrder } from '../output/go-order.ts';
import { applyPatch, type ClientPatchType } from './client-patch.ts';

const TYPES: readonly ClientPatchType[] = ['json', 'merge', 'strategic'];
const UNREADABLE: Readonly<Record<ClientPatchType, string>> = {
  json: 'invalid JSON document',
  merge: 'Invalid JSON Patch',
  strategic: 'invalid JSON document',
};

/** The object as the flags would have it; the same where they say nothing. */
export function overridden(flags: FlagValues, value: JsonObject): JsonObject {
  const overrides = flags.text('overrides');
  if (overrides === '') return value;
  const type = TYPES.find((one) => one === flags.text('override-type'));
  if (!type) throw new CommandError(`invalid override type: ${flags.text('override-type')}`);
  return decoded(applyPatch(value, type, parse(overrides, type)), flags);
}

function parse(source: string, type: ClientPatchType): Json {
  try {
    return JSON.parse(source) as Json;
  } catch {
    throw new CommandError(UNREADABLE[type]);
  }
}

/** As a value of its Go type: what the type does not have is gone. */
function decoded(value: JsonObject, flags: FlagValues): JsonObject {
  const [apiVersion, name] = [text(value, 'apiVersion'), text(value, 'kind')];
  const kind = findKind(name, apiVersion);
  if (!kind)
    throw new CommandError(
      `no kind ${JSON.stringify(name)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/scheme/scheme.go:28"`,
    );
  const read = decode(kind.schema, value, { strictness: 'Ignore', epochMs: 0 });
  if (!read.ok) throw new CommandError(read.message);
  return inGoOrder(value, flags);
}
