/** The prover and z3, which are asked the same of random clusters: what holds for one holds for the other. */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { NOT_INSTALLED } from '../../bench/peers/judges.ts';
import { openZ3 } from '../../bench/peers/z3.ts';
import { compileReachability } from '../../lib/world/dataplane/reachability/compile.ts';
import type { Party } from '../../lib/world/dataplane/reachability/party.ts';
import { type Claim, prove } from '../../lib/world/dataplane/reachability/prove.ts';
import { build, NAMESPACES, world } from '../properties/policy-worlds.ts';

const WORLDS = process.env.HOPLAB_JUDGES === 'all' ? 2_000 : 200;

const party: fc.Arbitrary<Party> = fc.oneof(
  fc.constant({ kind: 'Pods' } as const),
  fc.constantFrom(...NAMESPACES).map((namespace) => ({ kind: 'Pods', namespace }) as const),
  fc.constantFrom('a', 'b').map((app) => ({ kind: 'Pods', labels: { app } }) as const),
  fc.constant({ kind: 'Outside' } as const),
);
const claim: fc.Arbitrary<Claim> = fc
  .record({
    from: party,
    to: party,
    protocol: fc.constantFrom('TCP', 'UDP'),
    ports: fc.constantFrom([53, 53], [80, 80], [8080, 8080], [1, 65_535], [79, 82]),
    wants: fc.constantFrom('ALWAYS', 'NEVER'),
  })
  .filter(({ from, to }) => from.kind !== 'Outside' || to.kind !== 'Outside')
  .map(({ ports: [port = 0, endPort = 0], ...rest }) => ({ ...rest, port, endPort }));

describe.skipIf(process.env.HOPLAB_JUDGES === 'none')('the prover and z3', async () => {
  const z3 = process.env.HOPLAB_JUDGES === 'none' ? undefined : await openZ3();
  afterAll(() => z3?.close());

  test('say the same of random claims about random clusters', async () => {
    if (!z3) throw new Error(`z3-solver: ${NOT_INSTALLED}`);
    let refuted = 0;
    await fc.assert(
      fc.asyncProperty(world, fc.array(claim, { minLength: 4, maxLength: 8 }), async (random, claims) => {
        const { cluster } = build(random);
        const reachability = compileReachability({ cluster });
        const ours = claims.map((one) => prove(reachability, one).counterexample === undefined);
        refuted += ours.filter((holds) => !holds).length;
        expect(ours).toEqual(await z3.prove(cluster, claims));
      }),
      { numRuns: WORLDS },
    );
    expect(refuted).toBeGreaterThan(WORLDS / 2);
  });
});
