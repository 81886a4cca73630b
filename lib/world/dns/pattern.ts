/** Regular expressions of a Corefile, matched by RE2 as Go does, with the groups that replacements ask for. */
import { RE2JS } from 're2js';

const MAX_BYTES = 4096;
const MAX_KEPT = 100;
const compiled = new Map<string, RE2JS>();

export interface Match {
  /** The whole match, then its groups; one that took no part is empty. */
  readonly groups: readonly string[];
  readonly named: Readonly<Record<string, string>>;
}

/** `Invalid`: CoreDNS would not have started with it. Undefined: it does not match anywhere in the text. */
export function findMatch(pattern: string, text: string): Match | 'Invalid' | undefined {
  const expression = compile(pattern);
  if (!expression) return 'Invalid';
  const matcher = expression.matcher(text);
  if (!matcher.find()) return undefined;
  const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? '');
  const named = Object.entries(expression.namedGroups() as Record<string, number>);
  return { groups, named: Object.fromEntries(named.map(([name, index]) => [name, groups[index] ?? ''])) };
}

function compile(pattern: string): RE2JS | undefined {
  const known = compiled.get(pattern);
  if (known || pattern.length > MAX_BYTES) return known;
  try {
    const made = RE2JS.compile(pattern);
    if (compiled.size >= MAX_KEPT) compiled.clear();
    compiled.set(pattern, made);
    return made;
  } catch {
    return undefined;
  }
}
