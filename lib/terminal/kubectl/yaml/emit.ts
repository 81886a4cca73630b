/**
 * YAML as kubectl prints it. Models: sigs.k8s.io/yaml over its fork of go-yaml v2 (sorted keys, two spaces, lists not
 * indented, lines folded after column 80).
 */

import { isObject, type Json, type JsonObject } from '../json.ts';
import { compareKeys } from './keys.ts';
import { writeKey, writeScalar } from './scalar.ts';

/** The whole document, with its last newline. */
export function toYaml(value: Json): string {
  const out: string[] = [];
  writeNode(out, value, { indent: -2, afterDash: false, start: '' });
  return `${out.join('')}\n`;
}

interface Where {
  /** Columns before the keys or dashes of the collection around the node; -2 at the top. */
  readonly indent: number;
  /** True right after `- `, where a collection begins on the same line. */
  readonly afterDash: boolean;
  /** What stands on the line before the node, which decides where a long scalar folds. */
  readonly start: string;
}

function writeNode(out: string[], value: Json, where: Where): void {
  if (Array.isArray(value)) writeList(out, value, where);
  else if (isObject(value)) writeMap(out, value, where);
  else {
    const gap = where.start === '' ? '' : ' ';
    const column = where.start.length + gap.length;
    out.push(gap, writeScalar(value as string | number | boolean | null, Math.max(where.indent + 2, 2), column));
  }
}

function writeMap(out: string[], map: JsonObject, where: Where): void {
  const keys = Object.keys(map)
    .filter((key) => map[key] !== undefined)
    .sort(compareKeys);
  if (keys.length === 0) {
    out.push(where.start === '' ? '{}' : ' {}');
    return;
  }
  const indent = where.indent + 2;
  const pad = ' '.repeat(indent);
  keys.forEach((key, index) => {
    if (index === 0 && where.afterDash) out.push(' ');
    else if (index > 0 || where.start !== '') out.push('\n', pad);
    const name = `${writeKey(key)}:`;
    out.push(name);
    writeNode(out, map[key] ?? null, { indent, afterDash: false, start: pad + name });
  });
}

function writeList(out: string[], items: readonly Json[], where: Where): void {
  if (items.length === 0) {
    out.push(where.start === '' ? '[]' : ' []');
    return;
  }
  const indent = where.afterDash || where.indent < 0 ? where.indent + 2 : where.indent;
  const pad = ' '.repeat(indent);
  items.forEach((item, index) => {
    if (index === 0 && where.afterDash) out.push(' ');
    else if (index > 0 || where.start !== '') out.push('\n', pad);
    out.push('-');
    writeNode(out, item, { indent, afterDash: true, start: `${pad}-` });
  });
}
