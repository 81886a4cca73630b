/** Builds the world of a variant: a fresh cluster, the healthy scenario, then the faults, each settled. */
import { findKind } from '../../world/api/kinds.ts';
import type { ApiAnswer, ApiRequest } from '../../world/apiserver/request.ts';
import { bootstrapCluster } from '../../world/controlplane/bootstrap.ts';
import { setNow } from '../../world/sim/clock.ts';
import { World } from '../../world/world.ts';
import { LabError } from './folder.ts';
import type { FaultStep, WorldFile } from './schema.ts';
import { clusterFile, type Variant } from './variant.ts';

/** 2026-01-05T09:00:00Z, the epoch of command line, tests and graded scripts. */
export const FIXED_EPOCH_MS = 1_767_603_600_000;

const DAY_MS = 86_400_000;
const CLUSTER_AGE_MS = 9 * DAY_MS;
const SCENARIO_AGE_MS = 3 * 3_600_000;
const FAULT_AGE_MS = 20 * 60_000;
const SETTLE_LIMIT_MS = 900_000;

/** The settled start state at world time 0. Throws `LabError` when the API server refuses an object of the lab. */
export function buildScenario(variant: Variant): World {
  const world = new World({ seed: variant.seed, epochMs: FIXED_EPOCH_MS });
  setNow(world.state, -CLUSTER_AGE_MS);
  makeClusters(world, variant.world);
  world.settle(SETTLE_LIMIT_MS);
  advanceTo(world, -SCENARIO_AGE_MS);
  for (const object of variant.objects) createObject(world, FIRST, object, 'scenario/cluster.yaml');
  for (const [cluster, objects] of Object.entries(variant.clusters)) {
    for (const object of objects) createObject(world, cluster, object, clusterFile(cluster));
  }
  world.settle(SETTLE_LIMIT_MS);
  advanceTo(world, -FAULT_AGE_MS);
  for (const fault of variant.faults) for (const step of fault.steps) applyFaultStep(world, step);
  world.settle(SETTLE_LIMIT_MS);
  advanceTo(world, 0);
  world.state.compact();
  return world;
}

const FIRST = 'main';

/** Each cluster is a VPC of its own: 10.0.0.0/16, 10.1.0.0/16 … */
function makeClusters(world: World, { clusters, ...first }: WorldFile): void {
  if (clusters.length > 0)
    for (const name of [FIRST, ...clusters.map((cluster) => cluster.name)]) world.addCluster(name);
  for (const manifest of bootstrapCluster(first)) world.create(FIRST, manifest);
  for (const [index, { name, ...size }] of clusters.entries()) {
    for (const manifest of bootstrapCluster({ ...size, vpc: `10.${index + 1}` })) world.create(name, manifest);
  }
}

function advanceTo(world: World, ms: number): void {
  if (world.nowMs() < ms) world.advance(ms - world.nowMs());
}

interface LooseObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
}

/** Creates an object as `kubectl create` does; with a status, as it stands. */
function createObject(world: World, cluster: string, value: unknown, file: string): void {
  const object = value as LooseObject;
  ask(world, cluster, { method: 'POST', path: collectionPath(object), body: object }, file);
}

function collectionPath(object: LooseObject): string {
  const kind = findKind(object.kind ?? '');
  if (!kind) throw new LabError([{ file: 'scenario', says: `no such kind: ${object.kind}` }]);
  const group = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
  const namespace = kind.scope === 'Namespaced' ? `/namespaces/${object.metadata?.namespace ?? 'default'}` : '';
  return `${group}${namespace}/${kind.plural}`;
}

const FAULTS_FILE = 'scenario/faults.yaml';

const PATCH_TYPES = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  strategic: 'application/strategic-merge-patch+json',
} as const;

function applyFaultStep(world: World, step: FaultStep): void {
  if ('wait' in step) world.advance(step.wait * 1000);
  else if ('apply' in step) createObject(world, step.cluster ?? FIRST, step.apply, FAULTS_FILE);
  else if ('delete' in step) deleteObject(world, step.delete);
  else patchObject(world, step);
}

function patchObject(world: World, step: Extract<FaultStep, { patch: unknown }>): void {
  const type = 'merge' in step ? 'merge' : 'json' in step ? 'json' : 'strategic';
  const body = 'merge' in step ? step.merge : 'json' in step ? step.json : step.strategic;
  const headers = { 'content-type': PATCH_TYPES[type] };
  ask(
    world,
    step.patch.cluster ?? FIRST,
    { method: 'PATCH', path: objectPath(step.patch), headers, body },
    FAULTS_FILE,
  );
}

function deleteObject(world: World, target: Extract<FaultStep, { delete: unknown }>['delete']): void {
  ask(world, target.cluster ?? FIRST, { method: 'DELETE', path: objectPath(target) }, FAULTS_FILE);
}

function objectPath(target: { kind: string; name: string; namespace?: string | undefined }): string {
  const metadata =
    target.namespace === undefined ? { name: target.name } : { name: target.name, namespace: target.namespace };
  return `${collectionPath({ kind: target.kind, metadata })}/${target.name}`;
}

function ask(world: World, cluster: string, request: ApiRequest, file: string): void {
  if (!world.clusterNames().includes(cluster)) throw new LabError([{ file, says: `no such cluster: ${cluster}` }]);
  const answer: ApiAnswer = world.request(cluster, request);
  if (answer.status < 400 || 'watch' in answer) return;
  const message = (answer.body as { message?: string }).message ?? `status ${answer.status}`;
  throw new LabError([{ file, says: `${request.method} ${request.path}: ${message}` }]);
}
