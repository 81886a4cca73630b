/** Random definitions and objects, and rules and patterns made to take for ever: each request ends with an answer. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aServer, type TestServer } from '../builders/cluster.ts';
import { CRON_TAB } from '../conformance/apiserver/crd-fixtures.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const TABS = '/apis/stable.example.com/v1/namespaces/shop/crontabs';

function withSpec(spec: unknown): object {
  const body = JSON.parse(JSON.stringify(CRON_TAB));
  body.spec.versions[0].schema.openAPIV3Schema.properties.spec = spec;
  return body;
}

const value = fc.jsonValue({ maxDepth: 4 });
const types = fc.constantFrom('object', 'array', 'string', 'integer', 'number', 'boolean', 'nope');

/** Schemas of at most so many levels, right and wrong ones. */
function schemaOf(levels: number): fc.Arbitrary<unknown> {
  const inner = levels > 0 ? schemaOf(levels - 1) : fc.constant({ type: 'string' });
  return fc.record(
    {
      type: types,
      default: value,
      enum: fc.array(value, { maxLength: 3 }),
      pattern: fc.string(),
      format: fc.constantFrom('ipv4', 'date-time', 'int32', 'nope'),
      minimum: fc.integer(),
      maxLength: fc.nat(9),
      required: fc.oneof(fc.array(fc.string(), { maxLength: 2 }), value),
      properties: fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'constructor'), inner, { maxKeys: 3 }),
      additionalProperties: fc.oneof(fc.boolean(), inner),
      items: fc.oneof(inner, value),
      anyOf: fc.array(inner, { maxLength: 2 }),
      not: inner,
      'x-kubernetes-preserve-unknown-fields': fc.boolean(),
      'x-kubernetes-int-or-string': fc.boolean(),
      'x-kubernetes-list-type': fc.constantFrom('map', 'set', 'atomic', 'nope'),
      'x-kubernetes-list-map-keys': fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
      'x-kubernetes-validations': fc.array(fc.record({ rule: fc.constantFrom(...RULES) }), { maxLength: 2 }),
    },
    { requiredKeys: levels > 0 ? [] : ['type'] },
  );
}

const RULES = ['self == oldSelf', 'self.a > 1', 'has(self.a)', 'self.all(x, x)', '(', 'true'];
const schema = schemaOf(2);

function answersAll(server: TestServer, definition: unknown, spec: unknown): void {
  for (const method of ['POST', 'PUT'] as const) {
    const path = method === 'POST' ? DEFINITIONS : `${DEFINITIONS}/crontabs.stable.example.com`;
    expect(server.ask(method, path, { body: definition }).status).toBeGreaterThan(199);
  }
  const body = { apiVersion: 'stable.example.com/v1', kind: 'CronTab', metadata: { name: 'a' }, spec };
  expect(server.ask('POST', TABS, { body }).status).toBeGreaterThan(199);
  const headers = { 'content-type': 'application/apply-patch+yaml' };
  expect(server.ask('PATCH', `${TABS}/a`, { headers, query: { fieldManager: 'x' }, body }).status).toBeGreaterThan(199);
  const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
  JSON.stringify(server.ask('GET', TABS, { headers: { accept } }).body);
  JSON.stringify(server.ask('GET', '/openapi/v3/apis/stable.example.com/v1').body);
}

test('random schemas and objects', () => {
  fc.assert(
    fc.property(schema, value, (one, spec) => answersAll(aServer(), withSpec(one), spec)),
    { numRuns: 300 },
  );
});

test('random definitions', () => {
  fc.assert(
    fc.property(value, fc.constantFrom('names', 'versions', 'scope', 'group', 'conversion'), (one, field) => {
      answersAll(aServer(), { ...CRON_TAB, spec: { ...CRON_TAB.spec, [field]: one } }, {});
    }),
    { numRuns: 300 },
  );
});

/** Both stay below a second on the slowest machine that runs this, where a naive engine would take years. */
test('a rule of loops in loops ends at its budget', () => {
  const server = aServer();
  const list = { type: 'array', items: { type: 'integer' } };
  const rule = 'self.l.all(a, self.l.all(b, self.l.all(c, self.l.all(d, a + b + c + d >= 0))))';
  const spec = { type: 'object', properties: { l: list }, 'x-kubernetes-validations': [{ rule }] };
  expect(server.ask('POST', DEFINITIONS, { body: withSpec(spec) }).status).toBe(201);
  const l = Array.from({ length: 500 }, (_, at) => at);
  const body = { apiVersion: 'stable.example.com/v1', kind: 'CronTab', metadata: { name: 'a' }, spec: { l } };
  const answer = server.ask('POST', TABS, { body });
  expect(answer.status).toBe(422);
  expect((answer.body as { message: string }).message).toContain('running out of cost budget');
});

test('a pattern that backtracks for ever elsewhere', () => {
  const server = aServer();
  const spec = { type: 'object', properties: { s: { type: 'string', pattern: '^(a+)+$' } } };
  expect(server.ask('POST', DEFINITIONS, { body: withSpec(spec) }).status).toBe(201);
  const s = `${'a'.repeat(50_000)}b`;
  const body = { apiVersion: 'stable.example.com/v1', kind: 'CronTab', metadata: { name: 'a' }, spec: { s } };
  expect(server.ask('POST', TABS, { body }).status).toBe(422);
});
