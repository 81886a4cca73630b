/** G8: all pairs of 1,000 pods on every port, against the policies read pair by pair on one port. */
import type { Cluster } from '../../lib/world/cluster.ts';
import { entriesOf } from '../../lib/world/dataplane/objects.ts';
import { hasBit } from '../../lib/world/dataplane/reachability/bits.ts';
import { compileReachability } from '../../lib/world/dataplane/reachability/compile.ts';
import { type Declared, isLetThrough } from '../../tests/properties/naive-policies.ts';
import type { Figure } from '../harness/figure.ts';
import { type Contestant, interleave } from '../harness/interleave.ts';
import { type PolicyWorldSize, policyCluster } from '../scenes/policy-world.ts';
import { type Goal, mustEqual } from './goal.ts';

/** 1,000 pods, 80 policies. */
const SIZE: PolicyWorldSize = { tenants: 20, apps: { web: 20, api: 15, db: 14 }, nodes: 20, monitors: 20 };
const PORT = 5432;
const SAMPLES = 20;

export const pairs: Goal = {
  name: 'G8',
  async measure() {
    const asked = policyCluster(SIZE);
    mustEqual('pods', entriesOf(asked, 'Pod').length, 1_000);
    mustEqual('policies', entriesOf(asked, 'NetworkPolicy').length, 80);
    mustEqual(`pairs that reach each other on ${PORT}`, countPairs(asked), countNaively(asked));
    const ours: Contestant = {
      warmUp: () => void sample(60),
      round: () => sample(SAMPLES),
    };
    const naive: Contestant = {
      round: () => {
        const cluster = policyCluster(SIZE);
        const before = performance.now();
        countNaively(cluster);
        return [performance.now() - before];
      },
    };
    const [mine, theirs] = await interleave([ours, naive]);
    if (!mine || !theirs) throw new Error('a contestant is missing');
    const figure: Figure = {
      goal: 'G8',
      what: '1,000 pods, 80 policies: compile, and every pair on every port',
      unit: 'ms',
      ours: mine,
      peer: {
        name: 'every pair on one port, policies read one after the other: the oracle of the tests',
        series: theirs,
      },
      limits: [
        { on: 'p50', goal: 5, floor: 50 },
        { on: 'ratio', goal: 1_000, floor: 200 },
      ],
      note: 'every sample is a cluster that nobody has asked before',
    };
    return [figure];
  },
};

function sample(count: number): number[] {
  const clusters = Array.from({ length: count }, () => policyCluster(SIZE));
  return clusters.map((cluster) => {
    const before = performance.now();
    countPairs(cluster);
    return performance.now() - before;
  });
}

/** Of pods on that port; every port of every pair is worked out on the way. */
function countPairs(cluster: Cluster): number {
  const reachability = compileReachability({ cluster });
  const { classes, atoms } = reachability.compiled;
  const port = atoms.list.findIndex(({ protocol, from, to }) => protocol === 'TCP' && from <= PORT && to >= PORT);
  const found = atoms.all.slice();
  const { sizes } = classes;
  let count = 0;
  for (let from = 0; from < sizes.length; from++) {
    for (let to = 0; to < sizes.length; to++) {
      reachability.between(from, to, found);
      if (!hasBit(found, port)) continue;
      if (!reachability.firstOf(from).pod || !reachability.firstOf(to).pod) continue;
      count += (sizes[from] as number) * ((sizes[to] as number) - (from === to ? 1 : 0));
    }
  }
  return count;
}

function countNaively(cluster: Cluster): number {
  const declared: Declared = {
    policies: entriesOf(cluster, 'NetworkPolicy').map(([, policy]) => policy),
    namespaceLabels: new Map(
      entriesOf(cluster, 'Namespace').map(([name, { metadata }]) => [name, metadata.labels ?? {}]),
    ),
  };
  const ends = entriesOf(cluster, 'Pod').map(([, pod]) => ({
    pod,
    address: pod.status.podIP ?? '',
    node: pod.spec.nodeName ?? '',
  }));
  let count = 0;
  for (const from of ends) {
    for (const to of ends) {
      if (from !== to && isLetThrough(declared, { from, to, protocol: 'TCP', port: PORT })) count += 1;
    }
  }
  return count;
}
