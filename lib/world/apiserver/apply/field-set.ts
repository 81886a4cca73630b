/**
 * Sets of fields in the shape in which the wire shows them (FieldsV1): a tree of path elements, `f:<name>` for a field,
 * `k:{…}` for a list item by its keys, `v:…` for a member of a set. A node without children is a member; one with
 * children is a member when it holds `.`.
 *
 * Models: https://github.com/kubernetes-sigs/structured-merge-diff/blob/v6.3.0/fieldpath/set.go, serialize.go
 */
export interface FieldSet {
  readonly [element: string]: FieldSet;
}

type Open = Record<string, FieldSet>;

const NONE: FieldSet = Object.freeze({});
const SELF = '.';

export function isEmptySet(set: FieldSet | undefined): boolean {
  if (set) for (const _ in set) return false;
  return true;
}

/** Whether the node itself is in the set (and not only something below it). */
export function isMember(node: FieldSet): boolean {
  return isEmptySet(node) || node[SELF] !== undefined;
}

/** A node of which these children are known; undefined when nothing of it is in the set. */
export function nodeOf(member: boolean, children: FieldSet | undefined): FieldSet | undefined {
  if (isEmptySet(children)) return member ? NONE : undefined;
  return member ? { [SELF]: NONE, ...children } : children;
}

function childrenOf(node: FieldSet): readonly string[] {
  return Object.keys(node).filter((key) => key !== SELF);
}

export function union(left: FieldSet, right: FieldSet): FieldSet {
  const result: Open = {};
  for (const key of childrenOf(left)) result[key] = left[key] as FieldSet;
  for (const key of childrenOf(right)) {
    const [a, b] = [left[key], right[key] as FieldSet];
    result[key] = a ? (nodeOf(isMember(a) || isMember(b), union(a, b)) as FieldSet) : b;
  }
  return result;
}

/** What stands in `left` but not in `right`, path by path. */
export function difference(left: FieldSet, right: FieldSet): FieldSet {
  const result: Open = {};
  for (const key of childrenOf(left)) {
    const [a, b] = [left[key] as FieldSet, right[key]];
    const rest = b ? nodeOf(isMember(a) && !isMember(b), difference(a, b)) : a;
    if (rest) result[key] = rest;
  }
  return result;
}

/** The same, but a member of `right` takes everything below it along. */
export function recursiveDifference(left: FieldSet, right: FieldSet): FieldSet {
  const result: Open = {};
  for (const key of childrenOf(left)) {
    const [a, b] = [left[key] as FieldSet, right[key]];
    if (b && isMember(b)) continue;
    const rest = b ? nodeOf(isMember(a), recursiveDifference(a, b)) : a;
    if (rest) result[key] = rest;
  }
  return result;
}

export function intersection(left: FieldSet, right: FieldSet): FieldSet {
  const result: Open = {};
  for (const key of childrenOf(left)) {
    const [a, b] = [left[key] as FieldSet, right[key]];
    const both = b && nodeOf(isMember(a) && isMember(b), intersection(a, b));
    if (both) result[key] = both;
  }
  return result;
}

export function sameSet(left: FieldSet, right: FieldSet): boolean {
  return isEmptySet(difference(left, right)) && isEmptySet(difference(right, left));
}

/** A set of plain field names: `setOf('metadata', 'name')`. */
export function setOf(...path: readonly string[]): FieldSet {
  return path.reduceRight<FieldSet>((below, name) => ({ [`f:${name}`]: below }), NONE);
}

const KIND_ORDER = '.fkvi';

function compareElements(left: string, right: string): number {
  const order = KIND_ORDER.indexOf(left[0] as string) - KIND_ORDER.indexOf(right[0] as string);
  if (order !== 0) return order;
  if (left[0] === 'k' || left[0] === 'v') return compareJson(JSON.parse(left.slice(2)), JSON.parse(right.slice(2)));
  return left < right ? -1 : Number(left > right);
}

function compareJson(left: unknown, right: unknown): number {
  if (typeof left === 'object' && left && typeof right === 'object' && right) {
    const [a, b] = [Object.entries(left).flat(), Object.entries(right).flat()];
    for (let index = 0; index < Math.min(a.length, b.length); index++) {
      const order = compareJson(a[index], b[index]);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  if (typeof left !== typeof right) return typeof left === 'number' ? -1 : 1;
  const [a, b] = [left as string, right as string];
  return a < b ? -1 : Number(a > b);
}

/** The set with its elements in the order in which the API writes them. */
export function sorted(set: FieldSet): FieldSet {
  const keys = Object.keys(set);
  if (keys.length === 0) return NONE;
  const result: Open = {};
  for (const key of inOrder(keys)) result[key] = sorted(set[key] as FieldSet);
  return result;
}

/** Names of fields sort as they stand; items of lists by what their keys say. */
function inOrder(keys: string[]): string[] {
  if (keys.length < 2) return keys;
  return keys.some((key) => key[0] === 'k' || key[0] === 'v') ? keys.sort(compareElements) : keys.sort();
}

function elementText(element: string): string {
  const rest = element.slice(2);
  if (element.startsWith('f:')) return `.${rest}`;
  if (element.startsWith('v:')) return `[=${rest}]`;
  if (element.startsWith('i:')) return `[${rest}]`;
  const keys = Object.entries(JSON.parse(rest) as Record<string, unknown>);
  return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
}

/** Every member as errors write it: `.spec.template.spec.containers[name="web"].image`. */
export function pathsOf(set: FieldSet, prefix = ''): string[] {
  const keys = childrenOf(sorted(set));
  const here = keys.map((key) => ({ path: prefix + elementText(key), node: set[key] as FieldSet }));
  return [
    ...here.filter(({ node }) => isMember(node)).map(({ path }) => path),
    ...here.flatMap(({ path, node }) => pathsOf(node, path)),
  ];
}
