/** Every feature again over IPv6, in a house whose pods and nodes have both families, and Services that have both. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RuleSet } from '../../lib/world/dataplane/compile/rule-set.ts';
import { ruleSets } from '../../lib/world/dataplane/compile/rule-set.ts';
import { iptablesSave } from '../../lib/world/dataplane/render/iptables-save.ts';
import { nftKubeProxy } from '../../lib/world/dataplane/render/nft/kube-proxy.ts';
import { familyOf } from '../../lib/world/net/ip.ts';
import { MODES } from './cases.ts';
import { aDualHousehold, DUAL_CASES, dualClusterOf, IPV6_CASES } from './families-cases.ts';
import { compare, listFlows } from './flows.ts';
import { House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await House.build(aDualHousehold().sync().cluster);
});
let flows = 0;
afterAll(async () => {
  await house.close();
  console.log(`kernel flows: ${flows} opened over IPv6 in ${MODES.join(' and ')} mode`);
});

describe.each(MODES)('every flow over IPv6 ends in the kernel as in the model: %s', (mode) => {
  test.each([...IPV6_CASES, ...DUAL_CASES])('$feature', async (one) => {
    const { cluster } = dualClusterOf(one, mode);
    house.loadRules(cluster);
    const over6 = listFlows(cluster).filter(({ address }) => familyOf(address) === 'IPv6');
    const { opened, mismatches } = await compare(house, cluster, over6, 1);
    expect(mismatches).toEqual([]);
    expect(opened).toBeGreaterThan(50);
    flows += opened;
  });

  test.each(DUAL_CASES)('the IPv4 flows beside them: $feature', async (one) => {
    const { cluster } = dualClusterOf(one, mode);
    house.loadRules(cluster);
    const over4 = listFlows(cluster).filter(({ address }) => familyOf(address) === 'IPv4');
    const { mismatches } = await compare(house, cluster, over4, 1);
    expect(mismatches).toEqual([]);
  });
});

function comparable(lines: readonly string[]): string[] {
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/\[\d+:\d+\]$/, '[0:0]'));
}

const ALL = [...IPV6_CASES, ...DUAL_CASES];

test.each(ALL)('ip6tables-save prints the tables as they were printed here: $feature', (one) => {
  const { cluster } = dualClusterOf(one, 'iptables');
  house.loadRules(cluster);
  for (const [node] of ruleSets(cluster).entries()) {
    const real = comparable(house.run(node, 'ip6tables-save').split('\n'));
    expect(real).toEqual(comparable(iptablesSave(cluster, node, 'IPv6')));
  }
});

test.each(ALL)('nft lists the table of IPv6 as it was printed here: $feature', (one) => {
  const { cluster } = dualClusterOf(one, 'nftables');
  house.loadRules(cluster);
  for (const [node, rules] of ruleSets(cluster).entries() as readonly (readonly [string, RuleSet])[]) {
    expect(house.run(node, 'nft list table ip6 kube-proxy').trimEnd()).toBe(nftKubeProxy(rules, 'IPv6').join('\n'));
  }
});
