/** G6: a Deployment is written and everything that follows from it, against one put of etcd. */
import type { World } from '../../lib/world/world.ts';
import type { Figure } from '../harness/figure.ts';
import { interleave, timed, timedAsync } from '../harness/interleave.ts';
import { openEtcd, whyNoEtcd } from '../peers/etcd.ts';
import { buildShop } from '../scenes/shop.ts';
import { type Goal, mustEqual } from './goal.ts';

const LIMIT_MS = 120_000;
const REPLICAS = 3;

export const write: Goal = {
  name: 'G6',
  async measure() {
    const { start } = buildShop();
    const settled = start.fork();
    create(settled, 0);
    mustEqual('ready pods behind the Service', readyEndpoints(settled), REPLICAS);
    const ours = timed((n) => create(start.fork(), n), { samples: 30, warm: 200 });
    const missing = whyNoEtcd();
    if (missing) {
      const [mine] = await interleave([ours]);
      return mine ? [figure(mine, { name: 'one etcd put', skipped: missing })] : [];
    }
    const etcd = [await openEtcd('Synced'), await openEtcd('Unsynced')];
    try {
      const puts = etcd.map((one) => timedAsync((n) => one.put(`bench/${n % 1000}`, BODY), { samples: 60, warm: 200 }));
      const [mine, synced, unsynced] = await interleave([ours, ...(await Promise.all(puts))]);
      if (!mine || !synced || !unsynced) throw new Error('a contestant is missing');
      return [
        figure(mine, { name: 'one etcd put, synced to disk', series: synced }),
        figure(mine, { name: 'one etcd put, in memory, never synced', series: unsynced }, 'NoLimit'),
      ];
    } finally {
      for (const one of etcd) await one.close();
    }
  },
};

function figure(ours: Figure['ours'], peer: NonNullable<Figure['peer']>, how: 'Held' | 'NoLimit' = 'Held'): Figure {
  return {
    goal: 'G6',
    what: `a Deployment of ${REPLICAS} and its Service, until the pods are ready and the rules are on the nodes`,
    unit: 'ms',
    ours,
    peer,
    limits:
      how === 'NoLimit'
        ? []
        : [
            { on: 'p50', goal: 1.2, floor: 30 },
            { on: 'ratio', goal: 1, floor: 0.02 },
          ],
  };
}

const METADATA = { name: 'written', namespace: 'shop' };
const LABELS = { app: 'written' };
const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: METADATA,
  spec: {
    replicas: REPLICAS,
    selector: { matchLabels: LABELS },
    template: {
      metadata: { labels: LABELS },
      spec: { containers: [{ name: 'api', image: 'nginx:1.29', ports: [{ containerPort: 80 }] }] },
    },
  },
};
const SERVICE = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: METADATA,
  spec: { selector: LABELS, ports: [{ port: 80 }] },
};
const BODY = JSON.stringify(DEPLOYMENT);

function create(world: World, n: number): void {
  const post = (path: string, body: object) => {
    const answer = world.request('main', { method: 'POST', path, body });
    if (answer.status !== 201) throw new Error(`${path} ${n}: ${JSON.stringify(answer)}`);
  };
  post('/api/v1/namespaces/shop/services', SERVICE);
  post('/apis/apps/v1/namespaces/shop/deployments', DEPLOYMENT);
  world.settle(LIMIT_MS);
}

function readyEndpoints(world: World): number {
  const slices = world.client().list('EndpointSlice', 'shop');
  const own = slices.filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'written');
  return own.flatMap(({ endpoints }) => endpoints ?? []).filter(({ conditions }) => conditions?.ready).length;
}
