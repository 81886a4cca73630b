/**
 * Questions that are asked by creating them and stored nowhere: who am I, may I, is this token good.
 *
 * Models: https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/, …/authentication-resources/
 */

export interface Review {
  readonly kind: string;
  readonly group: string;
  readonly version: 'v1';
  readonly apiVersion: string;
  readonly plural: string;
  readonly singular: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly schema: string;
}

function review(kind: string, group: string, scope: Review['scope'] = 'Cluster'): Review {
  const singular = kind.toLowerCase();
  return {
    kind,
    group,
    version: 'v1',
    apiVersion: `${group}/v1`,
    plural: `${singular}s`,
    singular,
    scope,
    schema: `${group.split('.')[0]}/v1.${kind}`,
  };
}

const REVIEWS: readonly Review[] = [
  review('SelfSubjectReview', 'authentication.k8s.io'),
  review('TokenReview', 'authentication.k8s.io'),
  review('LocalSubjectAccessReview', 'authorization.k8s.io', 'Namespaced'),
  review('SelfSubjectAccessReview', 'authorization.k8s.io'),
  review('SelfSubjectRulesReview', 'authorization.k8s.io'),
  review('SubjectAccessReview', 'authorization.k8s.io'),
];

/** Each takes the one verb `create`. */
export function listReviews(): readonly Review[] {
  return REVIEWS;
}

export function findReview(group: string, version: string, plural: string): Review | undefined {
  return REVIEWS.find((each) => each.plural === plural && each.group === group && each.version === version);
}
