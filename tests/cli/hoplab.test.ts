/** The command line as a shell meets it: exit codes, standard error, JSON. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { traceSchema } from '../../lib/terminal/trace-schema.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = join(root, 'dist/hoplab-under-test.mjs');
const folder = mkdtempSync(join(tmpdir(), 'hoplab-cli-'));

beforeAll(async () => {
  const entryPoints = [join(root, 'lib/cli/main.ts')];
  await build({
    entryPoints,
    outfile: script,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  file('web.yaml', WEB);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(script, { force: true });
});

const WEB = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "nginx:1.29" }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: box, namespace: shop }
spec: { containers: [{ name: c, image: "busybox:1.37", command: [sleep, infinity] }] }
`;

/** Hand-written: no pods behind the addresses, as a repository of manifests may have it. */
const GIVEN = `
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { type: ClusterIP, clusterIP: 172.20.5.5, ports: [{ port: 5432, protocol: TCP, targetPort: 5432 }] }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, namespace: shop, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
endpoints:
  - { addresses: [10.0.2.77], nodeName: ip-10-0-2-20.us-west-2.compute.internal, conditions: { ready: true } }
  - { addresses: [10.0.3.77], nodeName: ip-10-0-3-20.us-west-2.compute.internal, conditions: { ready: false } }
ports: [{ port: 5432, protocol: TCP }]
`;

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function hoplab(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { cwd: root, maxBuffer: 1 << 24 }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

const web = ['-f', join(folder, 'web.yaml')];

describe('usage errors end with 2 and say what was expected', () => {
  it.each([
    [['nonsense'], /no command “nonsense”/],
    [['trace', ...web, '--to', 'http://web/'], /expected --from and --to/],
    [
      ['trace', '-f', '/nowhere.yaml', '--from', 'shop/box', '--to', 'http://web/'],
      /the path “\/nowhere.yaml” does not exist/,
    ],
    [['trace', ...web, '--from', 'shop/nobody', '--to', 'http://web/'], /no pod shop\/nobody/],
    [['trace', ...web, '--from', 'shop/box', '--to', 'web'], /expected a URL or HOST:PORT/],
    [['trace', ...web, '--from', '1.2.3.4', '--to', '172.20.0.10:53'], /needs the node where it enters: --at/],
    [['trace', ...web, '--frm', 'x'], /Unknown option '--frm'/],
    [['lab', 'test', 'clusterip/nothing'], /no lab clusterip\/nothing/],
    [['lab', 'test', 'clusterip/one-node-in-four', '--seeds', 'many'], /--seeds: expected a whole number/],
    [['grade', 'clusterip/wrong-container', '--commands', '/nowhere.sh'], /--commands: no such file/],
    [['lab', 'new', 'nope/x'], /unknown topic “nope”/],
    [['lab', 'new', 'clusterip/../../x'], /expected lower-case words/],
  ])('%j', async (args, says) => {
    const { code, err } = await hoplab(...args);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(says) });
  });

  it('a manifest that does not decode names file, document and field', async () => {
    const path = file('bad.yaml', WEB.replace('replicas: 2', 'replcas: 2'));
    const { code, err } = await hoplab('trace', '-f', path, '--from', 'shop/box', '--to', 'http://web/');
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining(
        `${path}, document 1: Deployment: strict decoding error: unknown field "spec.replcas"`,
      ),
    });
  });
});

