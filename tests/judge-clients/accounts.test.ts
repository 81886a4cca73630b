/** Tokens of service accounts by the real kubectl: their rights are theirs, and a token of nobody opens nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getKubectl } from '../parity/kubectl-binary.ts';
import { openStage, podOf, type Stage, shopWorld } from './served.ts';

describe.skipIf(process.env.HOPLAB_JUDGES === 'none')('service accounts at the front', () => {
  let stage: Stage;
  let config: string;
  let token: string;
  const admin = (...words: string[]) => stage.run(getKubectl(), ['-n', 'shop', ...words]);
  /** The holder's own token stands in the kubeconfig, and would win over the flag. */
  const account = (...words: string[]) => stage.run(getKubectl(), ['-n', 'shop', `--kubeconfig=${config}`, ...words]);
  const use = (given: string) => {
    config = `${stage.folder}/account`;
    return stage.run('sh', ['-c', `sed 's/token: .*/token: ${given}/' '${stage.config}' > '${config}'`]);
  };
  beforeAll(async () => {
    stage = await openStage(shopWorld([podOf('box', 'nginx:1.27')]));
    await admin('create', 'serviceaccount', 'reader');
    await admin('create', 'role', 'reader', '--verb=get,list,watch', '--resource=pods,pods/log');
    await admin('create', 'rolebinding', 'reader', '--role=reader', '--serviceaccount=shop:reader');
    token = (await admin('create', 'token', 'reader')).out.trim();
    await use(token);
  }, 60_000);
  afterAll(() => stage.close());

  test('it is itself', async () => {
    expect((await account('auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}')).out).toBe(
      'system:serviceaccount:shop:reader',
    );
  });

  test('it may what its role says', async () => {
    expect((await account('get', 'pod', 'box', '-o', 'name')).out).toBe('pod/box\n');
    expect((await account('logs', 'box')).code).toBe(0);
    expect((await account('auth', 'can-i', 'list', 'pods')).out).toBe('yes\n');
  });

  test('and nothing else', async () => {
    const user = 'User "system:serviceaccount:shop:reader"';
    expect((await account('delete', 'pod', 'box')).err).toBe(
      `Error from server (Forbidden): pods "box" is forbidden: ${user} cannot delete resource "pods" in API group "" in the namespace "shop"\n`,
    );
    expect((await account('get', 'nodes')).err).toBe(
      `Error from server (Forbidden): nodes is forbidden: ${user} cannot list resource "nodes" in API group "" at the cluster scope\n`,
    );
    for (const words of [
      ['exec', 'box', '--', 'hostname'],
      ['attach', 'box'],
      ['port-forward', 'box', '18080:80'],
    ]) {
      const { code, err } = await account(...words);
      expect(code).toBe(1);
      expect(err).toContain(`${user} cannot create resource "pods/${words[0]?.replace('-', '')}"`);
    }
  });

  test('it impersonates nobody', async () => {
    expect((await account('get', 'nodes', '--as=system:admin', '--as-group=system:masters')).code).toBe(1);
  });

  test('with a role for it, it executes', async () => {
    await admin('create', 'role', 'runner', '--verb=create', '--resource=pods/exec');
    await admin('create', 'rolebinding', 'runner', '--role=runner', '--serviceaccount=shop:reader');
    expect((await account('exec', 'box', '--', 'hostname')).out).toBe('box\n');
  });

  test('a token that the cluster did not issue is nobody', async () => {
    const [head, claims, signature = ''] = token.split('.');
    const forged = `${head}.${Buffer.from(`${Buffer.from(claims ?? '', 'base64url')}`.replaceAll('reader', 'admin0')).toString('base64url')}.${signature}`;
    for (const wrong of [forged, `${head}.${claims}.AAAA`, 'a.b.c']) {
      await use(wrong);
      expect((await account('get', 'pods')).err).toContain('You must be logged in to the server');
    }
    await use(token);
  });

  test('a token ends with its account', async () => {
    await admin('delete', 'serviceaccount', 'reader');
    expect((await account('get', 'pods')).err).toContain('You must be logged in to the server');
  });
});
