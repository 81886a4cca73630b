/** What a deployment writes on itself and its replica sets. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/deployment/util/deployment_util.go */
import type { Deployment, ReplicaSet } from '../objects.ts';

export const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
export const TEMPLATE_HASH = 'pod-template-hash';

/** Annotations of a deployment that its replica sets do not take over. */
const OWN = [
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  'deprecated.deployment.rollback.to',
];

type Annotations = Readonly<Record<string, string>>;

export function revisionOf(object: { readonly metadata: { readonly annotations?: Annotations } }): number {
  return Number(object.metadata.annotations?.[REVISION] ?? 0);
}

/** The annotations of a replica set that becomes (or is) the current one, with that revision. */
export function currentAnnotations(
  deployment: Deployment,
  set: ReplicaSet | undefined,
  revision: number,
  maxReplicas: number,
): Annotations {
  const standing = set?.metadata.annotations ?? {};
  const taken = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !OWN.includes(key));
  const before = standing[REVISION];
  const history = before === undefined || Number(before) >= revision ? {} : pastRevisions(standing, before);
  return {
    ...standing,
    ...Object.fromEntries(taken),
    ...history,
    [REVISION]: before !== undefined && Number(before) >= revision ? before : String(revision),
    [DESIRED_REPLICAS]: String(deployment.spec.replicas ?? 1),
    [MAX_REPLICAS]: String(maxReplicas),
  };
}

/** A replica set that is used again keeps the revisions it had. */
function pastRevisions(standing: Annotations, before: string): Annotations {
  const past = standing[REVISION_HISTORY];
  return { [REVISION_HISTORY]: past ? `${past},${before}` : before };
}
