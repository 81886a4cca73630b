/** `hoplab prove` and `hoplab matrix --against`: what manifests on disk let through, and what a change of them changes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { matrix } from '../../lib/cli/commands/matrix.ts';
import { prove } from '../../lib/cli/commands/prove.ts';
import { trace } from '../../lib/cli/commands/trace.ts';
import { UsageError, type Verb } from '../../lib/cli/outcome.ts';
import { traceSchema } from '../../lib/terminal/trace-schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'hoplab-prove-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, ...documents: object[]): string {
  const path = join(folder, name);
  writeFileSync(path, documents.map((one) => stringify(one)).join('---\n'));
  return path;
}

async function run(verb: Verb, ...args: string[]) {
  let [out, err] = ['', ''];
  const io = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    labRoots: [],
  };
  const code = await verb.run(args, io);
  return { code, out, err };
}

const deployment = (name: string, replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, image: 'nginx:1.29' }] } },
  },
});
const box = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'box', namespace: 'lab' },
  spec: { containers: [{ name: 'c', image: 'busybox:1.37', command: ['sleep', 'infinity'] }] },
};
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'db', namespace: 'shop' },
  spec: { selector: { app: 'db' }, ports: [{ port: 80 }] },
};
const policy = (from: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'db', namespace: 'shop' },
  spec: {
    podSelector: { matchLabels: { app: 'db' } },
    ingress: [{ from: [from], ports: [{ port: 80 }, { port: 5432 }] }],
  },
});

/** As small as a definition can be. */
const clusterPolicies = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'clusternetworkpolicies.networking.k8s.aws' },
  spec: {
    group: 'networking.k8s.aws',
    scope: 'Cluster',
    names: { plural: 'clusternetworkpolicies', singular: 'clusternetworkpolicy', kind: 'ClusterNetworkPolicy' },
    versions: [
      {
        name: 'v1alpha1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          },
        },
      },
    ],
  },
};
const guard = {
  apiVersion: 'networking.k8s.aws/v1alpha1',
  kind: 'ClusterNetworkPolicy',
  metadata: { name: 'guard' },
  spec: {
    tier: 'Admin',
    priority: 10,
    subject: { namespaces: {} },
    egress: [{ action: 'Deny', to: [{ namespaces: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }] }],
  },
};

const shop = file('shop.yaml', deployment('web', 2), deployment('db', 1), service, box);
const open = file('open.yaml', policy({ namespaceSelector: {} }));
const shut = file('shut.yaml', policy({ podSelector: { matchLabels: { app: 'web' } } }));
const fromLab = ['--from', 'lab/', '--to', 'shop/app=db', '--never'];
const files = (one: string) => ['-f', shop, '-f', one, '--enforce-policies'];

