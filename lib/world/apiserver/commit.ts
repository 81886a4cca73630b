/** The last step of each write: a new version, frozen, stored, told. */
import { getKind, type KindName, type KubeObject, type ObjectOf } from '../api/kinds.ts';
import type { ObjectMeta } from '../api/meta/v1/meta.schema.ts';
import type { Cluster } from '../cluster.ts';
import type { Change } from './client.ts';
import { type Draft, deepFreeze } from './draft.ts';
import { adjustObjects, nextVersion, noteDeletion, putObject, removeObject } from './store.ts';

/** A cluster whose writes are told to someone; on a dry run to nobody. */
export interface Core {
  readonly cluster: Cluster;
  /** `Dry`: on a fork, for the answer only; the object keeps the version it had. */
  readonly writes: 'Real' | 'Dry';
  tell(change: Change): void;
}

/** What every object has, for code that serves all kinds. */
export interface AnyDraft {
  kind: string;
  apiVersion: string;
  metadata: Draft<ObjectMeta>;
  spec?: unknown;
  status?: unknown;
}

export function anyDraft(object: Draft<KubeObject>): AnyDraft {
  return object as unknown as AnyDraft;
}

/** Stores the draft as the object's next version and returns it frozen. */
export function commit<K extends KindName>(
  core: Core,
  kind: K,
  draft: Draft<ObjectOf<K>>,
  previous: ObjectOf<K> | undefined,
): ObjectOf<K> {
  const { metadata } = anyDraft(draft as Draft<KubeObject>);
  if (core.writes === 'Real') metadata.resourceVersion = String(nextVersion(core.cluster));
  else if (previous?.metadata.resourceVersion) metadata.resourceVersion = previous.metadata.resourceVersion;
  const object = deepFreeze(draft) as unknown as ObjectOf<K>;
  putObject(core.cluster, kind, object);
  if (!previous) adjustObjects(core.cluster, 1);
  core.tell({ kind, object, previous } as unknown as Change);
  return object;
}

/** Takes the object out of the store; its last version is what watches are told. */
export function remove<K extends KindName>(core: Core, kind: K, object: ObjectOf<K>): ObjectOf<K> {
  const version = nextVersion(core.cluster);
  const { name = '', namespace } = object.metadata as ObjectMeta;
  removeObject(core.cluster, kind, name, getKind(kind).scope === 'Namespaced' ? namespace : undefined);
  noteDeletion(core.cluster, kind, version);
  adjustObjects(core.cluster, -1);
  const last = deepFreeze({
    ...object,
    metadata: { ...object.metadata, resourceVersion: String(version) },
  }) as ObjectOf<K>;
  core.tell({ kind, object: undefined, previous: last } as unknown as Change);
  return last;
}
