/** The base of a place: files by path; folders follow from the paths and from `folders`. */
export interface BaseFiles {
  /** Rendered when read. */
  readonly files: ReadonlyMap<string, () => string>;
  readonly folders: readonly string[];
}
