/** `object`: a CEL expression over one object of the cluster, bound to `self` (and `start`, the same object at the beginning). */
import { celEnv, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { z } from 'zod';
import { encodeObject } from '../encoded-object.ts';
import { defineCheck } from './check.ts';

export const object = defineCheck({
  uses: 'object',
  with: z.strictObject({
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
    cel: z.string().max(4096),
    /** What the expression demands, in words. */
    says: z.string().min(1),
    /** A CEL expression that gives what is there instead, as text. */
    shows: z.string().max(4096).optional(),
  }),
  run({ world, start }, { kind, namespace, name, cel, says, shows }) {
    const where = [kind, namespace ? `${namespace}/${name}` : name].join(' ');
    const self = encodeObject(world, kind, name, namespace);
    if (self === undefined)
      return { verdict: 'failed', expected: says, actual: `${where} does not exist`, lookAt: where };
    const variables = { self: toCel(self), start: toCel(encodeObject(start, kind, name, namespace) ?? null) };
    const holds = evaluate(cel, variables);
    if (holds === true) return { verdict: 'passed', expected: says, actual: says, lookAt: where };
    return {
      verdict: 'failed',
      expected: says,
      actual: shownOf(shows, variables) ?? `${where} does not satisfy it`,
      lookAt: where,
    };
  },
});

/** What expressions may call; the same for all. */
const ENVIRONMENT = celEnv({ funcs: strings });

function shownOf(shows: string | undefined, variables: Record<string, unknown>): string | undefined {
  const shown = shows === undefined ? undefined : evaluate(shows, variables);
  return typeof shown === 'string' ? shown : undefined;
}

/** Evaluates an expression of a lab author; a type error or a missing field counts as false. */
function evaluate(expression: string, variables: Record<string, unknown>): unknown {
  const program = plan(ENVIRONMENT, parse(expression));
  return program(variables as never);
}

/** JSON → CEL values: whole numbers are `int`, objects are maps. */
function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (value === null || typeof value !== 'object') return value;
  return new Map(Object.entries(value).map(([key, item]) => [key, toCel(item)]));
}
