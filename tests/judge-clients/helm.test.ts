/** The real helm 4 installs, upgrades, rolls back and uninstalls a chart on a served world. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getHelm, getKubectl } from '../parity/kubectl-binary.ts';
import { openStage, type Stage, shopWorld } from './served.ts';

const CHART = new URL('chart', import.meta.url).pathname;
const WAIT = ['--wait', '--timeout', '60s'];

describe.skipIf(process.env.HOPLAB_JUDGES === 'none')('the real helm', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(shopWorld());
  }, 60_000);
  afterAll(() => stage.close());

  const helm = (...words: string[]) => stage.run(getHelm(), [...words, '-n', 'shop']);
  const kubectl = (...words: string[]) => stage.run(getKubectl(), [...words, '-n', 'shop']);
  const names = async (kinds: string) => (await kubectl('get', kinds, '-o', 'name')).out.trimEnd().split('\n');
  /** Of the releases' table. */
  const rows = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((row) => row.split('\t').map((cell) => cell.trim()));

  test('install --wait ends when every pod is ready', async () => {
    const { code, out, err } = await helm('install', 'store', CHART, ...WAIT);
    expect(err).not.toContain('Error');
    expect(code).toBe(0);
    expect(out).toContain('STATUS: deployed');
    expect(out).toContain('store answers at http://web.example.com/');
    const ready = await kubectl('get', 'deployment', 'store', '-o', 'jsonpath={.status.readyReplicas}');
    expect(ready.out).toBe('2');
    expect(await names('service,ingress,networkpolicy,serviceaccount,configmap')).toEqual(
      expect.arrayContaining([
        'service/store',
        'ingress.networking.k8s.io/store',
        'networkpolicy.networking.k8s.io/store',
        'serviceaccount/store',
        'configmap/store',
      ]),
    );
  });

  test('list and status tell of it', async () => {
    expect(rows((await helm('list')).out)[0]).toMatchObject(
      ['store', 'shop', '1', /^2/, 'deployed', 'web-0.1.0', '1.27'].map((want) =>
        want instanceof RegExp ? expect.stringMatching(want) : want,
      ),
    );
    const { out } = await helm('status', 'store');
    expect(out).toMatch(/==> v1\/Deployment\nNAME +READY +UP-TO-DATE +AVAILABLE +AGE\nstore +2\/2/);
    expect(out.match(/^store-\S+ +1\/1 +Running/gm)).toHaveLength(2);
  });

  test('the same name again is refused', async () => {
    const { code, err } = await helm('install', 'store', CHART);
    expect(code).toBe(1);
    expect(err).toContain('cannot reuse a name that is still in use');
  });

  test('install refuses what somebody else owns', async () => {
    expect((await kubectl('create', 'configmap', 'other', '--from-literal=a=b')).code).toBe(0);
    const { code, err } = await helm('install', 'other', CHART);
    expect(code).toBe(1);
    expect(err).toContain(
      'ConfigMap "other" in namespace "shop" exists and cannot be imported into the current release',
    );
  });

  test('upgrade --wait, history and rollback', async () => {
    const up = await helm('upgrade', 'store', CHART, '--set', 'replicas=3', ...WAIT);
    expect(up).toMatchObject({ code: 0, out: expect.stringContaining('REVISION: 2') });
    expect((await kubectl('get', 'deployment', 'store', '-o', 'jsonpath={.status.readyReplicas}')).out).toBe('3');
    expect((await helm('rollback', 'store', '1', ...WAIT)).out).toContain('Rollback was a success');
    expect((await kubectl('get', 'deployment', 'store', '-o', 'jsonpath={.spec.replicas}')).out).toBe('2');
    const history = rows((await helm('history', 'store')).out).map(([revision, , state, , , said]) => [
      revision,
      state,
      said,
    ]);
    expect(history).toEqual([
      ['1', 'superseded', 'Install complete'],
      ['2', 'superseded', 'Upgrade complete'],
      ['3', 'deployed', 'Rollback to 1'],
    ]);
  });

  test('an upgrade that the API refuses has failed, in its words', async () => {
    const { code, err } = await helm('upgrade', 'store', CHART, '--set', 'host=Not_A_Host');
    expect(code).toBe(1);
    expect(err).toContain(
      'Ingress.networking.k8s.io "store" is invalid: spec.rules[0].host: Invalid value: "Not_A_Host": a lowercase RFC 1123 subdomain must consist of',
    );
    expect(rows((await helm('history', 'store')).out).at(-1)?.[2]).toBe('failed');
  });

  test('a field that kubectl took over is a conflict, until it is forced', async () => {
    expect((await kubectl('set', 'image', 'deployment/store', 'web=nginx:1.28')).code).toBe(0);
    const refused = await helm('upgrade', 'store', CHART, '--set', 'image=nginx:1.26');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(
      'conflict with "kubectl-set" using apps/v1: .spec.template.spec.containers[name="web"].image',
    );
    const forced = await helm('upgrade', 'store', CHART, '--set', 'image=nginx:1.26', '--force-conflicts', ...WAIT);
    expect(forced.code).toBe(0);
    const image = 'jsonpath={.spec.template.spec.containers[0].image}';
    expect((await kubectl('get', 'deployment', 'store', '-o', image)).out).toBe('nginx:1.26');
  });

  test('uninstall --wait leaves nothing', async () => {
    const { code, out } = await helm('uninstall', 'store', ...WAIT);
    expect({ code, out }).toEqual({ code: 0, out: 'release "store" uninstalled\n' });
    const left = await names('deployment,service,ingress,networkpolicy,secret,configmap,serviceaccount');
    expect(left.filter((name) => /store|helm/.test(name))).toEqual([]);
    expect((await helm('list', '-q')).out).toBe('');
  });
});
