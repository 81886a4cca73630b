/** Label selectors, for the few places where kubectl filters by itself. */
import { CommandError } from '../cli/errors.ts';
import { type JsonObject, object, text } from '../json.ts';

interface Requirement {
  readonly key: string;
  readonly operator: '=' | '!=' | 'in' | 'notin' | 'exists' | '!';
  readonly values: readonly string[];
}

function readRequirement(part: string): Requirement {
  const set = /^([^\s!=]+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(part);
  if (set)
    return {
      key: set[1] ?? '',
      operator: set[2] as 'in' | 'notin',
      values: (set[3] ?? '').split(',').map((value) => value.trim()),
    };
  const equality = /^([^\s!=]+)\s*(==|=|!=)\s*(\S*)$/.exec(part);
  if (equality)
    return { key: equality[1] ?? '', operator: equality[2] === '!=' ? '!=' : '=', values: [equality[3] ?? ''] };
  if (/^![^\s!=]+$/.test(part)) return { key: part.slice(1), operator: '!', values: [] };
  if (/^[^\s!=]+$/.test(part)) return { key: part, operator: 'exists', values: [] };
  throw new CommandError(`unable to parse requirement: invalid label selector ${JSON.stringify(part)}`);
}

function matches(labels: JsonObject, { key, operator, values }: Requirement): boolean {
  const has = Object.hasOwn(labels, key);
  const value = text(labels, key);
  switch (operator) {
    case 'exists':
      return has;
    case '!':
      return !has;
    case '=':
    case 'in':
      return has && values.includes(value);
    case '!=':
    case 'notin':
      return !has || !values.includes(value);
    default:
      return operator satisfies never;
  }
}

/** True for an empty selector. */
export function matchesLabels(value: JsonObject, selector: string): boolean {
  if (selector.trim() === '') return true;
  const parts = selector.split(/,(?![^(]*\))/).map((part) => part.trim());
  return parts.map(readRequirement).every((requirement) => matches(object(value, 'metadata', 'labels'), requirement));
}
