/** The server block that serves a name: the one with the longest zone. */
import type { ServerBlock } from './corefile.ts';
import { isInZone } from './message.ts';

export function findMatchingBlock(blocks: readonly ServerBlock[], name: string, port: number): ServerBlock | undefined {
  let best: { block: ServerBlock; length: number } | undefined;
  for (const block of blocks) {
    for (const { zone, port: served } of block.zones) {
      if (served !== port || !isInZone(name, zone)) continue;
      if (!best || zone.length > best.length) best = { block, length: zone.length };
    }
  }
  return best?.block;
}
