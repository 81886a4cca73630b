/** Labs of kinds that a definition makes, and checks that look at a further cluster. */
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { runCheck } from '../../lib/assessment/checks/catalogue.ts';
import { lintLab } from '../../lib/assessment/labs/lint.ts';
import { buildScenario } from '../../lib/assessment/labs/scenario.ts';
import type { CheckUse } from '../../lib/assessment/labs/schema.ts';
import { newLabFiles } from '../../lib/assessment/labs/skeleton.ts';
import { resolveVariant } from '../../lib/assessment/labs/variant.ts';
import { perturb } from '../../lib/assessment/perturbations.ts';
import { runScript } from '../../lib/terminal/script.ts';
import type { World } from '../../lib/world/world.ts';
import { CRON_TAB } from '../conformance/apiserver/crd-fixtures.ts';

const cronTab = (spec: object) => ({
  apiVersion: 'stable.example.com/v1',
  kind: 'CronTab',
  metadata: { name: 'nightly', namespace: 'default' },
  spec: { cronSpec: '* * * * */5', ...spec },
});

const netexec = {
  name: 'main',
  image: 'registry.k8s.io/e2e-test-images/agnhost:2.53',
  args: ['netexec', '--http-port=8080'],
  readinessProbe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 2 },
};
const pod = (name: string, container: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', labels: { app: name } },
  spec: { containers: [container] },
});
const box = pod('box', { name: 'main', image: 'nicolaka/netshoot:v0.14', command: ['sleep', 'infinity'] });
const api = pod('api', netexec);
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'api', namespace: 'default' },
  spec: { selector: { app: 'api' }, ports: [{ port: 80, targetPort: 8080 }] },
};

const yaml = (...objects: object[]) => objects.map((one) => stringify(one)).join('---\n');

function folderOf(scenario: Record<string, string>, checks: object[] = [{ uses: 'answers' }]): Record<string, string> {
  const folder: Record<string, string> = { ...newLabFiles('clusterip', 'two', '2a7c1f60-3b7d-4c0e-9f57-0d6a1c2b3e4f') };
  for (const path of Object.keys(folder)) if (path.startsWith('scenario/')) delete folder[path];
  const lab = {
    id: '2a7c1f60-3b7d-4c0e-9f57-0d6a1c2b3e4f',
    title: 'Two',
    topic: 'clusterip',
    level: 'senior',
    minutes: 10,
    status: 'draft',
    objectives: ['One'],
    oneStructureBecause: 'a test',
    tasks: [{ id: 'one', title: 'One', points: 100, topics: { clusterip: 1 }, concepts: ['a'], checks }],
    perturbations: [
      { uses: 'wait', seconds: 1 },
      { uses: 'wait', seconds: 2 },
    ],
  };
  return { ...folder, 'lab.yaml': stringify(lab), ...scenario };
}

function build(scenario: Record<string, string>): World {
  return buildScenario(resolveVariant('clusterip/two', folderOf(scenario), 3));
}

function judge(world: World, use: CheckUse, start = world) {
  const { verdict, actual } = runCheck(use, { world: world.fork(), start, answers: {}, task: 'one', others: () => [] });
  return { verdict, actual };
}

describe('kinds that a definition makes', () => {
  const faults = stringify({
    groups: [
      {
        pick: 1,
        of: [
          {
            id: 'few',
            says: 'Too few.',
            steps: [
              {
                patch: { kind: 'CronTab', apiVersion: 'stable.example.com/v1', namespace: 'default', name: 'nightly' },
                merge: { spec: { replicas: 2 } },
              },
            ],
          },
        ],
      },
    ],
  });
  const start = build({
    'scenario/cluster.yaml': yaml(cronTab({ replicas: 5 }), CRON_TAB),
    'scenario/faults.yaml': faults,
  });
  const wants = (replicas: number): CheckUse => ({
    uses: 'object',
    with: {
      kind: 'CronTab',
      namespace: 'default',
      name: 'nightly',
      cel: `self.spec.replicas == ${replicas}`,
      says: 'so many',
    },
  });
  const untouched: CheckUse = { uses: 'untouched', with: { kind: 'CronTab', namespace: 'default', name: 'nightly' } };

  it('stand in scenario and faults, in any order, and are judged by object and untouched', () => {
    expect(judge(start, wants(2))).toMatchObject({ verdict: 'passed' });
    expect(judge(start, wants(5))).toMatchObject({ verdict: 'failed' });
    expect(judge(start, untouched)).toMatchObject({ verdict: 'passed' });
  });

  it('a solution may change them and may install definitions', async () => {
    const world = start.fork();
    const { transcript } = await runScript(
      world,
      'kubectl patch crontab nightly --type=merge -p \'{"spec":{"replicas":5}}\'',
      { files: {}, labTools: [] },
    );
    expect(transcript).toBe('crontab.stable.example.com/nightly patched\n');
    expect(judge(world, wants(5))).toMatchObject({ verdict: 'passed' });
    expect(judge(world, untouched, start)).toMatchObject({ verdict: 'failed', actual: 'it was changed' });
  });

  it('a perturbation may change them; what is gone it leaves alone', () => {
    const world = start.fork();
    const target = { kind: 'CronTab', namespace: 'default', name: 'nightly' };
    const change = {
      uses: 'change',
      says: 'the schedule moved',
      steps: [{ patch: target, merge: { spec: { replicas: 7 } } }],
    } as const;
    perturb(world, { ...change, steps: [...change.steps] });
    expect(judge(world, wants(7))).toMatchObject({ verdict: 'passed' });
    perturb(world, { uses: 'change', says: 'it went', steps: [{ delete: target }, { delete: target }] });
    expect(judge(world, wants(7))).toMatchObject({
      verdict: 'failed',
      actual: 'CronTab default/nightly does not exist',
    });
  });

  it('an object without its definition is named: file, document and kind', () => {
    expect(() => build({ 'scenario/cluster.yaml': yaml(box, cronTab({})) })).toThrow(
      'scenario/cluster.yaml document 2: there is no kind CronTab in stable.example.com/v1: no CustomResourceDefinition defines it',
    );
  });

  it('the lint knows them', () => {
    const says = (scenario: object[]) =>
      lintLab('clusterip/two', folderOf({ 'scenario/cluster.yaml': yaml(...scenario) }, [wants(2)])).map(
        (one) => one.says,
      );
    expect(says([box])).toContain('there is no kind CronTab');
    expect(says([CRON_TAB])).not.toContain('there is no kind CronTab');
  });
});

