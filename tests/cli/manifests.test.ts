/** What `-f` takes: definitions and their objects, and manifests of several clusters. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ManifestError } from '../../lib/assessment/manifest-documents.ts';
import { manifestWorld } from '../../lib/assessment/manifest-world.ts';
import { matrix } from '../../lib/cli/commands/matrix.ts';
import { trace } from '../../lib/cli/commands/trace.ts';
import { documentsByCluster } from '../../lib/cli/manifest-files.ts';
import type { Verb } from '../../lib/cli/outcome.ts';
import { CRON_TAB } from '../conformance/apiserver/crd-fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'hoplab-manifests-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, ...documents: (object | string)[]): string {
  const path = join(folder, name);
  writeFileSync(path, documents.map((one) => (typeof one === 'string' ? one : stringify(one))).join('---\n'));
  return path;
}

const cronTab = (spec: object, rest: object = {}) => ({
  apiVersion: 'stable.example.com/v1',
  kind: 'CronTab',
  metadata: { name: 'nightly', namespace: 'jobs' },
  spec: { cronSpec: '* * * * */5', ...spec },
  ...rest,
});

const pod = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: name } },
  spec: { containers: [{ name: 'main', image: 'nginx:1.29' }] },
});

const service = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port: 80 }] },
});

async function run(verb: Verb, ...args: string[]) {
  let text = '';
  const print = (part: string) => {
    text += part;
  };
  const code = await verb.run(args, { out: print, err: print, labRoots: [] });
  return { code, text };
}

function stored(paths: readonly string[], how: 'Reconciled' | 'AsGiven' = 'Reconciled') {
  const path = '/apis/stable.example.com/v1/namespaces/jobs/crontabs/nightly';
  const answer = manifestWorld(documentsByCluster(paths), how, 1).request('main', { method: 'GET', path });
  return (answer as { body: { spec: object; status?: object } }).body;
}

describe('definitions', () => {
  it('come before their objects, whatever the order of documents and files', () => {
    const one = file('one.yaml', cronTab({ replicas: 3 }), CRON_TAB);
    expect(stored([one]).spec).toEqual({ cronSpec: '* * * * */5', replicas: 3 });
    const [object, definition] = [file('a.yaml', cronTab({})), file('b.yaml', CRON_TAB)];
    expect(stored([object, definition]).spec).toEqual({ cronSpec: '* * * * */5', replicas: 1 });
  });

  it('hold for objects given with their status; a status that a generator left empty is nothing', () => {
    const empty = { status: { acceptedNames: { kind: '', plural: '' }, conditions: [], storedVersions: [] } };
    const both = file('given.yaml', { ...CRON_TAB, ...empty }, cronTab({}, { status: { replicas: 4 } }));
    expect(stored([both], 'AsGiven').status).toEqual({ replicas: 4 });
  });

  it.each([
    [[cronTab({})], 'there is no kind CronTab in stable.example.com/v1: no CustomResourceDefinition defines it'],
    [
      [CRON_TAB, { ...cronTab({}), apiVersion: 'stable.example.com/v2' }],
      'there is no kind CronTab in stable.example.com/v2: CustomResourceDefinition crontabs.stable.example.com serves v1',
    ],
    [
      [CRON_TAB, cronTab({ replicas: 11 })],
      'spec.replicas: Invalid value: 11: spec.replicas in body should be less than or equal to 10',
    ],
    [[CRON_TAB, cronTab({ image: 'x', imag: 'y' })], 'CronTab: strict decoding error: unknown field "spec.imag"'],
    [
      [{ apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind: 'FlowSchema', metadata: { name: 'x' } }],
      'not modelled: kind FlowSchema in flowcontrol.apiserver.k8s.io/v1',
    ],
  ])('refusals name file, document and what is missing: %#', (documents, says) => {
    const path = file('refused.yaml', pod('box'), ...documents);
    const open = () => manifestWorld(documentsByCluster([path]), 'Reconciled', 1);
    expect(open).toThrow(ManifestError);
    expect(open).toThrow(`${path}, document ${documents.length + 1}: `);
    expect(open).toThrow(says);
  });
});

describe('several clusters', () => {
  const files = [
    '-f',
    file('main.yaml', pod('box')),
    '-f',
    `west=${file('west.yaml', pod('web'), pod('box'), service('web'))}`,
  ];

  it('trace asks the cluster that is named', async () => {
    const west = await run(trace, ...files, '--cluster', 'west', '--from', 'box', '--to', 'http://web', '--json');
    const { steps, disposition } = JSON.parse(west.text) as { steps: { cluster: string }[]; disposition: string };
    expect({ code: west.code, disposition }).toEqual({ code: 0, disposition: 'Delivered' });
    expect(new Set(steps.map(({ cluster }) => cluster))).toEqual(new Set(['west']));
    const main = await run(trace, ...files, '--from', 'box', '--to', 'http://web');
    expect(main).toMatchObject({ code: 2, text: expect.stringContaining('web has no address there') });
  });

  it('matrix too', async () => {
    const west = await run(matrix, ...files, '--cluster', 'west', '--json');
    expect(JSON.parse(west.text)).toContainEqual(
      expect.objectContaining({ from: 'default/box', to: 'service default/web', verdict: 'ALWAYS' }),
    );
    expect((await run(matrix, ...files)).text).not.toContain('default/web');
  });

  it('the network between them is not modelled, and says so', async () => {
    const { code, text } = await run(trace, ...files, '--from', 'box', '--to', '10.1.1.20:10250');
    expect(code).toBe(3);
    expect(text).toContain('not modelled: 10.1.1.20, an address of cluster west: the network between clusters');
    const nobody = await run(trace, ...files, '--from', 'box', '--to', '10.9.1.20:10250');
    expect(nobody).toMatchObject({ code: 0, text: expect.stringContaining('Dropped NoRoute') });
  });

  it('a cluster that is not there is a usage error that says how to make it', async () => {
    await expect(run(trace, ...files, '--cluster', 'east', '--from', 'box', '--to', 'http://web')).rejects.toThrow(
      '--cluster: no cluster east; there is main, west. -f east=FILE makes it',
    );
  });
});
