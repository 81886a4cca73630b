/** Where checks start their probes: pods by labels, or nodes. */
import { z } from 'zod';
import { listObjects } from '../world/apiserver/store.ts';
import { FIRST_CLUSTER } from '../world/clusters.ts';
import type { Place } from '../world/dataplane/trace.ts';
import type { World } from '../world/world.ts';
import { describeLabels, listPods } from './pods.ts';

export const sourceSchema = z.union([
  z.strictObject({
    namespace: z.string(),
    pods: z.record(z.string(), z.string()),
    /** One pod on every node of the beginning is demanded: giving up a node is no way to mend it. */
    onEveryNode: z.boolean().default(false),
    /** `main` when it is not said. */
    cluster: z.string().optional(),
  }),
  z.strictObject({ nodes: z.literal('all'), cluster: z.string().optional() }),
]);
export type Source = z.infer<typeof sourceSchema>;

export interface NamedPlace {
  readonly name: string;
  readonly place: Place;
}

/** The places a check starts from, or why there are none to start from. */
export function listSources(world: World, source: Source, start: World = world): readonly NamedPlace[] | string {
  const { cluster = FIRST_CLUSTER } = source;
  if (!world.clusterNames().includes(cluster)) return `no cluster ${cluster}`;
  if ('nodes' in source) {
    return listNodes(start, cluster).map(({ metadata: { name } }) => ({
      name: `node ${name}`,
      place: { cluster, node: name },
    }));
  }
  const pods = listPods(world, source).filter((pod) => pod.status.phase === 'Running');
  const what = `pod with ${describeLabels(source.pods)} in ${source.namespace}`;
  if (pods.length === 0) return `no running ${what}`;
  const bare = source.onEveryNode
    ? listNodes(start, cluster).find((node) => !pods.some((pod) => pod.spec.nodeName === node.metadata.name))
    : undefined;
  if (bare) return `no running ${what} on node ${bare.metadata.name}`;
  return pods.map(({ metadata: { namespace, name } }) => ({
    name: `pod ${namespace}/${name}`,
    place: { cluster, pod: { namespace, name } },
  }));
}

function listNodes(world: World, cluster: string) {
  return listObjects(world.cluster(cluster), 'Node');
}
