/** Five things that the owner of tenant t0 and the monitors want to be true of a cluster of tenants; the last one is not. */
import type { Network } from '../../lib/world/dataplane/network.ts';
import { compileReachability } from '../../lib/world/dataplane/reachability/compile.ts';
import { type Claim, prove } from '../../lib/world/dataplane/reachability/prove.ts';
import { witness } from '../../lib/world/dataplane/reachability/witness.ts';

const app = (name: string, namespace = 't0') => ({ kind: 'Pods', namespace, labels: { app: name } }) as const;

export const CLAIMS: readonly Claim[] = [
  { from: { kind: 'Outside' }, to: app('db'), protocol: 'TCP', port: 1, endPort: 65_535, wants: 'NEVER' },
  { from: app('api'), to: app('db'), protocol: 'TCP', port: 5432, wants: 'ALWAYS' },
  {
    from: { kind: 'Pods', namespace: 't1' },
    to: { kind: 'Pods', namespace: 't0' },
    protocol: 'TCP',
    port: 1,
    endPort: 65_535,
    wants: 'NEVER',
  },
  { from: app('web'), to: app('db'), protocol: 'TCP', port: 5432, wants: 'NEVER' },
  {
    from: { kind: 'Pods', namespace: 'monitoring' },
    to: { kind: 'Pods', labels: { app: 'db' } },
    protocol: 'TCP',
    port: 9187,
    wants: 'ALWAYS',
  },
];

/** Compiles, proves each, and traces what refutes one: whether each holds, and the fate of that packet. */
export function proveAll(net: Network): { readonly holds: readonly boolean[]; readonly fate: string } {
  const reachability = compileReachability(net);
  let fate = '';
  const holds = CLAIMS.map((claim) => {
    const { counterexample } = prove(reachability, claim);
    if (counterexample) fate = witness(net, counterexample, claim.wants).reason;
    return counterexample === undefined;
  });
  return { holds, fate };
}
