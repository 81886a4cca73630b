import type { State } from './sim/state.ts';

const TABLE = 'clusters';

/** What the cluster of a world that is never told of any is called. */
export const FIRST_CLUSTER = 'main';

/** In the order in which they were added; the first is where a person starts. */
export function listClusterNames(state: State): string[] {
  const added = [...state.table<number>(TABLE).entries()].sort(([, a], [, b]) => a - b);
  return added.length === 0 ? [FIRST_CLUSTER] : added.map(([name]) => name);
}

export function addClusterName(state: State, name: string): void {
  const table = state.table<number>(TABLE);
  table.set(name, table.entries().length);
}
