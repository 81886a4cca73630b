/**
 * What a line left in the world: every object that a person may have written, without what the API server and the
 * controllers draw and date. Both kubectls must leave the same.
 */
import { isDeepStrictEqual } from 'node:util';
import type { World } from '../../lib/world/world.ts';

type Value = Readonly<Record<string, unknown>>;

interface Listed extends Value {
  readonly metadata: Value & { readonly name: string; readonly namespace?: string };
}

interface Resource {
  readonly name: string;
  readonly verbs: readonly string[];
}

/** Controllers write them, at moments of their own. */
const OF_CONTROLLERS = new Set(['events', 'leases', 'endpoints', 'endpointslices', 'csinodes', 'ipaddresses']);

function ask(world: World, path: string): Value {
  const answer = world.discover('main', { method: 'GET', path });
  if ('watch' in answer) throw new Error(`${path} streams`);
  return answer.body as Value;
}

function listPaths(world: World): string[] {
  const groups = ask(world, '/apis').groups as readonly {
    readonly preferredVersion: { readonly groupVersion: string };
  }[];
  const versions = ['/api/v1', ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)];
  return versions.flatMap((version) =>
    (ask(world, version).resources as readonly Resource[])
      .filter(({ name, verbs }) => verbs.includes('list') && !name.includes('/') && !OF_CONTROLLERS.has(name))
      .map(({ name }) => `${version}/${name}`),
  );
}

const DRAWN = [
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'managedFields',
  'generation',
  'ownerReferences',
];
/** A restart stamps its moment; drawn names are the debugger's and the token volume's. */
const STAMP =
  /"kubectl.kubernetes.io\/restartedAt":"[^"]*"|(?<=debugger-(?:ip-[\w.-]+-)?|kube-api-access-)[a-z0-9]{5}\b/g;

function written({ metadata, status: _, ...rest }: Listed): unknown {
  const kept = Object.fromEntries(Object.entries(metadata).filter(([key]) => !DRAWN.includes(key)));
  return JSON.parse(
    JSON.stringify({ ...rest, metadata: kept }).replace(STAMP, (found) => (found.startsWith('"') ? '"at":""' : '')),
  );
}

/** Of the last write: as long as it stands, nothing is left. */
export const versionOf = (world: World): unknown =>
  (ask(world, '/api/v1/namespaces').metadata as Value).resourceVersion;

/** By path and name. What a controller made for another object is left out: its owner is there. */
export function leftIn(world: World): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const path of listPaths(world))
    for (const item of ask(world, path).items as readonly Listed[]) {
      const { ownerReferences, namespace = '', name, deletionTimestamp } = item.metadata;
      if (ownerReferences || deletionTimestamp) continue;
      found[`${path} ${namespace}/${name.replace(/(?<=debugger-ip-[\w.-]+-)[a-z0-9]{5}$/, '')}`] = written(item);
    }
  return found;
}

/** The objects that differ, as each has them. */
export function differences(ours: Record<string, unknown>, theirs: Record<string, unknown>) {
  const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  const differ = keys.filter((key) => !isDeepStrictEqual(ours[key], theirs[key])).sort();
  const of = (side: Record<string, unknown>) => Object.fromEntries(differ.map((key) => [key, side[key]]));
  return { ours: of(ours), theirs: of(theirs) };
}
