/** The server block that serves a name: of those that listen where it was asked, the one with the longest zone. */
import type { ServerBlock } from './corefile.ts';
import { isInZone } from './message.ts';

/** `bind ADDRESS…`; without it a block listens on all addresses. Models: https://coredns.io/plugins/bind/ */
export function boundAddresses({ plugins }: ServerBlock): readonly string[] {
  const bound = plugins.filter(({ name }) => name === 'bind').flatMap(({ args }) => args);
  return bound.length === 0 ? ['0.0.0.0'] : bound;
}

/** `address` is the one that was asked; absent where it does not matter. */
export function findMatchingBlock(
  blocks: readonly ServerBlock[],
  name: string,
  port: number,
  address?: string,
): ServerBlock | undefined {
  let best: { block: ServerBlock; length: number } | undefined;
  for (const block of blocks) {
    const bound = address === undefined ? [] : boundAddresses(block);
    if (address !== undefined && !bound.includes('0.0.0.0') && !bound.includes(address)) continue;
    for (const { zone, port: served } of block.zones) {
      if (served !== port || !isInZone(name, zone)) continue;
      if (!best || zone.length > best.length) best = { block, length: zone.length };
    }
  }
  return best?.block;
}
