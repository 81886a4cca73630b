/** Command-line flags of servers, as Go programs take them: `--port=80`, `--port 80`, `-listen=:5678`. */

export interface Flags {
  find(name: string): string | undefined;
  /** A port number; `fallback` when the flag is absent. */
  port(name: string, fallback: number): number;
  /** Words that are no flags. */
  readonly words: readonly string[];
  /** Names given that are not in the list of known ones. */
  readonly unknown: readonly string[];
}

/** `switches` take no value of their own unless written with `=`. */
export function parseFlags(
  argv: readonly string[],
  known: { readonly values: readonly string[]; readonly switches?: readonly string[] },
): Flags {
  const given = new Map<string, string>();
  const words: string[] = [];
  const unknown: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const match = /^--?([^=]+)(?:=(.*))?$/s.exec(argv[index] as string);
    if (!match) {
      words.push(argv[index] as string);
      continue;
    }
    const [, name = '', value] = match;
    const takesValue = known.values.includes(name);
    if (!takesValue && !known.switches?.includes(name)) unknown.push(name);
    given.set(name, value ?? (takesValue ? (argv[++index] ?? '') : 'true'));
  }
  return {
    find: (name) => given.get(name),
    port: (name, fallback) => (given.has(name) ? Number(given.get(name)) : fallback),
    words,
    unknown,
  };
}
