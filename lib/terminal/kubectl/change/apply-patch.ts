/** What `kubectl apply` sends: from what was applied last, what is wanted, and what is there. */
import { apiVersionOf } from '../client/discovery.ts';
import type { Info } from '../client/resources.ts';
import { isObject, type JsonObject, text } from '../json.ts';
import { threeWayMergePatch } from '../patch/merge.ts';
import { findPatchFields } from '../patch/meta.ts';
import { threeWayPatch } from '../patch/strategic.ts';
import { LAST_APPLIED } from './last-applied.ts';

export function applyPatchOf(
  info: Info,
  wanted: JsonObject,
  live: JsonObject,
): { type: 'strategic' | 'merge'; patch: JsonObject } {
  const stored = text(live, 'metadata', 'annotations', LAST_APPLIED);
  const parsed: unknown = stored === '' ? {} : JSON.parse(stored);
  const original = isObject(parsed) ? parsed : {};
  const fields = findPatchFields(apiVersionOf(info.resource), info.resource.kind);
  return fields
    ? { type: 'strategic', patch: threeWayPatch(original, wanted, live, fields) }
    : { type: 'merge', patch: threeWayMergePatch(original, wanted, live) };
}
