import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL } from '../../lib/world/api/coverage/classes.ts';
import { COVERAGE, classesOf, unmodelledFields } from '../../lib/world/api/coverage.ts';
import { ATOMIC } from '../../lib/world/api/decided.ts';
import { decode } from '../../lib/world/api/decode.ts';
import { encode } from '../../lib/world/api/encode.ts';
import { findKind, findKindByPlural, getKind, listKinds } from '../../lib/world/api/kinds.ts';
import { findField, getStruct, listStructNames, structOf } from '../../lib/world/api/schema.ts';
import { textOf } from '../../lib/world/api/texts.ts';
import { buildSchemas, hasJudges } from '../../scripts/schemas/build.ts';
import { printCoverage } from '../../scripts/schemas/coverage-page.ts';
import { arbitraryObject } from '../builders/schema-objects.ts';

const ROOT = join(import.meta.dirname, '../..');
const EPOCH_MS = Date.UTC(2026, 0, 1);
const names = listKinds().map((kind) => kind.kind);

describe('every kind', () => {
  it.each(listKinds().map((kind) => [kind.kind, kind] as const))('%s has a schema of its own', (_, kind) => {
    const fields = getStruct(kind.schema).byName;
    expect([...fields.keys()]).toEqual(expect.arrayContaining(['apiVersion', 'kind', 'metadata']));
    expect(
      readFileSync(join(ROOT, 'lib/world/api', `${kind.schema.replace('.', '/').toLowerCase()}.schema.ts`), 'utf8'),
    ).toContain(`export interface ${kind.kind} {`);
    expect(textOf(kind.schema)).not.toBe('');
    expect(findKindByPlural(kind.group, kind.version, kind.plural)).toBe(kind);
    expect(findKind(kind.kind, kind.apiVersion)).toBe(kind);
  });

  it('has names that no other kind has', () => {
    const spoken = listKinds().flatMap((kind) => [...new Set([kind.plural, kind.singular]), ...kind.shortNames]);
    expect(new Set(spoken).size).toBe(spoken.length);
  });

  it('is found by its own name only', () => {
    expect(findKind('constructor')).toBeUndefined();
    expect(findKind('Pod', 'apps/v1')).toBeUndefined();
    expect(getKind('EndpointSlice').apiVersion).toBe('discovery.k8s.io/v1');
  });
});

describe('schemas', () => {
  it('are closed: every struct that a field names is there', () => {
    for (const name of listStructNames()) {
      for (const field of getStruct(name).fields)
        expect(() => structOf(field.type), `${name}.${field.name}`).not.toThrow();
    }
  });

  it('know the keys by which lists are merged', () => {
    const ports = findField('core/v1.Pod', ['spec', 'containers', 'ports']);
    expect(ports).toMatchObject({
      mergeKey: 'containerPort',
      list: { type: 'map', keys: ['containerPort', 'protocol'] },
    });
    expect(findField('core/v1.Service', ['spec', 'ports'])).toMatchObject({
      mergeKey: 'port',
      list: { keys: ['port', 'protocol'] },
    });
    expect(findField('apps/v1.Deployment', ['spec', 'strategy'])).toMatchObject({ strategies: ['retainKeys'] });
    expect(findField('core/v1.Pod', ['spec', 'tolerations'])).toMatchObject({ mergeKey: undefined, list: undefined });
    expect(findField('core/v1.Pod', ['spec', 'nothing'])).toBeUndefined();
  });

  it('have every merged list of maps keyed by fields of its items', () => {
    for (const name of listStructNames()) {
      for (const { name: fieldName, type, list, mergeKey } of getStruct(name).fields) {
        const item = structOf(type);
        const keys = [...(list?.type === 'map' ? list.keys : []), ...(item && mergeKey ? [mergeKey] : [])];
        for (const key of keys) expect(item?.byName.has(key), `${name}.${fieldName} by ${key}`).toBe(true);
      }
    }
  });

  it('have every struct that is applied as a whole', () => {
    const all = new Set(
      listStructNames().flatMap((name) => [name, ...getStruct(name).fields.map((field) => `${name}.${field.name}`)]),
    );
    expect([...ATOMIC].filter((name) => !all.has(name))).toEqual([]);
  });
});

