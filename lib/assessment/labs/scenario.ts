/** Builds the world of a variant: a fresh cluster, the healthy scenario, then the faults, each settled. */
import { FIRST_CLUSTER } from '../../world/clusters.ts';
import { bootstrapCluster } from '../../world/controlplane/bootstrap.ts';
import { addInternetHost } from '../../world/dataplane/internet.ts';
import { setNow } from '../../world/sim/clock.ts';
import { World } from '../../world/world.ts';
import type { WorldFile } from './schema.ts';
import { applyStep, createObjects } from './steps.ts';
import { clusterFile, type Variant } from './variant.ts';

/** 2026-01-05T09:00:00Z, the epoch of command line, tests and graded scripts. */
export const FIXED_EPOCH_MS = 1_767_603_600_000;

const DAY_MS = 86_400_000;
const CLUSTER_AGE_MS = 9 * DAY_MS;
const SCENARIO_AGE_MS = 3 * 3_600_000;
const FAULT_AGE_MS = 20 * 60_000;
const SETTLE_LIMIT_MS = 900_000;
const FAULTS_FILE = 'scenario/faults.yaml';

/** The settled start state at world time 0. Throws `LabError` when the API server refuses an object of the lab. */
export function buildScenario(variant: Variant): World {
  const world = new World({ seed: variant.seed, epochMs: FIXED_EPOCH_MS });
  setNow(world.state, -CLUSTER_AGE_MS);
  makeClusters(world, variant.world);
  world.settle(SETTLE_LIMIT_MS);
  advanceTo(world, -SCENARIO_AGE_MS);
  createObjects(world, FIRST_CLUSTER, variant.objects, 'scenario/cluster.yaml');
  for (const [cluster, objects] of Object.entries(variant.clusters)) {
    createObjects(world, cluster, objects, clusterFile(cluster));
  }
  world.settle(SETTLE_LIMIT_MS);
  advanceTo(world, -FAULT_AGE_MS);
  for (const fault of variant.faults) for (const step of fault.steps) applyStep(world, step, FAULTS_FILE);
  world.settle(SETTLE_LIMIT_MS);
  advanceTo(world, 0);
  world.state.compact();
  return world;
}

/** Each cluster is a VPC of its own: 10.0.0.0/16, 10.1.0.0/16 … */
function makeClusters(world: World, { clusters, internet, ...first }: WorldFile): void {
  for (const host of internet) addInternetHost(world.state, host);
  if (clusters.length > 0)
    for (const name of [FIRST_CLUSTER, ...clusters.map((cluster) => cluster.name)]) world.addCluster(name);
  for (const manifest of bootstrapCluster(first)) world.create(FIRST_CLUSTER, manifest);
  for (const [index, { name, ...size }] of clusters.entries()) {
    for (const manifest of bootstrapCluster({ ...size, vpc: `10.${index + 1}` })) world.create(name, manifest);
  }
}

function advanceTo(world: World, ms: number): void {
  if (world.nowMs() < ms) world.advance(ms - world.nowMs());
}
