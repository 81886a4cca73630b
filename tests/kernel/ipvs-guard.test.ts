/**
 * What of ipvs mode a kernel without ipvs can hold: its sets and rules, read back as they were printed here, and the guard of the node's own
 * ports behind the addresses of Services. Routes make these local, because this kernel has no dummy interface; flows that a virtual server
 * would take are left to the conformance tables.
 */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cluster } from '../../lib/world/cluster.ts';
import { ruleSets } from '../../lib/world/dataplane/compile/rule-set.ts';
import { listHeld } from '../../lib/world/dataplane/compile/virtual-servers.ts';
import { iptablesSave } from '../../lib/world/dataplane/render/iptables-save.ts';
import { ipsetLines } from '../../lib/world/dataplane/render/ipvs/ipset.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import { type ClusterBuilder, first } from '../dataplane/cluster-builder.ts';
import { aHouseholdOfPods, CASES, type KernelCase } from './cases.ts';
import { compare, type Flow, listFlows } from './flows.ts';
import { House } from './house.ts';

function hasSets(): boolean {
  try {
    execFileSync('ip', ['netns', 'add', 'hoplab-sets'], { stdio: 'pipe' });
    execFileSync('ip', ['netns', 'exec', 'hoplab-sets', 'ipset', 'list'], { stdio: 'pipe' });
    return true;
  } catch {
    console.log('kernel tests of ipvs mode are skipped: they need root and ipset (apt-get install ipset)');
    return false;
  } finally {
    execFileSync('ip', ['netns', 'del', 'hoplab-sets'], { stdio: 'ignore' });
  }
}

/** Cases of one family: the nodes of the house are IPv4's. */
const OF_IPV4 = CASES.filter(({ services }) => services.every(({ ip }) => !ip.includes(':')));

function clusterOf({ services, config }: KernelCase): Cluster {
  const builder: ClusterBuilder = aHouseholdOfPods();
  for (const service of services) builder.service(service);
  return builder.sync([1, 2, 3], { ...config, mode: 'ipvs' }).cluster;
}

/** As `ipset restore` reads them; the kernel's own number for each set is given too. */
function restorable(lines: readonly string[]): string {
  const blocks = lines.join('\n').split('\n\n');
  return blocks
    .flatMap((block) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
      const members = block.split('Members:\n')[1]?.split('\n').filter(Boolean) ?? [];
      const name = field('Name');
      return [
        `create ${name} ${field('Type')} ${field('Header')}`,
        ...members.map((member) => `add ${name} ${member}`),
      ];
    })
    .join('\n');
}

/** Rules that ask ipvs itself are not for this kernel. */
const withoutIpvs = (lines: readonly string[]) => lines.filter((line) => !line.includes(' -m ipvs '));

function comparable(lines: readonly string[]): string[] {
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/\[\d+:\d+\]$/, '[0:0]'));
}

describe.runIf(hasSets())('ipvs mode', () => {
  let house: House;
  let flows = 0;
  beforeAll(async () => {
    house = await House.build(aHouseholdOfPods().sync().cluster);
  });
  afterAll(async () => {
    await house.close();
    console.log(`kernel flows of the guard of ipvs mode: ${flows}`);
  });

  function load(cluster: Cluster): void {
    for (const [node, rules] of ruleSets(cluster).entries()) {
      const held = listHeld(rules).filter((address) => !address.includes(':'));
      const onLo = held.map((address) => `ip route add local ${address} dev lo`);
      house.run(
        node,
        'nft flush ruleset; ipset destroy; ip route flush table local proto boot; conntrack -F 2>/dev/null',
      );
      house.run(node, 'ipset restore', `${restorable(ipsetLines(cluster, node))}\n`);
      house.run(node, 'iptables-restore', `${withoutIpvs(iptablesSave(cluster, node)).join('\n')}\n`);
      if (onLo.length > 0) house.run(node, onLo.join(' && '));
    }
  }

  test.each(OF_IPV4)('iptables-save and ipset list print what was printed here: $feature', (one) => {
    const cluster = clusterOf(one);
    load(cluster);
    for (const [node] of ruleSets(cluster).entries()) {
      const own = comparable(withoutIpvs(iptablesSave(cluster, node)));
      expect(comparable(house.run(node, 'iptables-save').split('\n'))).toEqual(own);
      expect(setsOf(house.run(node, 'ipset list'))).toEqual(setsOf(ipsetLines(cluster, node).join('\n')));
    }
  });

  test.each(OF_IPV4)('what no virtual server takes ends in the kernel as in the model: $feature', async (one) => {
    const cluster = clusterOf(one);
    load(cluster);
    const guarded = listGuarded(cluster);
    const { opened, mismatches } = await compare(house, cluster, guarded, 1);
    expect(mismatches).toEqual([]);
    flows += opened;
  });
});

/** Sets of IPv4 by name, without what the kernel draws or lays out: members sorted, their weight left out. */
function setsOf(text: string): Record<string, readonly string[]> {
  const blocks = text.trim().split('\n\n');
  const sets = blocks.map((block) => {
    const lines = block.split('\n').filter((line) => !line.startsWith('Size in memory: '));
    const end = lines.indexOf('Members:') + 1;
    return [lines[0] ?? '', [...lines.slice(1, end), ...lines.slice(end).sort()]] as const;
  });
  return Object.fromEntries(sets.filter(([name]) => !name.startsWith('Name: KUBE-6-')));
}

/** Flows to what a node holds for Services, their own ports left out, and the node's and the pods' ports there. */
function listGuarded(cluster: Cluster): Flow[] {
  const rules = ruleSets(cluster).entries()[0]?.[1];
  const held = rules ? listHeld(rules) : [];
  const senders = new Map(listFlows(cluster).map((flow) => [`${flow.namespace} ${flow.source}`, flow]));
  const ports = [80, 81, 8080, 9000, 9001, 30_080, 30_081, 31_000, 32_000];
  const all = [...senders.values()].flatMap((sender) =>
    held.flatMap((address) =>
      ports.flatMap((port) =>
        (['TCP', 'UDP'] as const).map((protocol): Flow => ({ ...sender, address, port, protocol })),
      ),
    ),
  );
  return all.filter(({ from, address, port, protocol }) => {
    const { steps } = traceFlow({ cluster }, { from, to: { address, port }, protocol }, first);
    return !steps.some(({ stage }) => stage === 'VirtualServer');
  });
}
