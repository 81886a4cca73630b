/**
 * The command lines of the suite, as text: one a line, `# …` is a remark. `a ;; b` does `a` first, in the world that
 * both kubectls then see; `< file` is standard input.
 */

export interface Line {
  readonly verb: string;
  readonly before: readonly string[];
  /** What follows `kubectl`. */
  readonly line: string;
  readonly stdin: string | undefined;
  /** The text it was written as. */
  readonly source: string;
}

export function readLines(verb: string, text: string): Line[] {
  return text
    .split('\n')
    .map((source) => source.trim())
    .filter((source) => source !== '' && !source.startsWith('#'))
    .map((source) => {
      const steps = source.split(' ;; ');
      const [line = '', stdin] = (steps.at(-1) ?? '').split(' < ');
      return { verb, before: steps.slice(0, -1), line, stdin, source };
    });
}

/** Two lines of one shape are variations of one: the same words but for names and values. */
export function shapeOf({ line }: Line): string {
  const words = line.split(' ');
  const format = words[words.indexOf('-o') + 1]?.split('=')[0] ?? '';
  const flags = words.filter((word) => word.startsWith('-')).map((word) => word.split('=')[0]);
  const plain = words.filter((word) => !word.startsWith('-')).slice(0, 2);
  const output = words.includes('-o') ? [format] : [];
  return [...plain.map((word) => word.split('/')[0]), ...flags.sort(), ...output].join(' ');
}
