/**
 * How the fields of a struct are treated here. Field names are listed in one string each, separated by blanks; a field
 * that stands in neither list is *unmodelled*: accepted, kept, and said to have no effect.
 */
export interface StructCoverage {
  /** Decides what happens here, as in a cluster. */
  readonly modelled?: string;
  /** Cannot change what a packet or a pod's life does here: accepted in silence, comes back as it was. */
  readonly inert?: string;
  /** Values of an otherwise unmodelled field that ask for nothing beyond what happens anyway, such as a default. */
  readonly harmless?: Readonly<Record<string, readonly unknown[]>>;
  /** Values of an otherwise modelled field that are not modelled. */
  readonly unmodelledValues?: Readonly<Record<string, readonly unknown[]>>;
}

/** By struct, such as `core/v1.PodSpec`. */
export type CoverageTable = Readonly<Record<string, StructCoverage>>;

/** Every field of the struct is modelled, and the structs below it say their own. */
export const ALL = '*';
