import { encode } from '../world/api/encode.ts';
import { findKind } from '../world/api/kinds.ts';
import { findObject } from '../world/apiserver/store.ts';
import type { World } from '../world/world.ts';

type Json = Readonly<Record<string, unknown>>;

interface Encoded {
  readonly epochMs: number;
  readonly json: Json;
}

/** Stored objects never change, and many checks ask for the same one. */
const encoded = new WeakMap<object, Encoded>();

/** An object as the API shows it, the same value as long as it does; undefined when it does not exist. Throws for a kind that is not modelled. */
export function encodeObject(world: World, kind: string, name: string, namespace?: string): Json | undefined {
  const known = findKind(kind);
  if (!known) throw new Error(`no kind ${kind}: the lab's lint should have said so`);
  const scope = known.scope === 'Namespaced' ? namespace : undefined;
  const object = findObject(world.cluster(), known.kind, name, scope);
  if (object === undefined) return undefined;
  const standing = encoded.get(object);
  if (standing?.epochMs === world.epochMs) return standing.json;
  const json = encode(known.schema, object, world.epochMs);
  encoded.set(object, { epochMs: world.epochMs, json });
  return json;
}
