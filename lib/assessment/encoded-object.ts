import { keyOfKind } from '../world/api/kinds.ts';
import { encodeObject as encodeAny } from '../world/apiserver/custom/codec.ts';
import { findServedKind } from '../world/apiserver/served.ts';
import { findObject } from '../world/apiserver/store.ts';
import type { World } from '../world/world.ts';

type Json = Readonly<Record<string, unknown>>;

interface Encoded {
  readonly epochMs: number;
  readonly json: Json;
}

/** Stored objects never change, and many checks ask for the same one. */
const encoded = new WeakMap<object, Encoded>();

/** Which object of a world a check means. */
export interface Wanted {
  /** The first one where it is not said. */
  readonly cluster?: string | undefined;
  /** Where two groups have kinds of one name. */
  readonly apiVersion?: string | undefined;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** An object as the API shows it, the same value as long as it does; undefined where there is no such object, or no such kind. */
export function encodeObject(world: World, wanted: Wanted): Json | undefined {
  const cluster = world.cluster(wanted.cluster);
  const kind = findServedKind(cluster, wanted.kind, wanted.apiVersion);
  if (!kind) return undefined;
  const scope = kind.scope === 'Namespaced' ? wanted.namespace : undefined;
  const object = findObject(cluster, keyOfKind(kind), wanted.name, scope);
  if (object === undefined) return undefined;
  const standing = encoded.get(object);
  if (standing?.epochMs === world.epochMs) return standing.json;
  const json = encodeAny(kind, object, world.epochMs);
  encoded.set(object, { epochMs: world.epochMs, json });
  return json;
}

/** `Service shop/api`, with the cluster where one is named. */
export function describeWanted({ cluster, kind, namespace, name }: Wanted): string {
  return [kind, namespace ? `${namespace}/${name}` : name, ...(cluster ? [`in cluster ${cluster}`] : [])].join(' ');
}
