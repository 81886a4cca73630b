import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decode } from '../../lib/world/api/decode.ts';
import { encode } from '../../lib/world/api/encode.ts';
import { findKind } from '../../lib/world/api/kinds.ts';
import { findKubectl } from '../../scripts/schemas/build.ts';
import { DECODE_ERRORS, ROUND_TRIPS } from './decode-cases.ts';

const EPOCH_MS = Date.UTC(2026, 0, 1);
const ROOT = join(import.meta.dirname, '../..');

function schemaOf(manifest: Readonly<Record<string, unknown>>): string {
  const kind = findKind(String(manifest.kind));
  if (!kind) throw new Error(`no kind ${manifest.kind}`);
  return kind.schema;
}

describe('type errors are worded as Go words them', () => {
  it.each(Object.entries(DECODE_ERRORS))('%s', (_, [manifest, message]) => {
    const decoded = decode(schemaOf(manifest), manifest, { strictness: 'Strict', epochMs: EPOCH_MS });
    expect(decoded).toEqual({ ok: false, message });
  });
});

describe('objects are written as Go writes them', () => {
  it.each(Object.entries(ROUND_TRIPS))('%s', (_, [manifest, written]) => {
    const decoded = decode(schemaOf(manifest), manifest, { strictness: 'Strict', epochMs: EPOCH_MS });
    if (!decoded.ok) throw new Error(decoded.message);
    expect(JSON.stringify(encode(schemaOf(manifest), decoded.object, EPOCH_MS))).toBe(JSON.stringify(written));
  });
});

/** Models: the server's `--validate=strict`, https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/2885-server-side-unknown-field-validation */
describe('unknown fields', () => {
  const manifest = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', lables: {} },
    spec: {
      replica: 1,
      template: {
        spec: {
          containers: [
            { name: 'a', imagePullpolicy: 'Always' },
            { name: 'b', ports: [{ port: 80 }] },
          ],
        },
      },
    },
  };
  const paths = [
    'metadata.lables',
    'spec.replica',
    'spec.template.spec.containers[0].imagePullpolicy',
    'spec.template.spec.containers[1].ports[0].port',
  ];
  const sentences = paths.map((path) => `unknown field "${path}"`);

  it('are an error in Strict mode, all in one sentence, in the order of the manifest', () => {
    const decoded = decode('apps/v1.Deployment', manifest, { strictness: 'Strict', epochMs: EPOCH_MS });
    expect(decoded).toEqual({ ok: false, message: `strict decoding error: ${sentences.join(', ')}` });
  });

  it('are warnings in Warn mode and silent in Ignore mode, and gone either way', () => {
    const warned = decode('apps/v1.Deployment', manifest, { strictness: 'Warn', epochMs: EPOCH_MS });
    const ignored = decode('apps/v1.Deployment', manifest, { strictness: 'Ignore', epochMs: EPOCH_MS });
    expect(warned).toMatchObject({ ok: true, warnings: sentences });
    expect(ignored).toMatchObject({ ok: true, warnings: [] });
    expect(JSON.stringify(ignored)).not.toContain('replica"');
  });

  it('stop being listed after a hundred', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`x${index}`, 1]));
    const decoded = decode('core/v1.ConfigMap', many, { strictness: 'Warn', epochMs: EPOCH_MS });
    expect(decoded.ok && decoded.warnings.length).toBe(100);
  });
});

describe('names that JavaScript treats specially', () => {
  const keys = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'];
  const data = JSON.stringify(Object.fromEntries(keys.map((key) => [key, 'x'])));
  const manifest = JSON.parse(
    `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":${data.replace('{', '{"__proto__":"x",')}}`,
  );

  it('are ordinary keys of a map', () => {
    const decoded = decode('core/v1.ConfigMap', manifest, { strictness: 'Strict', epochMs: EPOCH_MS });
    if (!decoded.ok) throw new Error(decoded.message);
    const written = encode('core/v1.ConfigMap', decoded.object, EPOCH_MS);
    expect(Object.keys(written.data as object).sort()).toEqual([...keys].sort());
    expect({}).not.toHaveProperty('x');
  });

  it.each(keys)('%s is an unknown field of a struct', (key) => {
    const spec = JSON.parse(`{"spec":{"${key}":{"polluted":true}}}`);
    const decoded = decode('core/v1.Service', spec, { strictness: 'Strict', epochMs: EPOCH_MS });
    expect(decoded).toEqual({ ok: false, message: `strict decoding error: unknown field "spec.${key}"` });
  });
});

it('does not go deeper into a value than the schema does', () => {
  let deep: unknown = 'x';
  for (let level = 0; level < 100_000; level++) deep = [deep];
  const manifest = { metadata: { name: 'a', managedFields: [{ fieldsV1: deep }] }, data: { a: deep }, other: deep };
  const decoded = decode('core/v1.ConfigMap', manifest, { strictness: 'Strict', epochMs: EPOCH_MS });
  expect(decoded).toEqual({
    ok: false,
    message: 'json: cannot unmarshal array into Go struct field ConfigMap.data of type string',
  });
});

const kubectl = findKubectl(ROOT);

describe.runIf(kubectl !== undefined)('the real kubectl 1.35 says the same', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hoplab-decode-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function ask(manifest: unknown): { status: number; stdout: string; stderr: string } {
    const file = join(folder, 'f.json');
    writeFileSync(file, JSON.stringify(manifest));
    try {
      const args = ['set', 'image', '--local', '-f', file, 'c=x', '-o', 'json'];
      return {
        status: 0,
        stdout: execFileSync(kubectl as string, args, { encoding: 'utf8', stdio: 'pipe' }),
        stderr: '',
      };
    } catch (error) {
      const { status, stderr } = error as { status: number; stderr: string };
      return { status, stdout: '', stderr: stderr.replace(`error: unable to decode "${file}": `, '').trim() };
    }
  }

  it('about every ill-typed manifest', () => {
    for (const [name, [manifest, message]] of Object.entries(DECODE_ERRORS))
      expect([name, ask(manifest).stderr]).toEqual([name, message]);
  });

  it('about every object it can write', () => {
    for (const [name, [manifest, written]] of Object.entries(ROUND_TRIPS)) {
      const real = JSON.parse(ask(manifest).stdout);
      const container = (real.spec.template?.spec ?? real.spec).containers[0];
      delete container.image;
      expect([name, real]).toEqual([name, written]);
    }
  });
});
