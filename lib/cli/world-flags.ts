/** The flags of verbs that ask the cluster of some manifests. */
import { FIRST_CLUSTER, manifestWorld } from '../assessment/manifest-world.ts';
import type { Network } from '../world/dataplane/network.ts';
import type { World } from '../world/world.ts';
import { wholeNumber } from './flags.ts';
import { documentsByCluster } from './manifest-files.ts';
import { UsageError } from './outcome.ts';

export const WORLD_FLAGS = {
  filename: { type: 'string', short: 'f', multiple: true },
  cluster: { type: 'string' },
  'as-given': { type: 'boolean' },
  'enforce-policies': { type: 'boolean' },
  seed: { type: 'string' },
} as const;

export interface WorldFlags {
  readonly filename?: readonly string[] | undefined;
  readonly cluster?: string | undefined;
  readonly 'as-given'?: boolean | undefined;
  readonly 'enforce-policies'?: boolean | undefined;
  readonly seed?: string | undefined;
}

/** The world of these files in the place of those of `-f` when they are given. */
export function worldOfFlags(flags: WorldFlags, files: readonly string[] = flags.filename ?? []): World {
  const how = flags['as-given'] ? 'AsGiven' : 'Reconciled';
  const policies = flags['enforce-policies'] ? 'Enforced' : 'AddonDefault';
  return manifestWorld(documentsByCluster(files), how, wholeNumber(flags.seed, '--seed', 1), policies);
}

/** The cluster of it that is asked. */
export function networkOfFlags(flags: WorldFlags, files?: readonly string[]): Network {
  const world = worldOfFlags(flags, files);
  return { cluster: world.cluster(clusterOfFlag(world, flags.cluster)), assume: 'EndpointsListen' };
}

/** The cluster that a flag names; the first when it names none. */
export function clusterOfFlag(world: World, name: string | undefined): string {
  const names = world.clusterNames();
  if (name === undefined) return names[0] ?? FIRST_CLUSTER;
  if (!names.includes(name)) {
    throw new UsageError(`--cluster: no cluster ${name}; there is ${names.join(', ')}. -f ${name}=FILE makes it`);
  }
  return name;
}
