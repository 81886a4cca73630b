/** The flags of verbs that ask the cluster of some manifests. */
import type { Network } from '../world/dataplane/network.ts';
import type { World } from '../world/world.ts';
import { wholeNumber } from './flags.ts';
import { clusterOfFlag, manifestWorld } from './manifest-world.ts';

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
  return manifestWorld(files, how, wholeNumber(flags.seed, '--seed', 1), policies);
}

/** The cluster of it that is asked. */
export function networkOfFlags(flags: WorldFlags, files?: readonly string[]): Network {
  const world = worldOfFlags(flags, files);
  return { cluster: world.cluster(clusterOfFlag(world, flags.cluster)), assume: 'EndpointsListen' };
}