describe('prove', () => {
  it('a claim that holds: exit 0', async () => {
    const { code, out, err } = await run(prove, ...files(shut), ...fromLab, '--port', '1-65535');
    expect({ code, out, err }).toEqual({ code: 0, out: 'holds     NEVER, for each of 1 pairs of classes\n', err: '' });
  });

  it('a claim that does not: a packet to a port somebody listens on, its trace, what would turn it; exit 1', async () => {
    const { code, out } = await run(prove, ...files(open), ...fromLab, '--port', '1-65535');
    expect(code).toBe(1);
    expect(out).toMatch(/^refuted {3}lab\/box → shop\/db-\S+ 80\/TCP: policies let it through\nhop 1/);
    expect(out).toContain('lets lab/box (');
    expect(out).toContain('ends    ● Delivered Listening');
    expect(out).toMatch(
      /\nfix {7}changes \d+ other pairs +NetworkPolicy shop\/db spec\.ingress\[0\]\.ports: remove 80\/TCP\n/,
    );
  });

  it('ClusterNetworkPolicies are the tracer’s to ask: exit 3, and trace knows them', async () => {
    const guarded = file('guarded.yaml', clusterPolicies, guard);
    const { code, err } = await run(prove, ...files(guarded), ...fromLab, '--port', '80');
    expect({ code, err }).toEqual({ code: 3, err: expect.stringContaining('not modelled: ClusterNetworkPolicies') });
    const { out } = await run(trace, ...files(guarded), '--from', 'lab/box', '--to', 'http://db.shop/');
    expect(out).toContain('ClusterNetworkPolicy guard spec.egress[0]');
    expect(out).toContain('ends    ✕ Dropped NetworkPolicyDenied');
  });

  it('--json is hoplab.proof/1', async () => {
    const claim = ['--from', 'lab/box', '--to', '*/app=db', '--port', '80', '--always'];
    const { code, out } = await run(prove, ...files(shut), ...claim, '--json');
    const proof = JSON.parse(out);
    expect(code).toBe(1);
    expect(proof).toMatchObject({
      schema: 'hoplab.proof/1',
      claim: { from: { kind: 'Pods', namespace: 'lab', name: 'box' }, port: 80, protocol: 'TCP', wants: 'ALWAYS' },
      holds: false,
      pairs: 1,
      counterexample: { from: 'lab/box', port: 80, protocol: 'TCP' },
    });
    const trace = traceSchema.parse(proof.counterexample.trace);
    expect(trace).toMatchObject({ disposition: 'Dropped', reason: 'NetworkPolicyDenied' });
    expect(proof.fixes[0]).toEqual({
      kind: 'NetworkPolicy',
      namespace: 'shop',
      name: 'db',
      field: expect.stringMatching(/^spec\.ingress\[[01]\](\.from)?$/),
      says: expect.stringContaining('lab'),
      alsoChanges: 0,
    });
    expect(proof.tried).toBeGreaterThanOrEqual(proof.fixes.length);
  });

  it('policies that nobody enforces: it says so, and no change of a policy helps', async () => {
    const { code, out, err } = await run(prove, '-f', shop, '-f', shut, ...fromLab, '--port', '80');
    expect(code).toBe(1);
    expect(err).toBe(
      "hoplab prove: nothing here enforces NetworkPolicies: the VPC CNI's enableNetworkPolicy is off, as it is on a new EKS cluster. --enforce-policies turns it on.\n",
    );
    expect(out).toMatch(/\nfix {7}none of the \d+ single changes that were tried turns it\n$/);
  });

  const words = 'pods, NS/, NS/POD, NS/key=value, */key=value, nodes, node/NAME or outside';
  it.each([
    [['lab/', 'shop/', '80'], 'expected --always or --never'],
    [['lab', 'shop/', '80', '--never'], `--from: expected ${words}`],
    [
      ['lab/', 'shop/', '90-80', '--never'],
      '--port: “90-80”: expected P or P-Q, with /udp or /sctp where it is not TCP',
    ],
    [['lab/', 'nowhere/', '80', '--never'], '--from, --to: there is nobody of that description in the cluster'],
  ])('%j is a usage error', async ([from = '', to = '', port = '', ...rest], says) => {
    const args = ['--from', from, '--to', to, '--port', port, ...rest];
    await expect(run(prove, ...files(shut), ...args)).rejects.toThrow(new UsageError(says));
  });
});

describe('matrix --against', () => {
  it('tells what changed between workloads, and a packet that shows it', async () => {
    const { code, out } = await run(matrix, ...files(open), '--against', shop, '--against', shut);
    expect(code).toBe(0);
    expect(out.split('\n').filter((line) => !line.startsWith(' '))).toEqual([
      'pod lab/box → service shop/db 80/TCP: ALWAYS → NEVER',
      'pod lab/box → deployment shop/db 80/TCP: ALWAYS → NEVER',
      expect.stringMatching(/^2 of \d+ pairs changed$/),
      '',
    ]);
    expect(out).toContain('    ends    ✕ Dropped NetworkPolicyDenied');
  });

  it('--json is hoplab.difference/1; what one of them does not have is not compared', async () => {
    const more = file('more.yaml', deployment('web', 3), deployment('db', 1), service, box, deployment('cache', 1));
    const { out } = await run(matrix, ...files(shut), '--against', more, '--against', open, '--json');
    const difference = JSON.parse(out);
    expect(difference).toMatchObject({ schema: 'hoplab.difference/1', compared: expect.any(Number), gone: [] });
    expect(difference.added).toEqual(['deployment shop/cache', 'deployment shop/cache 80/TCP']);
    expect(difference.changes).toHaveLength(2);
    const [change] = difference.changes;
    expect(change).toMatchObject({ from: 'pod lab/box', to: 'service shop/db', port: 80, protocol: 'TCP' });
    expect(change).toMatchObject({ before: 'NEVER', after: 'ALWAYS' });
    expect(change.witness).toMatchObject({ from: 'lab/box', address: expect.stringMatching(/^172\.20\./) });
    expect(traceSchema.parse(change.witness.trace)).toMatchObject({ disposition: 'Delivered' });
  });

  it('one and the same cluster: nothing', async () => {
    const { code, out } = await run(matrix, ...files(shut), '--against', shop, '--against', shut);
    expect(code).toBe(0);
    expect(out).toMatch(/^0 of \d+ pairs changed\n$/);
  });
});