describe('generated files', () => {
  it('cover page says what the decisions say (npm run schemas)', () => {
    expect(readFileSync(join(ROOT, 'docs/coverage.md'), 'utf8')).toBe(printCoverage());
  });

  it.runIf(hasJudges(ROOT))(
    'are what the models of the npm releases and the kubectl binary give (npm run schemas)',
    () => {
      const built = buildSchemas(ROOT);
      for (const [path, text] of built) expect(readFileSync(join(ROOT, path), 'utf8') === text, path).toBe(true);
      const there = readdirSync(join(ROOT, 'lib/world/api'), { recursive: true, encoding: 'utf8' });
      const generated = there.filter((path) => path.endsWith('.schema.ts')).map((path) => `lib/world/api/${path}`);
      expect(generated.filter((path) => !built.has(path))).toEqual([]);
    },
  );
});

describe('coverage', () => {
  it('names structs and fields that exist, each in one class', () => {
    for (const [struct, coverage] of Object.entries(COVERAGE)) {
      const fields = getStruct(struct).byName;
      const modelled = coverage.modelled?.split(' ').filter((name) => name && name !== ALL) ?? [];
      const inert = coverage.inert?.split(' ').filter(Boolean) ?? [];
      const values = [...Object.keys(coverage.harmless ?? {}), ...Object.keys(coverage.unmodelledValues ?? {})];
      for (const name of [...modelled, ...inert, ...values]) expect(fields.has(name), `${struct}.${name}`).toBe(true);
      expect(
        modelled.filter((name) => inert.includes(name)),
        struct,
      ).toEqual([]);
    }
  });

  it('decides every struct below a modelled field, and no other', () => {
    const reached = new Set<string>();
    const visit = (name: string): void => {
      if (reached.has(name)) return;
      reached.add(name);
      const classes = classesOf(name);
      for (const field of getStruct(name).fields) {
        const inner = classes.get(field.name) === 'modelled' ? structOf(field.type) : undefined;
        if (inner) visit(inner.name);
      }
    };
    for (const kind of listKinds()) visit(kind.schema);
    expect([...reached].filter((name) => !(name in COVERAGE))).toEqual([]);
    expect(Object.keys(COVERAGE).filter((name) => !reached.has(name))).toEqual([]);
  });

  it('finds what has no effect here, each path once, and is silent about defaults', () => {
    const service = {
      spec: {
        type: 'LoadBalancer',
        trafficDistribution: 'PreferClose',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'PreferDualStack',
      },
    };
    expect(unmodelledFields('core/v1.Service', service)).toEqual(['spec.type "LoadBalancer"']);
    const template = {
      spec: {
        containers: [{ name: 'a' }, { name: 'b', readinessProbe: { grpc: { port: 1 } } }],
        setHostnameAsFQDN: true,
      },
    };
    expect(unmodelledFields('apps/v1.Deployment', { spec: { template } })).toEqual([
      'spec.template.spec.containers[1].readinessProbe.grpc',
      'spec.template.spec.setHostnameAsFQDN',
    ]);
    const plain = {
      spec: { containers: [{ name: 'a', securityContext: { privileged: true } }], setHostnameAsFQDN: false },
    };
    expect(unmodelledFields('core/v1.Pod', plain)).toEqual([]);
  });
});

describe('any object of a schema', () => {
  it.each(names)('%s comes back as it was written', (name) => {
    const { schema } = getKind(name);
    fc.assert(
      fc.property(arbitraryObject(schema), (written) => {
        const decoded = decode(schema, written, { strictness: 'Strict', epochMs: EPOCH_MS });
        if (!decoded.ok) throw new Error(decoded.message);
        const once = encode(schema, decoded.object, EPOCH_MS);
        const again = decode(schema, once, { strictness: 'Strict', epochMs: EPOCH_MS });
        expect(again).toEqual({ ok: true, object: decoded.object, warnings: [] });
        expect(once).toMatchObject(written);
      }),
      { numRuns: 60, seed: 35 },
    );
  });
});
