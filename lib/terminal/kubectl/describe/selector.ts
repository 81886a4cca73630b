import { type JsonObject, list, object, sortedEntries, text } from '../json.ts';

function expressionText(expression: JsonObject): string {
  const [key, operator] = [text(expression, 'key'), text(expression, 'operator')];
  const values = [...list(expression, 'values')].map(String).sort().join(',');
  if (operator === 'Exists') return key;
  if (operator === 'DoesNotExist') return `!${key}`;
  return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values})`;
}

/** A label selector as text, its requirements sorted by key. */
export function formatSelector(selector: JsonObject): string {
  const equal = sortedEntries(object(selector, 'matchLabels')).map(([key, value]) => ({
    key,
    shown: `${key}=${String(value)}`,
  }));
  const rest = (list(selector, 'matchExpressions') as readonly JsonObject[]).map((expression) => ({
    key: text(expression, 'key'),
    shown: expressionText(expression),
  }));
  const parts = [...equal, ...rest].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return parts.map(({ shown }) => shown).join(',') || '<none>';
}
