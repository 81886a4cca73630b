/** G10: the rules of ten thousand Services as text, against the tools that read that very text into a kernel. */
import type { Cluster } from '../../lib/world/cluster.ts';
import { compileRules } from '../../lib/world/dataplane/compile/node-rules.ts';
import { DEFAULT_PROXY_CONFIG } from '../../lib/world/dataplane/compile/proxy-config.ts';
import { ruleSets } from '../../lib/world/dataplane/compile/rule-set.ts';
import { iptablesSave } from '../../lib/world/dataplane/render/iptables-save.ts';
import { nftKubeProxy } from '../../lib/world/dataplane/render/nft/kube-proxy.ts';
import type { Figure } from '../harness/figure.ts';
import { type Contestant, interleave, ROUNDS, timed } from '../harness/interleave.ts';
import { loadNftMs, restoreIptablesMs, whyNoKernelRules } from '../peers/kernel-rules.ts';
import { buildBigWorld } from '../scenes/big-world.ts';
import type { Goal } from './goal.ts';

const SIZE = { nodes: 20, services: 10_000, podsAService: 2 };
const NODE = 'ip-10-64-0-10.eu-west-1.compute.internal';

export const rules: Goal = {
  name: 'G10',
  async measure() {
    const cluster = buildBigWorld(SIZE).cluster();
    const skipped = whyNoKernelRules();
    const iptables = await race(() => iptablesText(cluster), restoreIptablesMs, skipped, ROUNDS);
    const nft = await race(() => nftText(cluster), loadNftMs, skipped, 2);
    return [
      figure('kube-proxy’s iptables rules of 10,000 Services as text', 'iptables-restore of it', iptables, skipped),
      figure('the same in nftables mode', 'nft -f of it', nft, skipped),
    ];
  },
};

/** Compiled anew, as after a change of the Service list. */
function iptablesText(cluster: Cluster): string {
  const fork = { ...cluster, state: cluster.state.fork() };
  ruleSets(fork).set(NODE, compileRules(fork, NODE, { ...DEFAULT_PROXY_CONFIG, mode: 'iptables' }, 0));
  return `${iptablesSave(fork, NODE).join('\n')}\n`;
}

function nftText(cluster: Cluster): string {
  const compiled = compileRules(cluster, NODE, { ...DEFAULT_PROXY_CONFIG, mode: 'nftables' }, 0);
  return `${nftKubeProxy(compiled).join('\n')}\n`;
}

/** `nft` takes twenty seconds a round. */
async function race(render: () => string, load: (text: string) => number, skipped: string | undefined, rounds: number) {
  const text = render();
  const ours = timed(render, { samples: 3, warm: 3 });
  const peer: Contestant = { round: () => [load(text)] };
  return { lines: text.split('\n').length, series: await interleave(skipped ? [ours] : [ours, peer], rounds) };
}

function figure(
  what: string,
  name: string,
  { lines, series }: Awaited<ReturnType<typeof race>>,
  skipped: string | undefined,
): Figure {
  const [ours, theirs] = series;
  if (!ours) throw new Error('a contestant is missing');
  return {
    goal: 'G10',
    what,
    unit: 'ms',
    ours,
    peer: theirs ? { name, series: theirs } : { name, skipped: skipped ?? '' },
    limits: [
      { on: 'p50', goal: 140, floor: 1_400 },
      { on: 'ratio', goal: 4, floor: 1 },
    ],
    note: `${lines.toLocaleString('en')} lines, every one accepted by the kernel`,
  };
}
