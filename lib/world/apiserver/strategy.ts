/**
 * What a kind's registry file says of it. The write path (write.ts) calls these in the order of the real server:
 * defaults, admission, allocation, preparation, validation, store.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/registry/rest/create.go, update.go, delete.go
 */
import type { Kind, KindName, ObjectOf } from '../api/kinds.ts';
import type { ManagedFieldsEntry } from '../api/meta/v1/meta.schema.ts';
import type { Cluster } from '../cluster.ts';
import type { Draft } from './draft.ts';
import type { FieldError } from './registry/validation/field-error.ts';
import type { NameRule } from './registry/validation/names.ts';
import type { Printer } from './table/column.ts';

/** The manager of a client's write. */
export interface Writer {
  readonly manager: string;
  /** `status`, `scale`; empty for the object itself. */
  readonly subresource: string;
  /** The managers as a server-side apply has worked them out. */
  readonly applied?: readonly ManagedFieldsEntry[];
}

/** Who writes, where and when. */
export interface WriteContext {
  readonly cluster: Cluster;
  /** World time in ms since the epoch. */
  readonly nowMs: number;
  /**
   * `Controller`: the typed client; it may do what its own subresources (binding, finalize) allow.
   * `Given`: an object put down as another cluster has it, whose addresses and ports are that cluster's.
   */
  readonly from: 'Request' | 'Controller' | 'Given';
  /** `299` warnings of the answer, in order. */
  readonly warnings: string[];
  /** Absent where no client asked for the write. */
  readonly writer?: Writer;
  /** The version of a custom kind that the request speaks; absent: the stored one. */
  readonly kind?: Kind;
}

export interface Strategy<K extends KindName> {
  readonly kind: K;
  /** The rule for `metadata.name`; a DNS subdomain when absent. */
  readonly nameRule?: NameRule;
  /** Fills in what the object leaves open. Must not change an object that it has filled in before. */
  setDefaults?(object: Draft<ObjectOf<K>>, context: WriteContext): void;
  /** Allocation of addresses and ports; throws a StatusError when there is none to be had. */
  allocate?(object: Draft<ObjectOf<K>>, old: ObjectOf<K> | undefined, context: WriteContext): void;
  prepareForCreate?(object: Draft<ObjectOf<K>>, context: WriteContext): void;
  prepareForUpdate?(object: Draft<ObjectOf<K>>, old: ObjectOf<K>, context: WriteContext): void;
  validate?(object: ObjectOf<K>, context: WriteContext): FieldError[];
  validateUpdate?(object: ObjectOf<K>, old: ObjectOf<K>, context: WriteContext): FieldError[];
  warnings?(object: ObjectOf<K>, old: ObjectOf<K> | undefined): string[];
  prepareForStatusUpdate?(object: Draft<ObjectOf<K>>, old: ObjectOf<K>, context: WriteContext): void;
  /** Runs when the new object has its uid. */
  identify?(object: Draft<ObjectOf<K>>): void;
  /** The parts whose change raises `metadata.generation`; absent: the kind has no generation. */
  counted?(object: ObjectOf<K>, context: WriteContext): readonly unknown[];
  /** `Cleared`: what a create says in `status` is dropped. */
  readonly statusOnCreate?: 'Cleared' | 'Kept';
  /** `Given`: the kind has no status subresource, an update writes all of it. */
  readonly statusOnUpdate?: 'Kept' | 'Given';
  /** Seconds a deletion leaves the object, 0 for at once; absent: always at once. */
  gracePeriodSeconds?(object: ObjectOf<K>, wanted: number | undefined): number;
  readonly defaultPropagation?: 'Background' | 'Orphan';
  /** Deletes answer with the object instead of a Status. */
  readonly returnsDeleted?: boolean;
  /** Beyond `metadata.name` and `metadata.namespace`: how each selectable field reads as text. */
  readonly selectableFields?: Readonly<Record<string, (object: ObjectOf<K>) => string>>;
  /** The 400 for any other field. */
  unknownField?(field: string): string;
  /** Warned of in each answer about the kind. */
  readonly deprecated?: string;
  /** Updates of the status are validated as well. */
  readonly validatesStatus?: boolean;
  readonly printer: Printer<ObjectOf<K>>;
}
