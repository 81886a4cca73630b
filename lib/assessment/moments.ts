/** Looks at a world whenever what answers there may have changed, so that no gap is too short to be seen. */
import type { Cluster } from '../world/cluster.ts';
import { ruleSets } from '../world/dataplane/compile/rule-set.ts';
import { type Entries, entriesOf } from '../world/dataplane/objects.ts';
import { findNextTimer } from '../world/sim/clock.ts';
import type { World } from '../world/world.ts';

/**
 * Lets `ms` pass and calls `look` at the beginning and at the end of every span between two changes of a cluster's rules and pods: in
 * between, a port can only open or close. Stops at the first answer. `look` must leave its world as it is.
 */
export function findMoment<T>(
  world: World,
  cluster: string | undefined,
  ms: number,
  look: (world: World) => T | undefined,
): T | undefined {
  const endMs = world.nowMs() + ms;
  let standing = circumstancesOf(world.cluster(cluster));
  let found = look(world);
  while (found === undefined && world.nowMs() < endMs) {
    const dueMs = Math.min(findNextTimer(world.state)?.dueMs ?? endMs, endMs);
    world.advance(Math.max(0, dueMs - 1 - world.nowMs()));
    const before = world.fork();
    world.advance(Math.max(0, dueMs - world.nowMs()));
    const now = circumstancesOf(world.cluster(cluster));
    if (now.rules === standing.rules && now.pods === standing.pods && world.nowMs() < endMs) continue;
    standing = now;
    found = look(before) ?? look(world);
  }
  return found;
}

/** Everything but time that decides who answers. */
function circumstancesOf(cluster: Cluster): { readonly rules: unknown; readonly pods: string } {
  return { rules: ruleSets(cluster).entries(), pods: podsText(entriesOf(cluster, 'Pod')) };
}

const texts = new WeakMap<Entries<'Pod'>, string>();

/** Which pods there are and what of them runs: probes and events that change nothing else are no change. */
function podsText(pods: Entries<'Pod'>): string {
  const known = texts.get(pods);
  if (known !== undefined) return known;
  const text = pods
    .map(([key, { metadata, status }]) => {
      const containers = (status.containerStatuses ?? []).map(
        ({ containerID, state }) => state?.running && containerID,
      );
      return [key, metadata.uid, metadata.deletionTimestamp, status.phase, status.podIP, ...containers].join(' ');
    })
    .join('\n');
  texts.set(pods, text);
  return text;
}
