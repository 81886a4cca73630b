/**
 * Rules of definitions: `x-kubernetes-validations` in CEL.
 *
 * Models: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/apiserver/schema/cel/validation.go
 * Differs: of the type check there is that of fields (cel-fields.ts); a library function that is not modelled is refused when the rule runs.
 */
import { celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import type { StructuralSchema, ValidationRule } from '../../api/custom.ts';
import { isObject } from '../../api/decoding.ts';
import { duplicate, type FieldError, forbiddenField, invalid, required } from '../registry/validation/field-error.ts';
import { costOf, largestIn, OBJECT_BUDGET, RULE_BUDGET } from './cel-cost.ts';
import { FUNCTIONS } from './cel-functions.ts';
import { toCel } from './cel-values.ts';

const MAX_BYTES = 4096;
const MAX_KEPT = 500;
const ENVIRONMENT = celEnv({ funcs: FUNCTIONS });

interface Program {
  readonly tree: object;
  readonly run: (variables: never) => unknown;
}

const programs = new Map<string, Program>();

/** The program of an expression, or why there is none. */
export function compileRule(expression: string): Program | string {
  const known = programs.get(expression);
  if (known) return known;
  if (expression.length > MAX_BYTES) return `longer than ${MAX_BYTES} bytes`;
  try {
    const tree = parse(expression);
    const made = { tree, run: plan(ENVIRONMENT, tree) as Program['run'] };
    if (programs.size >= MAX_KEPT) programs.clear();
    programs.set(expression, made);
    return made;
  } catch (error) {
    return (error as Error).message;
  }
}

interface Evaluation {
  readonly errors: FieldError[];
  left: number;
}

function run(program: Program, variables: object): unknown {
  try {
    return program.run(variables as never);
  } catch (error) {
    return error;
  }
}

/** All rules of the schema on the value; `old` is what stood there, for rules that look back. */
export function evaluateRules(schema: StructuralSchema, value: unknown, old: unknown): FieldError[] {
  const evaluation: Evaluation = { errors: [], left: OBJECT_BUDGET };
  visit(evaluation, schema, value, old, '');
  return evaluation.errors;
}

function visit(evaluation: Evaluation, schema: StructuralSchema, value: unknown, old: unknown, path: string): void {
  if (value === undefined || value === null) return;
  for (const rule of schema['x-kubernetes-validations'] ?? []) evaluate(evaluation, schema, rule, value, old, path);
  if (Array.isArray(value)) visitList(evaluation, schema, value, old, path);
  else if (isObject(value)) visitObject(evaluation, schema, value, old, path);
}

function visitList(
  evaluation: Evaluation,
  schema: StructuralSchema,
  value: readonly unknown[],
  old: unknown,
  path: string,
): void {
  const { items } = schema;
  if (!items) return;
  for (const [at, item] of value.entries())
    visit(evaluation, items, item, findOld(schema, item, old), `${path}[${at}]`);
}

/** The item of the old list with the same keys; only lists that are maps can tell. */
function findOld(schema: StructuralSchema, item: unknown, old: unknown): unknown {
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(old) || !isObject(item)) return undefined;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  return old.find((one) => isObject(one) && keys.every((key) => one[key] === item[key]));
}

function visitObject(
  evaluation: Evaluation,
  schema: StructuralSchema,
  value: Readonly<Record<string, unknown>>,
  old: unknown,
  path: string,
): void {
  const { properties = {}, additionalProperties } = schema;
  const before = isObject(old) ? old : {};
  for (const name of Object.keys(value)) {
    const member = Object.hasOwn(properties, name)
      ? properties[name]
      : isObject(additionalProperties)
        ? (additionalProperties as StructuralSchema)
        : undefined;
    if (member) visit(evaluation, member, value[name], before[name], path === '' ? name : `${path}.${name}`);
  }
}

const LOOKS_BACK = /\boldSelf\b/;

function evaluate(
  evaluation: Evaluation,
  schema: StructuralSchema,
  rule: ValidationRule,
  value: unknown,
  old: unknown,
  path: string,
): void {
  if (LOOKS_BACK.test(rule.rule) && old === undefined) return;
  const type = schema['x-kubernetes-int-or-string'] ? typeName(value) : (schema.type ?? typeName(value));
  const fail = (detail: string) => evaluation.errors.push(invalid(path, type, detail));
  const program = compileRule(rule.rule);
  if (typeof program === 'string') return void fail(`rule compile error: ${program}`);
  const size = Math.max(largestIn(value), largestIn(old));
  const cost = costOf(program.tree, size);
  if (cost > RULE_BUDGET || cost > evaluation.left) {
    evaluation.left = Math.min(evaluation.left, RULE_BUDGET);
    return void fail('validation failed due to running out of cost budget, no further validation rules will be run');
  }
  evaluation.left -= cost;
  const variables = { self: toCel(schema, value), oldSelf: toCel(schema, old) };
  const result = run(program, variables);
  if (result === true) return;
  if (result === false) return void evaluation.errors.push(refusal(rule, type, path, variables, size));
  const why = isCelError(result) || result instanceof Error ? result.message : 'no boolean';
  fail(`rule evaluation error: ${why}`);
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? 'integer' : typeof value;
}

function messageOf(rule: ValidationRule, variables: object, size: number): string {
  const program = rule.messageExpression === undefined ? undefined : compileRule(rule.messageExpression);
  const affordable = typeof program === 'object' && costOf(program.tree, size) <= RULE_BUDGET;
  const said = affordable ? run(program, variables) : undefined;
  if (typeof said === 'string' && said.trim() !== '' && !said.includes('\n')) return said;
  return rule.message?.trim() || `failed rule: ${rule.rule.trim()}`;
}

function refusal(rule: ValidationRule, type: string, path: string, variables: object, size: number): FieldError {
  const field = `${path}${rule.fieldPath ?? ''}`.replace(/^\./, '');
  const message = messageOf(rule, variables, size);
  switch (rule.reason) {
    case 'FieldValueRequired':
      return required(field, message);
    case 'FieldValueForbidden':
      return forbiddenField(field, message);
    case 'FieldValueDuplicate':
      return duplicate(field, type);
    default:
      return invalid(field, type, message);
  }
}
