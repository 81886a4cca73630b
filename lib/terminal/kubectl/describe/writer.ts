/** The pages of `kubectl describe`: lines with tabs, indented by level, aligned at the end. */
import { type Json, type JsonObject, sortedEntries, text } from '../json.ts';
import { alignTabs, DESCRIBE_TABS } from '../output/tabwriter.ts';

export class Writer {
  #text = '';

  /** One line at a level; two spaces each. */
  line(level: number, content: string): void {
    this.#text += `${'  '.repeat(level)}${content}\n`;
  }

  /** `Name:` and its value. */
  field(name: string, value: string | number | boolean, level = 0): void {
    this.line(level, `${name}:\t${value}`);
  }

  /** A field only where there is something to say. */
  optional(name: string, value: Json | undefined, level = 0): void {
    if (value !== undefined && value !== null && value !== '') this.field(name, String(value), level);
  }

  /** Values below one another behind one title; `indent` stands before the title and the further lines. */
  multiline(title: string, values: readonly string[], indent = ''): void {
    const [first = '<none>', ...rest] = values;
    this.line(0, `${indent}${title}:\t${first}`);
    for (const value of rest) this.line(0, `${indent}\t${value}`);
  }

  /** As it was written, tabs and all. */
  raw(): string {
    return this.#text;
  }

  toString(): string {
    return alignTabs(this.#text, DESCRIBE_TABS);
  }
}

const pairs = (map: JsonObject): string[] => sortedEntries(map).map(([key, value]) => `${key}=${String(value)}`);

/** `a=b,c=d`, `<none>`. */
export const labelsLine = (map: JsonObject): string => pairs(map).join(',') || '<none>';

export function writeLabels(w: Writer, title: string, map: JsonObject): void {
  w.multiline(title, pairs(map));
}

const HIDDEN_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';
const LONG = 140;

const shorten = (value: string): string => (value.length > LONG - 2 ? `${value.slice(0, LONG - 2)}...` : value);

/** Long and many-lined values go below their key. */
export function writeAnnotations(w: Writer, title: string, map: JsonObject): void {
  const lines = sortedEntries(map)
    .filter(([key]) => key !== HIDDEN_ANNOTATION)
    .flatMap(([key, raw]) => {
      const value = String(raw).replace(/\n$/, '');
      if (value.length + key.length + 2 <= LONG && !value.includes('\n')) return [`${key}: ${value}`];
      return [`${key}:`, ...value.split('\n').map((line) => `  ${shorten(line)}`)];
    });
  w.multiline(title, lines);
}

/** `ReplicaSet/web-5d4`, empty without a controller. */
export function controllerOf(object: JsonObject): string {
  const references = (object.metadata as JsonObject | undefined)?.ownerReferences;
  const owner = (Array.isArray(references) ? references : []).find((one) => (one as JsonObject).controller === true);
  return owner ? `${text(owner, 'kind')}/${text(owner, 'name')}` : '';
}
