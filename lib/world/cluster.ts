import type { State } from './sim/state.ts';

/** One cluster of a world, as handed to the API server, the controllers and the data plane. Nothing takes "the cluster" from module scope. */
export interface Cluster {
  readonly name: string;
  /** The world's state. A cluster's tables carry its name: `clusterTable(cluster, 'conntrack')`. */
  readonly state: State;
  readonly seed: number;
  /** Wall-clock ms since 1970 of world time 0; only the edges (API bytes, describe, logs, files) may read it. */
  readonly epochMs: number;
}

/** Names of tables by the cluster's name and their own: joined once, since every look at a table needs one. */
const names = new Map<string, Map<string, string>>();

function nameOf(cluster: string, name: string): string {
  const ofCluster = names.get(cluster) ?? new Map<string, string>();
  const known = ofCluster.get(name);
  if (known !== undefined) return known;
  const joined = `${cluster}/${name}`;
  names.set(cluster, ofCluster.set(name, joined));
  return joined;
}

/** The table of that name which belongs to this cluster alone. */
export function clusterTable<V>(cluster: Cluster, name: string) {
  return cluster.state.table<V>(nameOf(cluster.name, name));
}
