/** Rules are held against their schema when the definition is written: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#type-checking */
import { describe, expect, it } from 'vitest';
import { aServer } from '../../builders/cluster.ts';
import { CRON_TAB } from './crd-fixtures.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const item = { type: 'object', properties: { name: { type: 'string' }, 'max-age': { type: 'integer' } } };
const spec = {
  type: 'object',
  properties: {
    replicas: { type: 'integer' },
    items: { type: 'array', items: item },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  },
};

function create(at: 'root' | 'spec', rule: string) {
  const rules = { 'x-kubernetes-validations': [{ rule }] };
  const inner = at === 'spec' ? { ...spec, ...rules } : spec;
  const openAPIV3Schema = { type: 'object', properties: { spec: inner }, ...(at === 'root' ? rules : {}) };
  const [version] = CRON_TAB.spec.versions;
  const versions = [
    { ...version, schema: { openAPIV3Schema }, subresources: {}, selectableFields: [], additionalPrinterColumns: [] },
  ];
  const { status, body } = aServer().ask('POST', DEFINITIONS, {
    body: { ...CRON_TAB, spec: { ...CRON_TAB.spec, versions } },
  });
  return { status, message: (body as { message?: string }).message ?? '' };
}

describe('a field that the schema does not have', () => {
  it.each([
    ['spec', 'self.foo > 1', "ERROR: <input>:1:5: undefined field 'foo'\n | self.foo > 1\n | ....^"],
    ['spec', 'self.replicas > 0 && oldSelf.replica > 0', "ERROR: <input>:1:29: undefined field 'replica'"],
    ['spec', 'self.items.all(one, one.nam == "x")', "ERROR: <input>:1:24: undefined field 'nam'"],
    [
      'spec',
      'self.replicas > 0 &&\n  self.foo > 1',
      "ERROR: <input>:2:7: undefined field 'foo'\n |   self.foo > 1\n | ......^",
    ],
    ['root', 'self.spec.foo > 1', "ERROR: <input>:1:10: undefined field 'foo'"],
    ['root', 'self.metadata.creationTimestamp != ""', "ERROR: <input>:1:14: undefined field 'creationTimestamp'"],
  ] as const)('%s: %s', (at, rule, says) => {
    const { status, message } = create(at, rule);
    const where = at === 'spec' ? '.properties[spec]' : '';
    expect(status).toBe(422);
    expect(message).toContain(
      `spec.versions[0].schema.openAPIV3Schema${where}.x-kubernetes-validations[0].rule: Invalid value: `,
    );
    expect(message).toContain(`compilation failed: ${says}`);
  });

  it.each([
    ['spec', 'self.items.all(one, one.max__dash__age > 1)'],
    ['spec', 'self.labels.anything == "x"'],
    ['spec', 'self.free.anything == "x"'],
    ['spec', '!has(self.replicas) || self.replicas > 0'],
    ['spec', 'self.items.exists(self, self.name == "x")'],
    ['root', 'self.metadata.name != "x" && self.kind == "CronTab"'],
  ] as const)('%s: %s is taken', (at, rule) => {
    expect(create(at, rule)).toMatchObject({ status: 201 });
  });
});
