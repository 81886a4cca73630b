/** Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/admission/plugin/namespace/lifecycle/admission.go */
import { getKind, type KindName } from '../../api/kinds.ts';
import { notFound, StatusError } from '../status.ts';
import { findObject } from '../store.ts';
import type { WriteContext } from '../strategy.ts';
import { askedName } from './asked-name.ts';

/** Nothing is made in a namespace that does not exist or is going away. */
export function namespaceLifecycle(
  kind: KindName,
  meta: { readonly name?: string; readonly generateName?: string; readonly namespace?: string },
  { cluster }: WriteContext,
): void {
  const known = getKind(kind);
  if (known.scope === 'Cluster' || !meta.namespace) return;
  const namespace = findObject(cluster, 'Namespace', meta.namespace);
  if (!namespace) throw notFound(getKind('Namespace'), meta.namespace);
  if (namespace.metadata.deletionTimestamp === undefined && namespace.status.phase !== 'Terminating') return;
  const resource = known.group ? `${known.plural}.${known.group}` : known.plural;
  const name = askedName(meta);
  const because = `unable to create new content in namespace ${meta.namespace} because it is being terminated`;
  throw new StatusError(403, 'Forbidden', `${resource} "${name}" is forbidden: ${because}`, {
    ...(name ? { name } : {}),
    ...(known.group ? { group: known.group } : {}),
    kind: known.plural,
    causes: [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${meta.namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  });
}
