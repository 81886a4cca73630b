/** `resolves`: from every source the name has exactly the addresses it should have. */
import { z } from 'zod';
import { findObject } from '../../world/apiserver/store.ts';
import type { World } from '../../world/world.ts';
import { observeName } from '../observe.ts';
import { listPods } from '../pods.ts';
import { listSources, sourceSchema } from '../sources.ts';
import { defineCheck } from './check.ts';

export const resolves = defineCheck({
  uses: 'resolves',
  with: z.strictObject({
    from: sourceSchema,
    name: z.string(),
    to: z.union([
      z.strictObject({ service: z.string(), namespace: z.string(), cluster: z.string().optional() }),
      z.strictObject({
        pods: z.record(z.string(), z.string()),
        namespace: z.string(),
        cluster: z.string().optional(),
      }),
      z.strictObject({ nothing: z.literal(true) }),
    ]),
  }),
  run({ world, start }, { from, name, to }) {
    const wanted = wantedAddresses(world, to, from.cluster);
    const expected = wanted.length === 0 ? `${name} has no address` : `${name} is ${wanted.join(', ')}`;
    const sources = listSources(world, from, start);
    if (typeof sources === 'string')
      return { verdict: 'failed', expected, actual: sources, lookAt: 'kubectl get pods' };
    for (const source of sources) {
      for (const { addresses, says, notModelled } of observeName(world, source.place, name)) {
        if (notModelled.length > 0) return { verdict: 'undecided', expected, actual: says, lookAt: name, notModelled };
        if (addresses.join() === wanted.join()) continue;
        return {
          verdict: 'failed',
          expected,
          actual: `${source.name}: ${says}`,
          lookAt: `kubectl exec … -- dig +search ${name}`,
        };
      }
    }
    return { verdict: 'passed', expected, actual: expected, lookAt: name };
  },
});

type Target =
  | { service: string; namespace: string; cluster?: string | undefined }
  | { pods: Record<string, string>; namespace: string; cluster?: string | undefined }
  | { nothing: true };

/** Of the cluster that `to` names, else of the one that is asked from. */
function wantedAddresses(world: World, to: Target, asking: string | undefined): string[] {
  if ('nothing' in to) return [];
  const { cluster = asking } = to;
  if ('service' in to) {
    const address = findObject(world.cluster(cluster), 'Service', to.service, to.namespace)?.spec.clusterIP;
    return address && address !== 'None' ? [address] : [];
  }
  return listPods(world, { ...to, cluster })
    .flatMap((pod) => pod.status.podIP ?? [])
    .sort();
}
