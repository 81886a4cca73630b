/** G11: one packet with the reason for every hop, against the same call in webernetes; and that the size of the cluster does not matter. */
import { existsSync } from 'node:fs';
import type { Place } from '../../lib/world/dataplane/trace.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import type { World } from '../../lib/world/world.ts';
import type { Figure } from '../harness/figure.ts';
import { type Contestant, interleave, timed, timedAsync } from '../harness/interleave.ts';
import { NOT_INSTALLED } from '../peers/judges.ts';
import { BIG, buildBigWorld, clusterIp, namespaceOf, podName, type Size } from '../scenes/big-world.ts';
import { openWebernetes, WEBERNETES } from '../scenes/five-pods-webernetes.ts';
import { type Goal, mustEqual } from './goal.ts';

const SMALL: Size = { nodes: 10, services: 20, podsAService: 15 };
const FROM: Place = { cluster: 'main', pod: { namespace: namespaceOf(0), name: podName(0) } };
const DRAWN_ANEW = 100;

export const walk: Goal = {
  name: 'G11',
  async measure() {
    const small = buildBigWorld(SMALL);
    const skipped = existsSync(WEBERNETES) ? undefined : NOT_INSTALLED;
    const web = skipped ? undefined : await openWebernetes();
    const fetch = web && (await timedAsync(() => web.fetch(), { samples: 50, batch: 5, warm: 200 }));
    const [ours, theirs] = await interleave([walker(small), ...(fetch ? [fetch] : [])]);
    await web?.close();
    if (!ours) throw new Error('a contestant is missing');
    const name = 'a bare fetch in webernetes';
    return [
      {
        goal: 'G11',
        what: 'a new connection to a Service, every hop with its reason',
        unit: 'ms',
        ours,
        peer: theirs ? { name, series: theirs } : { name, skipped: skipped ?? '' },
        limits: [
          { on: 'p50', goal: 0.03, floor: 0.1 },
          { on: 'ratio', goal: 2, floor: 0.5 },
        ],
        note: `${SMALL.services} Services; the flow is remembered by the nodes that it passed`,
      },
      ...(await measureScale(small)),
    ];
  },
};

/** A flow to each of twenty Services in turn. */
function walker(world: World): Contestant {
  let fork = world.fork();
  return timed(
    (n) => {
      if (n % DRAWN_ANEW === 0) fork = world.fork();
      return connect(fork, (n * 7) % SMALL.services);
    },
    { samples: 100, batch: 10, warm: 3_000 },
  );
}

function connect(world: World, service: number) {
  const to = { address: clusterIp(service), port: 80 };
  const net = { cluster: world.cluster(), assume: 'EndpointsListen' } as const;
  let draws = service;
  return traceFlow(net, { from: FROM, to, protocol: 'TCP' }, (_, candidates) => draws++ % candidates.length);
}

async function measureScale(small: World): Promise<Figure[]> {
  const before = performance.now();
  const big = buildBigWorld(BIG);
  const builtMs = performance.now() - before;
  const compiling = performance.now();
  const { disposition, steps } = connect(big.fork(), 5);
  const firstMs = performance.now() - compiling;
  mustEqual(
    'a walk in the big world',
    { disposition, hops: steps.length > 4 },
    { disposition: 'Delivered', hops: true },
  );
  const [large, little] = await interleave([walker(big), walker(small)]);
  if (!large || !little) throw new Error('a contestant is missing');
  return [
    {
      goal: 'scale',
      what: 'the first walk among 5,000 nodes, 10,000 Services and 150,000 pods: everything compiled',
      unit: 'ms',
      ours: { rounds: [[firstMs]], cold: undefined },
      limits: [{ on: 'p50', goal: 2_500, floor: 10_000 }],
      note: `the objects as given were put down in ${(builtMs / 1000).toFixed(1)} s`,
    },
    {
      goal: 'scale',
      what: 'a later walk there, to twenty of them',
      unit: 'ms',
      ours: large,
      peer: { name: 'the same where there are no others', series: little },
      limits: [{ on: 'ratio', goal: 0.5, floor: 0.2 }],
    },
  ];
}
