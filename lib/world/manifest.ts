/** Manifests as the kinds of a cluster read them, its own definitions included. */
import { type KindName, keyOfKind, type ObjectOf } from './api/kinds.ts';
import { decodeAny } from './apiserver/custom/codec.ts';
import { DEFINITION_KIND } from './apiserver/custom/definition.ts';
import { listDefinitions } from './apiserver/custom/kinds.ts';
import { isBuiltInGroup } from './apiserver/discovery/resources.ts';
import { findServedKind } from './apiserver/served.ts';
import type { Cluster } from './cluster.ts';

export interface Manifest {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly namespace?: string };
}

export interface ReadManifest {
  /** How the store calls the kind. */
  readonly key: KindName;
  readonly object: ObjectOf<KindName>;
}

/** Throws an Error that says why there is no such object. */
export function readManifest(cluster: Cluster, manifest: Manifest): ReadManifest {
  const { kind: name, apiVersion } = manifest;
  const kind = findServedKind(cluster, name, apiVersion);
  if (!kind) throw new Error(describeMissingKind(cluster, name, apiVersion));
  const decoded = decodeAny(kind, manifest, { strictness: 'Strict', epochMs: cluster.epochMs });
  if (!decoded.ok) throw new Error(`${name}: ${decoded.message}`);
  const { metadata, ...rest } = decoded.object as unknown as { metadata: object };
  // What is true of a definition is worked out where it comes in; generated files carry an empty status.
  if (kind.kind === DEFINITION_KIND.kind) delete (rest as { status?: unknown }).status;
  const namespace = kind.scope === 'Namespaced' ? { namespace: manifest.metadata.namespace ?? 'default' } : {};
  return { key: keyOfKind(kind), object: { ...rest, metadata: { ...metadata, ...namespace } } as ObjectOf<KindName> };
}

/** Definitions come before the objects that they define; everything else keeps its place. */
export function definitionsFirst<T>(items: readonly T[], kindOf: (item: T) => string | undefined): T[] {
  const isDefinition = (item: T) => kindOf(item) === DEFINITION_KIND.kind;
  return [...items.filter(isDefinition), ...items.filter((item) => !isDefinition(item))];
}

/** Why a cluster has no such kind, and what would give it one. */
export function describeMissingKind(cluster: Cluster, name: string, apiVersion = ''): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const what = `kind ${name} in ${apiVersion || 'no apiVersion'}`;
  if (isBuiltInGroup(group)) return `not modelled: ${what}`;
  const definition = listDefinitions(cluster).find(({ spec }) => spec.group === group && spec.names.kind === name);
  if (!definition) return `there is no ${what}: no CustomResourceDefinition defines it`;
  const { metadata, spec } = definition;
  const served = spec.versions.filter((version) => version.served).map((version) => version.name);
  return `there is no ${what}: CustomResourceDefinition ${metadata.name} serves ${served.join(', ') || 'no version'}`;
}
