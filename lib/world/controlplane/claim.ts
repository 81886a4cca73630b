/** Which objects a controller may count as its own: adoption and release. */
import type { ObjectMeta } from '../api/meta/v1/meta.schema.ts';
import { type LabelSelector, matchesSelector } from '../apiserver/selectors/label-selector.ts';
import { findControllerOf, type OwnerReference } from './objects.ts';

interface Owner {
  readonly metadata: ObjectMeta;
}

interface Claim<T> {
  readonly owner: Owner;
  readonly reference: OwnerReference;
  readonly selector: LabelSelector | undefined;
  /** Writes the object with other owner references and gives back what is stored. */
  readonly write: (object: T, ownerReferences: readonly OwnerReference[]) => T;
}

/**
 * The candidates that are the owner's: orphans that match are adopted, children that no longer match are released.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/controller_ref_manager.go
 */
export function claimObjects<T extends { readonly metadata: ObjectMeta }>(
  candidates: readonly T[],
  { owner, reference, selector, write }: Claim<T>,
): T[] {
  const leaving = owner.metadata.deletionTimestamp !== undefined;
  const claimed: T[] = [];
  for (const candidate of candidates) {
    const controller = findControllerOf(candidate);
    const references = candidate.metadata.ownerReferences ?? [];
    if (controller && controller.uid !== owner.metadata.uid) continue;
    const matches = matchesSelector(selector, candidate.metadata.labels);
    if (controller) {
      if (matches) claimed.push(candidate);
      else if (!leaving)
        write(
          candidate,
          references.filter(({ uid }) => uid !== controller.uid),
        );
    } else if (matches && !leaving && candidate.metadata.deletionTimestamp === undefined) {
      claimed.push(write(candidate, [...references, reference]));
    }
  }
  return claimed;
}
