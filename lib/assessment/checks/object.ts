/** `object`: a CEL expression over one object of the cluster, bound to `self` (and `start`, the same object at the beginning). */
import { celEnv, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { z } from 'zod';
import { describeWanted, encodeObject } from '../encoded-object.ts';
import { defineCheck } from './check.ts';

export const object = defineCheck({
  uses: 'object',
  with: z.strictObject({
    cluster: z.string().optional(),
    apiVersion: z.string().optional(),
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
    cel: z.string().max(4096),
    /** What the expression demands, in words. */
    says: z.string().min(1),
    /** A CEL expression that gives what is there instead, as text. */
    shows: z.string().max(4096).optional(),
  }),
  run({ world, start }, args) {
    const { says } = args;
    const where = describeWanted(args);
    const self = encodeObject(world, args);
    if (self === undefined)
      return { verdict: 'failed', expected: says, actual: `${where} does not exist`, lookAt: where };
    const { holds: demand, shows, usesStart } = programsOf(args);
    const variables = {
      self: celOf(self),
      start: usesStart ? celOf(encodeObject(start, args)) : null,
    };
    const holds = demand(variables as never);
    if (holds === true) return { verdict: 'passed', expected: says, actual: says, lookAt: where };
    return {
      verdict: 'failed',
      expected: says,
      actual: shownOf(shows?.(variables as never)) ?? `${where} does not satisfy it`,
      lookAt: where,
    };
  },
});

/** What expressions may call; the same for all. */
const ENVIRONMENT = celEnv({ funcs: strings });

type Program = ReturnType<typeof plan>;

interface Expressions {
  readonly cel: string;
  readonly shows?: string | undefined;
}

interface Programs {
  readonly holds: Program;
  readonly shows: Program | undefined;
  readonly usesStart: boolean;
}

const planned = new WeakMap<Expressions, Programs>();

/** The expressions of a lab author, parsed once; a type error or a missing field counts as false. */
function programsOf(args: Expressions) {
  const known = planned.get(args);
  if (known) return known;
  const made = {
    holds: plan(ENVIRONMENT, parse(args.cel)),
    shows: args.shows === undefined ? undefined : plan(ENVIRONMENT, parse(args.shows)),
    usesStart: `${args.cel} ${args.shows ?? ''}`.includes('start'),
  };
  planned.set(args, made);
  return made;
}

function shownOf(shown: unknown): string | undefined {
  return typeof shown === 'string' ? shown : undefined;
}

const values = new WeakMap<object, unknown>();

/** A whole object, made into a value once for all expressions about it. */
function celOf(object: object | undefined): unknown {
  if (object === undefined) return null;
  const known = values.get(object);
  if (known !== undefined) return known;
  const value = toCel(object);
  values.set(object, value);
  return value;
}

/** JSON → CEL values: whole numbers are `int`, objects are maps. */
function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (value === null || typeof value !== 'object') return value;
  return new Map(Object.entries(value).map(([key, item]) => [key, toCel(item)]));
}
