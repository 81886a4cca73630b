/** The rules that a node shows, loaded into a real kernel: every flow goes where the model says it can. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ruleSets } from '../../lib/world/dataplane/compile/rule-set.ts';
import { iptablesSave } from '../../lib/world/dataplane/render/iptables-save.ts';
import { nftKubeProxy } from '../../lib/world/dataplane/render/nft/kube-proxy.ts';
import { nodeName } from '../dataplane/cluster-builder.ts';
import { aHouseholdOfPods, CASES, clusterOf, MODES } from './cases.ts';
import { compare, listFlows } from './flows.ts';
import { House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await House.build(aHouseholdOfPods().sync().cluster);
});
let flows = 0;
afterAll(async () => {
  await house.close();
  console.log(`kernel flows: ${flows} opened over ${CASES.length} features in ${MODES.join(' and ')} mode`);
});

describe.each(MODES)('every flow of a feature ends in the kernel as in the model: %s', (mode) => {
  test.each(CASES)('$feature', async (one) => {
    const { cluster } = clusterOf(one, mode);
    house.loadRules(cluster);
    const { opened, mismatches } = await compare(house, cluster, listFlows(cluster), 2);
    expect(mismatches).toEqual([]);
    expect(opened).toBeGreaterThan(100);
    flows += opened;
  });
});

/** Without dates and counters, which differ from moment to moment, and without the version. */
function comparable(lines: readonly string[]): string[] {
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/\[\d+:\d+\]$/, '[0:0]'));
}

test.each(CASES)('iptables-save prints the tables as they were printed here: $feature', (one) => {
  const { cluster } = clusterOf(one, 'iptables');
  house.loadRules(cluster);
  for (const [node] of ruleSets(cluster).entries()) {
    const [own, real] = [iptablesSave(cluster, node), house.run(node, 'iptables-save').split('\n')].map(comparable);
    expect(real).toEqual(own);
  }
});

test.each(CASES)('nft lists the table as it was printed here: $feature', (one) => {
  const { cluster } = clusterOf(one, 'nftables');
  house.loadRules(cluster);
  for (const [node, rules] of ruleSets(cluster).entries()) {
    expect(house.run(node, 'nft list table ip kube-proxy').trimEnd()).toBe(nftKubeProxy(rules).join('\n'));
  }
  expect(ruleSets(cluster).get(nodeName(1))).toBeDefined();
});
