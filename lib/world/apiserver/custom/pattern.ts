/** Patterns that people write, matched by RE2 in time linear in the text. */
import { RE2JS } from '@bufbuild/re2';

const MAX_BYTES = 4096;
const MAX_KEPT = 200;
const compiled = new Map<string, RE2JS>();

/** The compiled pattern, or why it does not compile. */
export function compilePattern(pattern: string): RE2JS | string {
  const known = compiled.get(pattern);
  if (known) return known;
  if (pattern.length > MAX_BYTES) return `longer than ${MAX_BYTES} bytes`;
  try {
    const made = RE2JS.compile(pattern);
    if (compiled.size >= MAX_KEPT) compiled.clear();
    compiled.set(pattern, made);
    return made;
  } catch (error) {
    return (error as Error).message;
  }
}

export function matchesPattern(pattern: string, text: string): boolean {
  const found = compilePattern(pattern);
  return typeof found === 'string' ? false : found.test(text);
}