describe('trace', () => {
  it('prints a document that the published schema takes, exit 0', async () => {
    const { code, out } = await hoplab('trace', ...web, '--from', 'shop/box', '--to', 'http://web/', '--json');
    const trace = traceSchema.parse(JSON.parse(out));
    expect(code).toBe(0);
    expect(trace).toMatchObject({
      schema: 'hoplab.trace/1',
      disposition: 'Delivered',
      reason: 'Listening',
      response: 'Reply',
      masqueraded: 'Never',
    });
    expect(trace.paths.map(({ probability }) => probability)).toEqual([0.5, 0.5]);
    expect(trace.candidates).toHaveLength(2);
    expect(
      trace.steps.some(
        ({ stage, because }) => stage === 'ServiceDNAT' && because.some(({ ref }) => ref.kind === 'EndpointSlice'),
      ),
    ).toBe(true);
  });

  it('takes hand-written slices as given, without pods', async () => {
    const path = file('given/db.yaml', GIVEN);
    const { code, out } = await hoplab(
      'trace',
      '-f',
      path,
      '--as-given',
      '--from',
      'node/ip-10-0-1-20',
      '--to',
      '172.20.5.5:5432',
      '--json',
    );
    const trace = traceSchema.parse(JSON.parse(out));
    expect(code).toBe(0);
    expect(trace).toMatchObject({ disposition: 'Delivered' });
    expect(trace.candidates.map(({ address, port }) => `${address}:${port}`)).toEqual(['10.0.2.77:5432']);
  });

  it("takes another cluster's addresses as they are", async () => {
    const path = file('given/kubeadm.yaml', GIVEN.replaceAll('172.20.5.5', '10.96.5.5'));
    const { code, err } = await hoplab(
      'trace',
      '-f',
      path,
      '--as-given',
      '--from',
      'node/ip-10-0-1-20',
      '--to',
      '10.96.5.5:5432',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const refused = await hoplab('trace', '-f', path, '--from', 'node/ip-10-0-1-20', '--to', '10.96.5.5:5432');
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('does not match the current range') });
  });

  it('takes them without --as-given too, beside controllers', async () => {
    const path = file('given/db.yaml', GIVEN);
    const { out } = await hoplab(
      'trace',
      '-f',
      path,
      '--from',
      'node/ip-10-0-1-20',
      '--to',
      '172.20.5.5:5432',
      '--json',
    );
    expect(traceSchema.parse(JSON.parse(out))).toMatchObject({ disposition: 'Delivered' });
  });

  it('an image that is not modelled is said, and its verdict is not trusted', async () => {
    const path = file('private.yaml', WEB.replace('nginx:1.29', 'registry.example.com/our/web:3'));
    const { code, err } = await hoplab('trace', '-f', path, '--from', 'shop/box', '--to', 'http://web/');
    expect({ code, err }).toEqual({
      code: 3,
      err: expect.stringContaining('not modelled: the images registry.example.com/our/web:3'),
    });
  });

  it('a packet from any address enters at a node', async () => {
    const { out } = await hoplab(
      'trace',
      ...web,
      '--from',
      '10.0.9.9',
      '--at',
      'node/ip-10-0-3-20',
      '--to',
      '172.20.0.10:53/udp',
      '--json',
    );
    expect(traceSchema.parse(JSON.parse(out))).toMatchObject({
      disposition: 'Delivered',
      sourceSeen: { address: expect.any(String) },
    });
  });

  it('a port that the Service does not have is lost, and the trace says so', async () => {
    const { code, out } = await hoplab('trace', ...web, '--from', 'shop/box', '--to', 'http://web:81/');
    expect(code).toBe(0);
    expect(out).toMatch(/Dropped NoRoute; the sender sees Timeout/);
  });
});

it('matrix knows who reaches whom', async () => {
  const { code, out } = await hoplab('matrix', ...web, '--json');
  const cells = JSON.parse(out) as { from: string; to: string; port: number; verdict: string }[];
  const cell = (to: string) => cells.find((one) => one.from === 'shop/box' && one.to === to)?.verdict;
  expect(code).toBe(0);
  expect([cell('service shop/web'), cell('service default/kubernetes')]).toEqual(['ALWAYS', 'ALWAYS']);
});

describe('grade', () => {
  it('nothing done: 0 points, exit 1, the JSON that panels read', async () => {
    const { code, out } = await hoplab('grade', 'clusterip/no-ready-endpoints', '--seed', '3', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      lab: 'clusterip/no-ready-endpoints',
      seed: 3,
      score: 0,
      maxScore: 100,
      undecided: 0,
      engineVersion: expect.any(Number),
      labVersion: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('commands and answers count; full marks end with 0', async () => {
    const { out } = await hoplab('lab', 'render', 'clusterip/one-node-in-four', '--seed', '1');
    const solution = out.slice(out.indexOf('# solution\n') + '# solution\n'.length);
    const node = /^answer which (\S+)$/m.exec(solution)?.[1] as string;
    const commands = file('fix.sh', solution.replace(/^answer .*$/m, ''));
    const answers = file('answers.yaml', `which: ${node}\n`);
    const args = ['grade', 'clusterip/one-node-in-four', '--seed', '1', '--commands', commands];
    expect((await hoplab(...args)).code).toBe(1);
    expect((await hoplab(...args, '--answers', answers)).code).toBe(0);
  });
});

it('try runs one command in a lab and leaves with its exit code', async () => {
  const there = await hoplab('try', 'clusterip/wrong-container', '-c', 'kubectl get svc -A --no-headers | wc -l');
  expect(there).toMatchObject({ code: 0, out: '3\n' });
  expect(await hoplab('try', 'clusterip/wrong-container', '-c', 'kubectl get pod nobody')).toMatchObject({
    code: 1,
    err: 'Error from server (NotFound): pods "nobody" not found\n',
  });
});
