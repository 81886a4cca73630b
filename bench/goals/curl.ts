/** One traced call: the name through DNS, the connection through the data plane, the answer of the workload, each hop explained. */

import { converse } from '../../lib/world/conversation.ts';
import type { Place } from '../../lib/world/dataplane/trace.ts';
import { traceJson } from '../../lib/world/dataplane/trace-json.ts';
import type { World } from '../../lib/world/world.ts';
import { interleave, timed } from '../harness/interleave.ts';
import { buildShop } from '../scenes/shop.ts';
import { type Goal, mustEqual } from './goal.ts';

const URL = 'http://orders/';

export const curl: Goal = {
  name: 'curl',
  async measure() {
    const { start } = buildShop();
    const [pod] = start
      .client()
      .list('Pod', 'shop')
      .filter(({ metadata }) => metadata.name.startsWith('client-'));
    if (!pod) throw new Error('the shop has no client');
    const from: Place = { cluster: 'main', pod: { namespace: 'shop', name: pod.metadata.name } };
    const { status, trace, dns } = call(start.fork(), from, 0);
    mustEqual(
      'a traced curl',
      { status, hops: (trace?.steps.length ?? 0) > 3, queried: (dns?.queries.length ?? 0) > 0 },
      { status: 200, hops: true, queried: true },
    );
    let world = start.fork();
    const calls = timed(
      (n) => {
        if (n % 100 === 0) world = start.fork();
        return call(world, from, n);
      },
      { samples: 100, batch: 10, warm: 2_000 },
    );
    const withText = timed(
      (n) => {
        const { trace: steps } = call(start.fork(), from, n);
        return steps && JSON.stringify(traceJson(steps));
      },
      { samples: 100, batch: 10, warm: 1_000 },
    );
    const [plain, told] = await interleave([calls, withText]);
    if (!plain || !told) throw new Error('a contestant is missing');
    return [
      {
        goal: 'curl',
        what: `one curl ${URL}: DNS, TCP, HTTP, every hop with its reason`,
        unit: 'ms',
        ours: plain,
        limits: [{ on: 'p50', goal: 0.1, floor: 0.5 }],
      },
      {
        goal: 'curl',
        what: 'the same on a fork of its own, and the trace as JSON text',
        unit: 'ms',
        ours: told,
        limits: [],
      },
    ];
  },
};

/** Marks stay in the world, as those of a typed curl do. */
function call(world: World, from: Place, n: number) {
  let draws = n;
  return converse(
    world.cluster(),
    { kind: 'http', from, call: { method: 'GET', url: URL } },
    (_, candidates) => draws++ % candidates.length,
  );
}
