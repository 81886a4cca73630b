/** Every flow of the tables goes where its source says, in each mode that the source speaks of. */
import { describe, expect, test } from 'vitest';
import { PROXIER_WORLDS } from './service-flows-cases.ts';
import { MASQUERADE_WORLDS } from './service-flows-masquerade.ts';
import { TOPOLOGY_WORLDS } from './service-flows-topology.ts';
import { BOTH, buildWorld, outcomeOf } from './service-flows-world.ts';

const WORLDS = [...MASQUERADE_WORLDS, ...PROXIER_WORLDS, ...TOPOLOGY_WORLDS].flatMap((world) =>
  (world.modes ?? BOTH).map((mode) => ({ ...world, mode })),
);

describe.each(WORLDS)('$mode: $test', (world) => {
  const flows = world.flows.filter(({ modes }) => !modes || modes.includes(world.mode));
  test.each(flows)('$says', (flow) => {
    const { output, masq = false } = flow;
    expect(outcomeOf(buildWorld(world, world.mode), flow), world.source).toEqual({ output, masq });
  });
});

test('the tables hold at least 150 flows', () => {
  const count = WORLDS.flatMap(({ flows, mode }) => flows.filter(({ modes }) => !modes || modes.includes(mode))).length;
  expect(count).toBeGreaterThanOrEqual(150);
  console.log(`Service flows held to a source each: ${count}`);
});
