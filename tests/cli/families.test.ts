/** How a person gets a cluster of IPv6 or of both families: manifests of `-f`, and `serviceCidr` of a lab's world.yaml. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { worldSchema } from '../../lib/assessment/labs/schema.ts';
import { ManifestError } from '../../lib/assessment/manifest-documents.ts';
import { matrix } from '../../lib/cli/commands/matrix.ts';
import { trace } from '../../lib/cli/commands/trace.ts';
import type { Verb } from '../../lib/cli/outcome.ts';

const folder = mkdtempSync(join(tmpdir(), 'hoplab-families-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SHOP = `
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: shop }
spec: { containers: [{ name: app, image: "nginx:1.29" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: app, image: "nginx:1.29" }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { clusterIP: "fd00:10:96::80", selector: { app: web }, ports: [{ port: 80 }] }
`;

function ranges(...cidrs: readonly string[]): string {
  return `apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nmetadata: { name: kubernetes }\nspec: { cidrs: [${cidrs.map((cidr) => `"${cidr}"`).join(', ')}] }\n---\n`;
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function run(verb: Verb, argv: readonly string[]) {
  let out = '';
  const print = (text: string) => {
    out += text;
  };
  const io = { labRoots: [], out: print, err: () => {} };
  const code = await verb.run(argv, io);
  return { code, out };
}

describe('a ServiceCIDR named kubernetes among the manifests', () => {
  const six = file('six.yaml', ranges('fd00:10:96::/108') + SHOP);
  const both = file('both.yaml', ranges('10.96.0.0/16', 'fd00:10:96::/108') + SHOP);

  it.each(['http://web/', 'web:80', 'http://[fd00:10:96::80]/', '[fd00:10:96::80]:80'])(
    'makes an IPv6 cluster, where %s is traced',
    async (to) => {
      const { code, out } = await run(trace, ['-f', six, '--from', 'shop/client', '--to', to, '--json']);
      const document = JSON.parse(out);
      expect(code).toBe(0);
      expect(document).toMatchObject({ disposition: 'Delivered', response: 'Reply' });
      expect(document.steps[1].packet.dst).toContain(':');
      expect(document.steps[1].action).toMatch(/^\[fd00:10:96::80\]:80 → \[2001:db8:[0-9a-f:]+\]:80$/);
    },
  );

  it('with two ranges makes a dual-stack one', async () => {
    const { code, out } = await run(trace, ['-f', both, '--from', 'shop/client', '--to', 'http://web/', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).sourceSeen.address).toMatch(/^fd00:10:244:/);
  });

  it('takes a sender of IPv6 that enters at a node', async () => {
    const argv = ['-f', both, '--from', '2001:db8:9::7', '--at', 'node/ip-10-0-1-20', '--to', '[fd00:10:96::80]:80'];
    expect((await run(trace, argv)).out).toContain('ends    ● Delivered Listening; the sender sees Reply');
  });

  it('shows in the matrix', async () => {
    const { out } = await run(matrix, ['-f', both, '--json']);
    const cells = (JSON.parse(out) as { to: string; address: string }[]).filter(({ to }) =>
      to.startsWith('pod shop/web'),
    );
    expect(new Set(cells.map(({ address }) => address.includes(':')))).toEqual(new Set([true, false]));
  });

  it.each([[['10.96.0.0/16', '10.97.0.0/16']], [['10.96.0.0']]] as const)(
    'with %j is refused by name',
    async (cidrs) => {
      const path = file('wrong.yaml', ranges(...cidrs) + SHOP);
      const asked = run(trace, ['-f', path, '--from', 'shop/client', '--to', 'web:80']);
      await expect(asked).rejects.toThrow(ManifestError);
      await expect(asked).rejects.toThrow(
        'ServiceCIDR kubernetes: expected spec.cidrs with a range, or one of each family',
      );
    },
  );
});

describe('serviceCidr of world.yaml', () => {
  it.each([
    '172.20.0.0/16',
    'fd30:3087:b6c2::/108',
    '172.20.0.0/16,fd00:172:20::/108',
    'fd00:172:20::/108, 10.96.0.0/12',
  ])('may be %s', (serviceCidr) => expect(worldSchema.safeParse({ serviceCidr }).success).toBe(true));

  it.each(['172.20.0.0', 'fd00::/108,fd01::/108', '10.0.0.0/8,10.1.0.0/16,fd00::/108', ''])(
    'may not be %j',
    (serviceCidr) => expect(worldSchema.safeParse({ serviceCidr }).success).toBe(false),
  );

  it('of both families leaves nothing of the VPC CNI to configure: EKS has no such cluster', () => {
    const addons = { 'vpc-cni': { enableNetworkPolicy: 'true' } };
    const asked = worldSchema.safeParse({ serviceCidr: '172.20.0.0/16,fd00:172:20::/108', addons });
    expect(asked.error?.issues[0]?.message).toContain('EKS has no dual-stack pods and Services');
    expect(worldSchema.safeParse({ serviceCidr: 'fd00:172:20::/108', addons }).success).toBe(true);
  });
});
