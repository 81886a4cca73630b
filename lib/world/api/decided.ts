/**
 * What the models of the two npm releases cannot say, decided by hand with its source.
 *
 * `npm run schemas` takes a field that both releases (Kubernetes 1.34 and 1.36) have as a field of 1.35. A field that
 * only one of them has stands here, and the generator compares the outcome with the types inside the real kubectl 1.35.
 */

export interface MergeFacts {
  /** `<struct>.<field>` → `map:<key>[,<key>]`, `set` or `atomic`: how server-side apply merges a list. */
  readonly listTypes: Readonly<Record<string, string>>;
}

/** Fields of 1.35 that not both releases have. */
export const ADDED: Readonly<Record<string, string>> = {};

/** List types of server-side apply. */
export const MERGE_FACTS: MergeFacts = { listTypes: {} };
