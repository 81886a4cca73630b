/** The rules that `iptables-save` prints, loaded into a real kernel: every flow goes where the model says it can. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { iptablesSave } from '../../lib/world/dataplane/render/iptables-save.ts';
import { nodeName } from '../dataplane/cluster-builder.ts';
import { aHouseholdOfPods, CASES, clusterOf, NODES } from './cases.ts';
import { compare, listFlows } from './flows.ts';
import { House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await House.build(aHouseholdOfPods().sync().cluster);
});
let flows = 0;
afterAll(async () => {
  await house.close();
  console.log(`kernel flows: ${flows} opened over ${CASES.length} features`);
});

describe('every flow of a feature ends in the kernel as in the model', () => {
  test.each(CASES)('$feature', async (one) => {
    const { cluster } = clusterOf(one);
    for (const n of NODES) house.loadIptables(nodeName(n), iptablesSave(cluster, nodeName(n)));
    const { opened, mismatches } = await compare(house, cluster, listFlows(cluster), 3);
    expect(mismatches).toEqual([]);
    expect(opened).toBeGreaterThan(100);
    flows += opened;
  });
});
