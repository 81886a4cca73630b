/** Which of the nodes that fit is taken. */
import { draw } from '../../sim/random.ts';
import { findControllerOf, nameOf, type Pod } from '../objects.ts';
import type { NodeState } from './fit.ts';
import { allocatableOf } from './resources.ts';
import { findUntolerated } from './tolerations.ts';

const ZONE = 'topology.kubernetes.io/zone';

/**
 * The node with the fewest pods of the same controller, then the zone with the fewest, then the least loaded one; ties
 * fall by the seed.
 * Models: https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#internal-default-constraints
 * Differs: the weighted sum of scores is an order of preferences, so that a reader can predict it.
 */
export function pickNode(pod: Pod, fitting: readonly NodeState[], all: readonly NodeState[], seed: number): NodeState {
  const owner = findControllerOf(pod)?.uid;
  const siblings = new Map(all.map((state) => [state, owner ? countOwned(state, owner) : 0]));
  const perZone = new Map<string, number>();
  for (const [state, count] of siblings) perZone.set(zoneOf(state), (perZone.get(zoneOf(state)) ?? 0) + count);
  const rank = (state: NodeState): number[] => [
    findUntolerated(state.node.spec?.taints ?? [], pod.spec?.tolerations ?? [], ['PreferNoSchedule']) ? 1 : 0,
    siblings.get(state) ?? 0,
    perZone.get(zoneOf(state)) ?? 0,
    Math.round(((state.requested.cpu ?? 0) / (allocatableOf(state.node, 'cpu') || 1)) * 20),
    draw(seed, 'schedule', `${pod.metadata.namespace}/${nameOf(pod)}|${nameOf(state.node)}`),
  ];
  const ranked = fitting.map((state) => ({ state, rank: rank(state) }));
  ranked.sort((a, b) => compare(a.rank, b.rank));
  return (ranked[0] as { state: NodeState }).state;
}

function countOwned({ pods }: NodeState, owner: string): number {
  let count = 0;
  for (const pod of pods) if (findControllerOf(pod)?.uid === owner) count++;
  return count;
}

function zoneOf({ node }: NodeState): string {
  return node.metadata.labels?.[ZONE] ?? '';
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}
