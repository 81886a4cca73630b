/**
 * YAML as kubectl reads it: YAML 1.1 scalars, keys as strings, go-yaml's sentences for what cannot be read.
 * Differs: bounded (1 MiB a document, depth 100, 100 aliases), as every input of the platform is.
 */
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument, type Scalar } from 'yaml';
import { CommandError } from '../cli/errors.ts';
import type { Json } from '../json.ts';
import { yamlFailure } from './failure.ts';
import { resolvePlain } from './resolve.ts';

const MAX_LENGTH = 1024 * 1024;
const MAX_DEPTH = 100;
const MAX_ALIASES = 100;

type Fields = { [key: string]: Json };

class Reader {
  readonly #document: Document;
  #aliases = 0;

  constructor(document: Document) {
    this.#document = document;
  }

  read(node: unknown, depth = 0): Json {
    if (depth > MAX_DEPTH) throw new CommandError(`yaml: exceeded max depth of ${MAX_DEPTH}`);
    if (isAlias(node)) {
      if (++this.#aliases > MAX_ALIASES) throw new CommandError('yaml: document contains excessive aliasing');
      const target = node.resolve(this.#document);
      if (!target) throw new CommandError(`yaml: unknown anchor '${node.source}' referenced`);
      return this.read(target, depth + 1);
    }
    if (isSeq(node)) return node.items.map((item) => this.read(item, depth + 1));
    if (isMap(node)) return this.#map(node.items as { key: unknown; value: unknown }[], depth);
    return isScalar(node) ? scalar(node) : null;
  }

  #map(items: readonly { key: unknown; value: unknown }[], depth: number): Json {
    const merged: Fields = Object.create(null) as Fields;
    const own: Fields = Object.create(null) as Fields;
    for (const { key, value } of items) {
      if (isMap(key) || isSeq(key))
        throw new CommandError(`yaml: invalid map key: ${goSyntax(this.read(key, depth + 1))}`);
      const name = keyText(this.read(key, depth + 1));
      if (name === '<<' && isScalar(key) && key.type === 'PLAIN') this.#merge(merged, value, depth);
      else own[name] = this.read(value, depth + 1);
    }
    return Object.assign(merged, own);
  }

  #merge(into: Fields, value: unknown, depth: number): void {
    const source = this.read(value, depth + 1);
    const maps = Array.isArray(source) ? [...source].reverse() : [source];
    for (const map of maps) {
      if (typeof map !== 'object' || map === null || Array.isArray(map))
        throw new CommandError('yaml: map merge requires map or sequence of maps as the value');
      Object.assign(into, map);
    }
  }
}

const keyText = (key: Json): string => (key === null ? 'null' : String(key));

/** As Go's `%#v` shows a map that stands as a key (an unquoted `{{ template }}` is one). */
function goSyntax(value: Json): string {
  if (value === null) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${goSyntax(inner ?? null)}`);
  return `map[interface {}]interface {}{${fields.join(', ')}}`;
}

function scalar(node: Scalar): Json {
  const source = typeof node.value === 'string' ? node.value : (node.source ?? '');
  if (node.tag === 'tag:yaml.org,2002:str' || node.type !== 'PLAIN') return node.type === undefined ? null : source;
  return resolvePlain(source);
}

/** One document. Throws `CommandError` in go-yaml's words, `yaml: ` first. */
export function readYaml(source: string): Json {
  if (source.length > MAX_LENGTH) throw new CommandError(`yaml: document is larger than ${MAX_LENGTH} bytes`);
  const document = parseDocument(source, {
    version: '1.1',
    schema: 'failsafe',
    uniqueKeys: false,
    strict: true,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const failure = yamlFailure(source, document.errors);
  if (failure) throw new CommandError(`yaml: ${failure}`);
  return new Reader(document).read(document.contents as Node | null);
}
