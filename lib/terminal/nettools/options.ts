/** Options declared once as data: parsing, the 'unknown option' case and completion follow from the declaration. */

export interface Option {
  /** With dashes: `-o`, `--output`. The first is its key in the result. */
  readonly names: readonly string[];
  readonly takes: 'nothing' | 'value';
}

export interface Parsed {
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
}

/** Undefined `unknown`: all is well. `missing`: an option that wants a value stands last. */
export type ParseResult = { readonly parsed: Parsed } | { readonly unknown: string } | { readonly missing: string };

/** Parses as getopt_long does: bundled short options, `-ovalue`, `--name=value`, `--`; options and words may mix. */
export function parseOptions(argv: readonly string[], declared: readonly Option[]): ParseResult {
  const options = new Map<string, string[]>();
  const words: string[] = [];
  const add = (option: Option, value: string) => {
    const key = option.names[0] as string;
    options.set(key, [...(options.get(key) ?? []), value]);
  };
  const queue = [...argv];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') {
      words.push(...queue);
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      words.push(word);
      continue;
    }
    const [name, inline] = splitOption(word, declared);
    const option = declared.find((one) => one.names.includes(name));
    if (!option) return { unknown: word };
    if (option.takes === 'nothing') {
      add(option, '');
      if (inline !== undefined && !word.startsWith('--')) queue.unshift(`-${inline}`);
      else if (inline !== undefined) return { unknown: word };
      continue;
    }
    const value = inline ?? queue.shift();
    if (value === undefined) return { missing: name };
    add(option, value);
  }
  return { parsed: { options, words } };
}

function splitOption(word: string, declared: readonly Option[]): [string, string | undefined] {
  if (declared.some((option) => option.names.includes(word))) return [word, undefined];
  if (word.startsWith('--')) {
    const at = word.indexOf('=');
    return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
  }
  return [word.slice(0, 2), word.length > 2 ? word.slice(2) : undefined];
}
