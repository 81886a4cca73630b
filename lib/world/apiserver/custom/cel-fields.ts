/**
 * Fields that a rule names and its schema does not have, found when the definition is written.
 *
 * Models: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#type-checking,
 * https://github.com/google/cel-go/blob/v0.26.0/common/error.go (how an error points into the expression)
 * Differs: the rest of the static check (overloads, result types, what `has` asks for, estimated cost) is not modelled: such a rule is taken
 * and fails when it runs.
 */
import type { StructuralSchema } from '../../api/custom.ts';
import { isObject } from '../../api/decoding.ts';
import { escapedName } from './cel-values.ts';

interface Search {
  readonly positions: Readonly<Record<string, number>>;
  found: { readonly at: number; readonly field: string } | undefined;
}

/** What names stand for; a name that is not here may be anything. */
type Scope = Readonly<Record<string, StructuralSchema | undefined>>;

const STRING: StructuralSchema = { type: 'string' };
/** Of an object's metadata only these can be read. */
const METADATA: StructuralSchema = { type: 'object', properties: { name: STRING, generateName: STRING } };

/** The sentence of the first undefined field of the parsed `expression`; undefined where all are there. */
export function undefinedField(
  parsed: object,
  expression: string,
  schema: StructuralSchema,
  position: 'root' | 'inner',
): string | undefined {
  const { expr, sourceInfo } = parsed as { expr?: unknown; sourceInfo?: { positions?: Record<string, number> } };
  const self = position === 'root' ? withSystemFields(schema) : schema;
  const search: Search = { positions: sourceInfo?.positions ?? {}, found: undefined };
  schemaOf(search, expr, { self, oldSelf: self });
  return search.found && pointAt(expression, search.found.at, `undefined field '${search.found.field}'`);
}

function withSystemFields(schema: StructuralSchema): StructuralSchema {
  return { ...schema, properties: { ...schema.properties, apiVersion: STRING, kind: STRING, metadata: METADATA } };
}

function pointAt(expression: string, at: number, says: string): string {
  const before = expression.slice(0, at).split('\n');
  const column = before.at(-1)?.length ?? 0;
  const line = expression.split('\n')[before.length - 1] ?? '';
  return `ERROR: <input>:${before.length}:${column + 1}: ${says}\n | ${line}\n | ${'.'.repeat(column)}^`;
}

/** The schema of an expression's value, as far as it is known. */
function schemaOf(search: Search, expr: unknown, scope: Scope): StructuralSchema | undefined {
  if (!isObject(expr) || !isObject(expr.exprKind)) return undefined;
  const { case: kind, value } = expr.exprKind;
  if (!isObject(value)) return undefined;
  switch (kind) {
    case 'identExpr':
      return Object.hasOwn(scope, value.name as string) ? scope[value.name as string] : undefined;
    case 'selectExpr':
      return selected(search, String(expr.id), value, scope);
    case 'comprehensionExpr':
      visitLoop(search, value, scope);
      return undefined;
    default:
      visitAll(search, value, scope);
      return undefined;
  }
}

function visitAll(search: Search, value: unknown, scope: Scope): void {
  if (Array.isArray(value)) for (const one of value) visitAll(search, one, scope);
  else if (isObject(value) && isObject(value.exprKind)) schemaOf(search, value, scope);
  else if (isObject(value)) for (const part of Object.values(value)) visitAll(search, part, scope);
}

function visitLoop(search: Search, loop: Readonly<Record<string, unknown>>, scope: Scope): void {
  const range = schemaOf(search, loop.iterRange, scope);
  const one = range?.type === 'array' && !loop.iterVar2 ? range.items : undefined;
  const names = [loop.iterVar2, loop.accuVar].filter((name): name is string => typeof name === 'string' && name !== '');
  const unknown = Object.fromEntries(names.map((name) => [name, undefined]));
  const inner = { ...scope, ...unknown, [String(loop.iterVar)]: one };
  for (const part of [loop.accuInit, loop.loopCondition, loop.loopStep, loop.result]) schemaOf(search, part, inner);
}

function selected(
  search: Search,
  id: string,
  { operand, field, testOnly }: Readonly<Record<string, unknown>>,
  scope: Scope,
): StructuralSchema | undefined {
  const outer = schemaOf(search, operand, scope);
  if (outer?.type !== 'object' || !outer.properties || outer.additionalProperties) return undefined;
  if (outer['x-kubernetes-embedded-resource']) return undefined;
  const name = Object.keys(outer.properties).find((key) => escapedName(key) === field);
  if (name !== undefined) return outer.properties[name];
  const at = search.positions[id];
  if (testOnly !== true && at !== undefined) search.found ??= { at, field: String(field) };
  return undefined;
}
