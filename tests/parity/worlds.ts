/** The prepared worlds that every line starts from. */
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { bootstrapCluster } from '../../lib/world/controlplane/bootstrap.ts';
import { World } from '../../lib/world/world.ts';

const SETTLE_MS = 600_000;
/** The old things are 30 h and a half old: the middle of the unit that ages are printed in. */
const OLD_MS = 30.5 * 3_600_000;
/** The new things and their events: 42 minutes and a half. */
const NEW_MS = 42.5 * 60_000;

function load(world: World, file: string): void {
  const text = readFileSync(new URL(`files/${file}`, import.meta.url), 'utf8');
  for (const document of parseAllDocuments(text))
    world.create('main', document.toJS() as Parameters<World['create']>[1]);
}

/** A shop that works, and beside it things that are broken in every common way. */
export function prepareWorld(): World {
  const world = new World({ seed: 35, epochMs: Date.UTC(2026, 0, 1) });
  for (const manifest of bootstrapCluster()) world.create('main', manifest);
  world.settle(SETTLE_MS);
  load(world, 'shop.yaml');
  world.settle(SETTLE_MS);
  world.advance(OLD_MS - NEW_MS);
  load(world, 'broken.yaml');
  world.advance(NEW_MS);
  return world;
}

/** The same world with its now at the wall's now. */
export const atNow = (world: World): World => world.at(Date.now() - world.nowMs());
