/** What a lab's files have done to a cluster through its API: objects created, patched and deleted, of every kind it serves. */
import type { Kind } from '../../world/api/kinds.ts';
import type { ApiAnswer, ApiRequest } from '../../world/apiserver/request.ts';
import { findServedKind } from '../../world/apiserver/served.ts';
import { FIRST_CLUSTER } from '../../world/clusters.ts';
import { definitionsFirst, describeMissingKind } from '../../world/manifest.ts';
import type { World } from '../../world/world.ts';
import { LabError } from './folder.ts';
import type { FaultStep } from './schema.ts';

interface LooseObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
}

/** Where something stands in the files, for its author. */
interface Origin {
  readonly file: string;
  readonly at?: string;
}

/** Creates the objects of a file as `kubectl create` does; definitions first, whatever their place. Throws `LabError`. */
export function createObjects(world: World, cluster: string, objects: readonly unknown[], file: string): void {
  const documents = objects.map((value, index) => ({ object: value as LooseObject, at: `document ${index + 1}` }));
  for (const { object, at } of definitionsFirst(documents, (one) => one.object.kind)) {
    createObject(world, cluster, object, { file, at });
  }
}

function createObject(world: World, cluster: string, object: LooseObject, origin: Origin): void {
  const kind = servedKind(world, cluster, object.kind ?? '', object.apiVersion, origin);
  const path = collectionPath(kind, object.metadata?.namespace ?? 'default');
  ask(world, cluster, { method: 'POST', path, body: object }, origin);
}

function servedKind(world: World, cluster: string, name: string, apiVersion: string | undefined, origin: Origin): Kind {
  if (!world.clusterNames().includes(cluster)) throw problem(origin, `no such cluster: ${cluster}`);
  const kind = findServedKind(world.cluster(cluster), name, apiVersion);
  if (!kind) throw problem(origin, describeMissingKind(world.cluster(cluster), name, apiVersion));
  return kind;
}

function collectionPath(kind: Kind, namespace: string): string {
  const group = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
  return `${group}${kind.scope === 'Namespaced' ? `/namespaces/${namespace}` : ''}/${kind.plural}`;
}

const PATCH_TYPES = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  strategic: 'application/strategic-merge-patch+json',
} as const;

/** Throws `LabError` when the API server refuses the step. */
export function applyStep(world: World, step: FaultStep, file: string): void {
  if ('wait' in step) world.advance(step.wait * 1000);
  else if ('apply' in step) createObject(world, step.cluster ?? FIRST_CLUSTER, step.apply, { file });
  else if ('delete' in step) askAbout(world, step.delete, { method: 'DELETE' }, file);
  else patchObject(world, step, file);
}

function patchObject(world: World, step: Extract<FaultStep, { patch: unknown }>, file: string): void {
  const type = 'merge' in step ? 'merge' : 'json' in step ? 'json' : 'strategic';
  const body = 'merge' in step ? step.merge : 'json' in step ? step.json : step.strategic;
  askAbout(world, step.patch, { method: 'PATCH', headers: { 'content-type': PATCH_TYPES[type] }, body }, file);
}

type Target = Extract<FaultStep, { patch: unknown }>['patch'] | Extract<FaultStep, { delete: unknown }>['delete'];

function askAbout(world: World, target: Target, request: Omit<ApiRequest, 'path'>, file: string): void {
  const { cluster = FIRST_CLUSTER, kind: name, apiVersion, namespace = 'default' } = target;
  const kind = servedKind(world, cluster, name, apiVersion, { file });
  const subresource = 'subresource' in target && target.subresource ? `/${target.subresource}` : '';
  const path = `${collectionPath(kind, namespace)}/${target.name}${subresource}`;
  ask(world, cluster, { ...request, path }, { file });
}

function ask(world: World, cluster: string, request: ApiRequest, origin: Origin): void {
  const answer: ApiAnswer = world.request(cluster, request);
  if (answer.status < 400 || 'watch' in answer) return;
  const message = (answer.body as { message?: string }).message ?? `status ${answer.status}`;
  throw problem(origin, `${request.method} ${request.path}: ${message}`);
}

function problem(origin: Origin, says: string): LabError {
  return new LabError([{ ...origin, says }]);
}
