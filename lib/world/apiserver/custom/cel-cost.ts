/**
 * What a rule may cost: worked out from the expression and the size of what it looks at before it runs, so that a rule
 * with loops in loops ends at its budget and not at the end of time.
 *
 * Models: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#resource-use-by-validation-functions
 * Differs: the real server counts while it runs; this is the most that the rule could come to.
 */
import { isObject } from '../../api/decoding.ts';

/** Of one evaluation of one rule. */
export const RULE_BUDGET = 1_000_000;
/** Of all rules of one object. */
export const OBJECT_BUDGET = 10_000_000;

/** Members of the largest list, map or text in a value. */
export function largestIn(value: unknown): number {
  if (typeof value === 'string') return Math.ceil(value.length / 10);
  if (typeof value !== 'object' || value === null) return 1;
  const members = Object.values(value);
  return members.reduce((most: number, one) => Math.max(most, largestIn(one)), members.length);
}

interface Shape {
  readonly nodes: number;
  readonly loops: number;
  readonly sums: number;
}

/** What may make of texts a text as long as their product. */
const SWELLING = new Set(['replace', 'join', 'format']);

/** Nodes, the depth of loops in loops, and how often values are joined. */
function shapeOf(node: unknown): Shape {
  if (Array.isArray(node)) return node.map(shapeOf).reduce(together, { nodes: 0, loops: 0, sums: 0 });
  if (!isObject(node)) return { nodes: 0, loops: 0, sums: 0 };
  const inner = Object.values(node).map(shapeOf).reduce(together, { nodes: 0, loops: 0, sums: 0 });
  const kind = isObject(node.exprKind) ? node.exprKind : undefined;
  const call = kind?.case === 'callExpr' && isObject(kind.value) ? kind.value.function : undefined;
  return {
    nodes: inner.nodes + (kind ? 1 : 0),
    loops: inner.loops + (kind?.case === 'comprehensionExpr' ? 1 : SWELLING.has(call as string) ? 2 : 0),
    sums: inner.sums + (call === '_+_' || kind?.case === 'listExpr' ? 1 : 0),
  };
}

function together(a: Shape, b: Shape): Shape {
  return { nodes: a.nodes + b.nodes, loops: Math.max(a.loops, b.loops), sums: a.sums + b.sums };
}

const shapes = new WeakMap<object, Shape>();

/** The most that the parsed expression costs on values whose largest part has `size` members. */
export function costOf(expression: object, size: number): number {
  const shape = shapes.get(expression) ?? shapeOf(expression);
  shapes.set(expression, shape);
  const reach = Math.max(1, size) + shape.sums;
  return shape.nodes * reach ** shape.loops + size;
}
