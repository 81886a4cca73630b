/**
 * The typed client inside the process, for controllers and the data plane. It goes through the same registry
 * strategies as `handle` (defaults, generation, finalizers, allocation), without the JSON edge.
 */
import type { Kind, KindName, ObjectOf } from '../api/kinds.ts';

export interface DeleteOptions {
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
  readonly gracePeriodSeconds?: number;
}

/** What a controller wants to have said; repeats of the same event are counted as the event recorder does. */
export interface EventInput {
  readonly regarding: {
    readonly kind: KindName;
    readonly namespace?: string;
    readonly name: string;
    readonly fieldPath?: string;
  };
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** Such as `kubelet`, with its host, or `deployment-controller`. */
  readonly source: { readonly component: string; readonly host?: string };
}

/** Objects come deep-frozen and must be given fresh (spread, never changed in place). Writes throw `StatusError`. */
export interface Client {
  find<K extends KindName>(kind: K, name: string, namespace?: string): ObjectOf<K> | undefined;
  /** Sorted by namespace and name, as etcd keeps them. */
  list<K extends KindName>(kind: K, namespace?: string): readonly ObjectOf<K>[];
  create<K extends KindName>(kind: K, object: ObjectOf<K>): ObjectOf<K>;
  /** Writes spec and metadata. A write that changes nothing leaves the resourceVersion alone. */
  update<K extends KindName>(kind: K, object: ObjectOf<K>): ObjectOf<K>;
  updateStatus<K extends KindName>(kind: K, object: ObjectOf<K>): ObjectOf<K>;
  delete(kind: KindName, name: string, namespace?: string, options?: DeleteOptions): void;
  record(event: EventInput): void;
  /** The kinds that this cluster's own definitions make, by their names in the store. */
  listCustom(): readonly Kind[];
}

/** One committed write, told to controllers and watches in order. */
export type Change = {
  readonly [K in KindName]: {
    readonly kind: K;
    readonly object: ObjectOf<K> | undefined;
    readonly previous: ObjectOf<K> | undefined;
  };
}[KindName];
