/** G7: a lab's cluster compiled, five claims over all flows and the packet that refutes one, against z3. */
import type { Figure } from '../harness/figure.ts';
import { type Contestant, interleave } from '../harness/interleave.ts';
import { NOT_INSTALLED } from '../peers/judges.ts';
import { openZ3, type Solver } from '../peers/z3.ts';
import { CLAIMS, proveAll } from '../scenes/claims.ts';
import { LAB_SIZE, policyCluster } from '../scenes/policy-world.ts';
import { type Goal, mustEqual } from './goal.ts';

const SAMPLES = 150;
const PEER_SAMPLES = 3;
const WANTED = [true, true, true, true, false];

export const proof: Goal = {
  name: 'G7',
  async measure() {
    const z3 = await openZ3();
    const { holds, fate } = proveAll({ cluster: policyCluster(LAB_SIZE) });
    mustEqual(
      'what holds, and the fate of the packet that refutes the last',
      { holds, fate },
      { holds: WANTED, fate: 'NetworkPolicyDenied' },
    );
    if (z3) mustEqual('what z3 says of the same', holds, await z3.prove(policyCluster(LAB_SIZE), CLAIMS));
    const [ours, theirs] = await interleave(z3 ? [contestant(), peer(z3)] : [contestant()]);
    await z3?.close();
    if (!ours) throw new Error('a contestant is missing');
    const name = 'z3-solver 5.2, the same five questions in one context, without the packet';
    const figure: Figure = {
      goal: 'G7',
      what: 'all flows of 50 pods and 16 policies: compile, five claims, the refuting packet traced',
      unit: 'ms',
      ours,
      peer: theirs ? { name, series: theirs } : { name, skipped: NOT_INSTALLED },
      limits: [
        { on: 'p50', goal: 0.3, floor: 3 },
        { on: 'p99', goal: 1, floor: 100 },
        { on: 'ratio', goal: 300, floor: 100 },
      ],
      note: 'every sample is a cluster that nobody has asked before',
    };
    return [figure];
  },
};

function contestant(): Contestant {
  const before = performance.now();
  proveAll({ cluster: policyCluster(LAB_SIZE) });
  return { cold: performance.now() - before, warmUp: () => void sample(600), round: () => sample(SAMPLES) };
}

/** Clusters are made before the clock runs. */
function sample(count: number): number[] {
  const clusters = Array.from({ length: count }, () => policyCluster(LAB_SIZE));
  return clusters.map((cluster) => {
    const before = performance.now();
    proveAll({ cluster });
    return performance.now() - before;
  });
}

function peer(z3: Solver): Contestant {
  const round = async () => {
    const times: number[] = [];
    for (let n = 0; n < PEER_SAMPLES; n++) {
      const cluster = policyCluster(LAB_SIZE);
      const before = performance.now();
      await z3.prove(cluster, CLAIMS);
      times.push(performance.now() - before);
    }
    return times;
  };
  return { round, warmUp: async () => void (await round()) };
}
