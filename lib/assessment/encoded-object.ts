import { encode } from '../world/api/encode.ts';
import { findKind } from '../world/api/kinds.ts';
import type { World } from '../world/world.ts';

/** An object as the API shows it; undefined when it does not exist. Throws for a kind that is not modelled. */
export function encodeObject(
  world: World,
  kind: string,
  name: string,
  namespace?: string,
): Record<string, unknown> | undefined {
  const known = findKind(kind);
  if (!known) throw new Error(`no kind ${kind}: the lab's lint should have said so`);
  const object = world.client().find(known.kind, name, namespace);
  return object === undefined ? undefined : (encode(known.schema, object, world.epochMs) as Record<string, unknown>);
}