describe('checks of a further cluster', () => {
  const start = build({
    'scenario/world.yaml': 'nodes: 2\nclusters: [{ name: west, nodes: 2, zones: 1 }]\n',
    'scenario/cluster.yaml': yaml(box),
    'scenario/west.yaml': yaml(box, api, service),
  });
  const from = (cluster?: string) => ({ namespace: 'default', pods: { app: 'box' }, ...(cluster ? { cluster } : {}) });
  const inBoth: [string, object][] = [
    ['reaches', { to: 'api:80' }],
    ['http', { url: 'http://api/', answeredBy: { app: 'api' } }],
    ['path', { to: 'api:80', passes: ['ServiceDNAT'] }],
    ['resolves', { name: 'api', to: { service: 'api', namespace: 'default' } }],
    ['keeps', { url: 'http://api/', everySeconds: 5, calls: 3, demands: 'an answer to every call' }],
  ];

  it.each(inBoth)('%s: the Service is there in west and not in main', (uses, rest) => {
    expect(judge(start, { uses, with: { ...rest, from: from('west') } })).toMatchObject({ verdict: 'passed' });
    if (uses === 'resolves') return;
    expect(judge(start, { uses, with: { ...rest, from: from() } })).toMatchObject({ verdict: 'failed' });
  });

  it('isolates, nodes as sources', () => {
    const isolated = (cluster?: string): CheckUse => ({
      uses: 'isolates',
      with: { from: { nodes: 'all', ...(cluster ? { cluster } : {}) }, to: `${serviceAddress}:80` },
    });
    const serviceAddress = start.client('west').find('Service', 'api', 'default')?.spec.clusterIP;
    expect(judge(start, isolated('west'))).toMatchObject({ verdict: 'failed' });
    expect(judge(start, isolated())).toMatchObject({ verdict: 'passed' });
  });

  it('object, selects and untouched', () => {
    const one = { kind: 'Service', namespace: 'default', name: 'api', cel: 'true', says: 'it is there' };
    expect(judge(start, { uses: 'object', with: { ...one, cluster: 'west' } })).toMatchObject({ verdict: 'passed' });
    expect(judge(start, { uses: 'object', with: one })).toMatchObject({ verdict: 'failed' });
    const selected = { namespace: 'default', service: 'api', pods: { app: 'api' } };
    expect(judge(start, { uses: 'selects', with: { ...selected, cluster: 'west' } })).toMatchObject({
      verdict: 'passed',
    });
    expect(judge(start, { uses: 'selects', with: selected })).toMatchObject({ verdict: 'failed' });
    const world = start.fork();
    world.request('west', { method: 'DELETE', path: '/api/v1/namespaces/default/services/api' });
    const kept = { kind: 'Service', namespace: 'default', name: 'api', cluster: 'west' };
    expect(judge(world, { uses: 'untouched', with: kept }, start)).toMatchObject({ actual: 'it is gone' });
  });

  it('perturbations drain and empty the cluster that they name', () => {
    const world = start.fork();
    perturb(world, { uses: 'drain', node: 0, cluster: 'west' });
    const cordoned = (cluster: string) =>
      world
        .client(cluster)
        .list('Node')
        .filter(({ spec }) => spec.unschedulable).length;
    expect([cordoned('main'), cordoned('west')]).toEqual([0, 1]);
    perturb(world, { uses: 'reschedule', namespace: 'default', cluster: 'west' });
    expect(['main', 'west'].map((name) => world.client(name).list('Pod', 'default').length)).toEqual([1, 0]);
  });

  it('what would cross from one to the other is undecided, not failed', () => {
    const address = start.client('west').find('Pod', 'api', 'default')?.status.podIP;
    const use = { uses: 'reaches', with: { from: from(), to: `${address}:8080` } };
    expect(judge(start, use)).toMatchObject({ verdict: 'undecided' });
  });

  it('a cluster that is not there is said by the lint and by the check', () => {
    const use = { uses: 'reaches', with: { from: from('east'), to: 'api:80' } };
    expect(judge(start, use)).toEqual({ verdict: 'failed', actual: 'no cluster east' });
    const problems = lintLab('clusterip/two', folderOf({ 'scenario/cluster.yaml': yaml(box) }, [use]));
    expect(problems).toContainEqual(
      expect.objectContaining({ at: 'tasks one checks[0] with.from.cluster', says: 'there is no cluster east' }),
    );
  });
});
