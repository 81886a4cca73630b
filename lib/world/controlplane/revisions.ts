/** Controller revisions: the templates a DaemonSet or StatefulSet has had. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/history/controller_history.go */
import type { ObjectOf } from '../api/kinds.ts';
import type { ObjectMeta } from '../api/meta/v1/meta.schema.ts';
import type { ControllerContext } from './controller.ts';
import { controllerReference, isControlledBy, type PodTemplateSpec } from './objects.ts';
import { canonicalText, templateHash } from './pod-template.ts';

export const REVISION_HASH = 'controller-revision-hash';

type ControllerRevision = ObjectOf<'ControllerRevision'>;

interface Owner {
  readonly metadata: ObjectMeta & { readonly name: string; readonly namespace: string };
  readonly spec: { readonly template: PodTemplateSpec; readonly revisionHistoryLimit?: number };
}

export interface Revisions {
  /** The `controller-revision-hash` of the present template. */
  readonly hash: string;
  /** `<owner>-<hash>`. */
  readonly name: string;
}

/** Finds or makes the revision of the present template and lets the oldest go that no pod (`inUse`: hashes) has. */
export function syncRevisions(
  owner: Owner,
  kind: 'DaemonSet' | 'StatefulSet',
  inUse: ReadonlySet<string>,
  { client }: Pick<ControllerContext, 'client'>,
): Revisions {
  const { name, namespace } = owner.metadata;
  const own = client.list('ControllerRevision', namespace).filter((revision) => isControlledBy(revision, owner));
  const data = { spec: { template: { ...owner.spec.template, $patch: 'replace' } } };
  const text = canonicalText(data);
  const latest = Math.max(0, ...own.map(({ revision }) => revision));
  const standing = own.find((revision) => canonicalText(revision.data) === text);
  if (standing) {
    if (standing.revision < latest) client.update('ControllerRevision', { ...standing, revision: latest + 1 });
    prune(own, standing, owner.spec.revisionHistoryLimit ?? 10, inUse, client);
    return { hash: standing.metadata.labels?.[REVISION_HASH] ?? '', name: standing.metadata.name };
  }
  const hash = templateHash(data);
  client.create('ControllerRevision', {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: { ...owner.spec.template.metadata?.labels, [REVISION_HASH]: hash },
      ...(owner.metadata.annotations ? { annotations: owner.metadata.annotations } : {}),
      ownerReferences: [controllerReference(owner, 'apps/v1', kind)],
    },
    data: JSON.parse(text),
    revision: latest + 1,
  });
  return { hash, name: `${name}-${hash}` };
}

function prune(
  all: readonly ControllerRevision[],
  current: ControllerRevision,
  limit: number,
  inUse: ReadonlySet<string>,
  client: ControllerContext['client'],
): void {
  const idle = all.filter(
    (revision) => revision !== current && !inUse.has(revision.metadata.labels?.[REVISION_HASH] ?? ''),
  );
  const surplus = idle.toSorted((a, b) => a.revision - b.revision).slice(0, Math.max(0, idle.length - limit));
  for (const revision of surplus) {
    client.delete('ControllerRevision', revision.metadata.name, revision.metadata.namespace);
  }
}
