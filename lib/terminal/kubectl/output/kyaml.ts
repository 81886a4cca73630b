/** `-o kyaml`: flow-style YAML. Models: sigs.k8s.io/yaml/kyaml */
import { isObject, type Json, type JsonObject } from '../json.ts';
import { entriesOf, type KeyOrder } from './json.ts';

/** The whole document, with its mark and its last newline. */
export const toKyaml = (value: Json, order: KeyOrder = 'Sorted'): string => `---\n${node(value, 0, order)}\n`;

function node(value: Json, indent: number, order: KeyOrder): string {
  if (Array.isArray(value)) return listOf(value, indent, order);
  if (isObject(value)) return mapOf(value, indent, order);
  return typeof value === 'string' ? textOf(value, indent) : String(value);
}

const pad = (indent: number): string => '  '.repeat(indent);

function mapOf(map: JsonObject, indent: number, order: KeyOrder): string {
  const entries = entriesOf(map, order);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, value]) => `${pad(indent + 1)}${keyOf(key)}: ${node(value, indent + 1, order)},\n`);
  return `{\n${lines.join('')}${pad(indent)}}`;
}

/** Maps and lists in a list cuddle with its brackets. */
function listOf(items: readonly Json[], indent: number, order: KeyOrder): string {
  if (items.length === 0) return '[]';
  if (items.every((item) => isObject(item) || Array.isArray(item)))
    return `[${items.map((item) => node(item, indent, order)).join(', ')}]`;
  const lines = items.map((item) => `${pad(indent + 1)}${node(item, indent + 1, order)},\n`);
  return `[\n${lines.join('')}${pad(indent)}]`;
}

const AMBIGUOUS = /^(?:y|n|yes|no|on|off|true|false|null|~|[-+]?[\d.].*|)$/i;

const keyOf = (key: string): string =>
  /^[A-Za-z_][\w./-]*$/.test(key) && !AMBIGUOUS.test(key) ? key : JSON.stringify(key);

/** A text of several lines is folded at its newlines, each escaped. */
function textOf(text: string, indent: number): string {
  if (!text.includes('\n')) return JSON.stringify(text).replaceAll('\\t', '\t');
  const inner = `${pad(indent)}  `;
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const escaped = lines.map((line) => `${inner}${leading(line)}\\n\\\n`);
  return `"\\\n${escaped.join('')}${last === '' ? inner : `${inner}${leading(last)}\\\n${inner}`}"`;
}

/** Spaces at a line's start would be lost in a fold. */
const leading = (line: string): string => {
  const escaped = JSON.stringify(line).slice(1, -1);
  return escaped.startsWith(' ') ? `\\${escaped}` : ` ${escaped}`;
};
