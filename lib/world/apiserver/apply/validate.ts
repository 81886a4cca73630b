/**
 * What is wrong with the shape of an applied configuration, in the words of its typed reader.
 *
 * Models: https://github.com/kubernetes-sigs/structured-merge-diff/blob/v6.3.0/typed/validate.go, helpers.go
 */
import { isObject, type Json } from '../patch/json-value.ts';
import { goMap } from '../patch/strategic-merge.ts';
import { pathsOf } from './field-set.ts';
import type { Leaf, ListShape, Shape } from './shape.ts';
import { elementOf } from './typed.ts';

/** `path: what is wrong`, one for each place. */
export function shapeErrors(shape: Shape, value: Json, path = ''): string[] {
  if (value === null) return [];
  switch (shape.form) {
    case 'leaf':
      return leafErrors(shape.accepts, value, path);
    case 'list':
      return Array.isArray(value) ? itemErrors(shape, value, path) : [`${path}: expected list, got ${goValue(value)}`];
    case 'map':
      if (!isObject(value)) return [`${path}: expected map, got ${goValue(value)}`];
      return Object.keys(value).flatMap((name) => {
        const here = `${path}.${name}`;
        const inner = shape.member(name);
        return inner ? shapeErrors(inner, value[name] as Json, here) : [`${here}: field not declared in schema`];
      });
    default:
      return shape satisfies never;
  }
}

function goValue(value: Json): string {
  return `&{${goMap(value)}}`;
}

function goType(value: Json): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'boolean') return 'bool';
  return isObject(value) ? 'map[string]interface {}' : 'string';
}

function leafErrors(accepts: Leaf['accepts'], value: Json, path: string): string[] {
  switch (accepts) {
    case 'any':
      return [];
    case 'map':
      return isObject(value) ? [] : [`${path}: expected map, got ${goValue(value)}`];
    case 'list':
      return Array.isArray(value) ? [] : [`${path}: expected list, got ${goValue(value)}`];
    case 'string':
      if (typeof value === 'string') return [];
      return [`${path}: expected string, got &value.valueUnstructured{Value:${goMap(value)}}`];
    case 'number':
      return typeof value === 'number' ? [] : [`${path}: expected numeric (int or float), got ${goType(value)}`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path}: expected boolean, got ${goValue(value)}`];
    default:
      return accepts satisfies never;
  }
}

function keyError(shape: ListShape, item: Json): string | undefined {
  if (shape.keys.length === 0) return undefined;
  if (!isObject(item)) return 'associative list with keys may not have non-map elements';
  const missing = shape.keys.find((key) => (item[key] ?? shape.defaults[key]) === undefined);
  return missing === undefined
    ? undefined
    : `associative list with keys has an element that omits key field ${JSON.stringify(missing)} (and doesn't have default value)`;
}

function itemErrors(shape: ListShape, items: readonly Json[], path: string): string[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    if (item === null) return [`${path}: element ${index}: associative list with keys may not have non-map elements`];
    const wrong = keyError(shape, item);
    if (wrong) return [`${path}: element ${index}: ${wrong}`];
    const element = elementOf(shape, item);
    const words = pathsOf({ [element]: {} })[0] as string;
    const twice = seen.has(element) ? [`${path}: duplicate entries for key ${words}`] : [];
    seen.add(element);
    return [...twice, ...shapeErrors(shape.element, item, path + words)];
  });
}
