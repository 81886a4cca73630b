/**
 * Kinds that kubectl has no page for: every field in order, its name in words.
 *
 * Models: https://github.com/kubernetes/kubectl/blob/v0.35.0/pkg/describe/describe.go (genericDescriber, smartLabelFor)
 */
import { isObject, type Json, type JsonObject, object, sortedEntries } from '../json.ts';
import { type Describer, nameOf, namespaceOf } from './describer.ts';
import { writeEvents } from './events.ts';
import { type Writer, writeAnnotations, writeLabels } from './writer.ts';

const SKIPPED = new Set(
  ['managedFields', 'name', 'namespace', 'labels', 'annotations'].map((one) => `.metadata.${one}`),
);
const ACRONYMS = new Set(['API', 'URL', 'UID', 'OSB', 'GUID']);

/** `lastTransitionTime` as `Last Transition Time`; names with digits and the like stay. */
function labelOf(field: string): string {
  if (!/^[\p{L}-]*$/u.test(field)) return field;
  const parts = field.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|-+/gu) ?? [];
  return parts
    .map((part) =>
      ACRONYMS.has(part.toUpperCase()) ? part.toUpperCase() : part.charAt(0).toUpperCase() + part.slice(1),
    )
    .join(' ');
}

const goText = (value: Json): string => (value === null ? '<nil>' : String(value));

function writeContent(w: Writer, level: number, content: JsonObject, path: string): void {
  for (const [field, value] of sortedEntries(content)) {
    const here = `${path}.${field}`;
    if (SKIPPED.has(here)) continue;
    if (isObject(value)) {
      w.line(level, `${labelOf(field)}:`);
      writeContent(w, level + 1, value, here);
    } else if (Array.isArray(value)) {
      w.line(level, `${labelOf(field)}:`);
      for (const item of value as readonly Json[]) {
        if (isObject(item)) writeContent(w, level + 1, item, here);
        else w.line(level + 1, goText(item));
      }
    } else w.field(labelOf(field), goText(value as Json), level);
  }
}

export const describeAny: Describer = (w, value, context) => {
  w.field('Name', nameOf(value));
  w.field('Namespace', namespaceOf(value));
  writeLabels(w, 'Labels', object(value, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(value, 'metadata', 'annotations'));
  writeContent(w, 0, value, '');
  writeEvents(w, value, context);
};
