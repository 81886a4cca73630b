/**
 * Role-based access control: what a user may do.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/auth/authorizer/rbac/rbac.go,
 * pkg/registry/rbac/validation/rule.go, pkg/apis/rbac/v1/evaluation_helpers.go
 */
import type { PolicyRule, RoleRef, Subject } from '../../api/rbac/v1/shared.schema.ts';
import type { Cluster } from '../../cluster.ts';
import type { Principal } from '../request.ts';
import { findObject, listObjects } from '../store.ts';

/** What somebody wants to do: something with a resource, or with a path that names none. */
export type Attributes =
  | {
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      readonly subresource?: string;
      readonly name?: string;
      /** Absent: at the cluster scope. */
      readonly namespace?: string;
    }
  | { readonly verb: string; readonly path: string };

export interface Verdict {
  readonly allowed: boolean;
  /** Empty where there is nothing to say. */
  readonly reason: string;
}

const ACCOUNT_PREFIX = 'system:serviceaccount:';
/** The group that no rule is asked for. */
const SUPERUSERS = 'system:masters';

interface Binding {
  readonly kind: 'ClusterRoleBinding' | 'RoleBinding';
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly roleRef: RoleRef;
  readonly subjects?: readonly Subject[];
}

/** A binding that names the user, with the rules of its role. */
export interface Grant {
  readonly binding: Binding;
  readonly subject: Subject;
  /** Undefined: the role does not exist. */
  readonly rules: readonly PolicyRule[] | undefined;
}

function names({ kind, name, namespace }: Subject, user: Principal, home: string | undefined): boolean {
  switch (kind) {
    case 'User':
      return name === user.username;
    case 'Group':
      return user.groups.includes(name);
    case 'ServiceAccount':
      return user.username === `${ACCOUNT_PREFIX}${namespace || home || ''}:${name}`;
    default:
      return false;
  }
}

function rulesOf(
  cluster: Cluster,
  { kind, name }: RoleRef,
  namespace: string | undefined,
): readonly PolicyRule[] | undefined {
  const role =
    kind === 'ClusterRole' ? findObject(cluster, 'ClusterRole', name) : findObject(cluster, 'Role', name, namespace);
  return role && (role.rules ?? []);
}

function grantsOf(cluster: Cluster, user: Principal, bindings: readonly Binding[]): Grant[] {
  return bindings.flatMap((binding) => {
    const { namespace } = binding.metadata;
    const subject = binding.subjects?.find((one) => names(one, user, namespace));
    return subject ? [{ binding, subject, rules: rulesOf(cluster, binding.roleRef, namespace) }] : [];
  });
}

/** Everything that is granted to the user: cluster-wide first, then in the namespace. */
export function listGrants(cluster: Cluster, user: Principal, namespace: string | undefined): Grant[] {
  return [
    ...grantsOf(cluster, user, listObjects(cluster, 'ClusterRoleBinding')),
    ...(namespace ? grantsOf(cluster, user, listObjects(cluster, 'RoleBinding', namespace)) : []),
  ];
}

function has(list: readonly string[] | undefined, wanted: string): boolean {
  return list?.some((one) => one === '*' || one === wanted) ?? false;
}

/** `pods`, `pods/log`, or a subresource of anything: `*` + `/scale`. */
function coversResource({ resources = [] }: PolicyRule, resource: string, subresource: string | undefined): boolean {
  const whole = subresource ? `${resource}/${subresource}` : resource;
  return resources.some(
    (one) => one === '*' || one === whole || (subresource !== undefined && one === `*/${subresource}`),
  );
}

function coversPath({ nonResourceURLs = [] }: PolicyRule, path: string): boolean {
  return nonResourceURLs.some(
    (one) => one === '*' || one === path || (one.endsWith('*') && path.startsWith(one.replace(/\*+$/, ''))),
  );
}

function covers(rule: PolicyRule, wanted: Attributes): boolean {
  if (!has(rule.verbs, wanted.verb)) return false;
  if ('path' in wanted) return coversPath(rule, wanted.path);
  const { resourceNames = [] } = rule;
  return (
    has(rule.apiGroups, wanted.group) &&
    coversResource(rule, wanted.resource, wanted.subresource) &&
    (resourceNames.length === 0 || resourceNames.includes(wanted.name ?? ''))
  );
}

function describeSubject({ kind, name, namespace }: Subject, home: string | undefined): string {
  return kind === 'ServiceAccount'
    ? `ServiceAccount "${name}/${namespace || home || ''}"`
    : `${kind} ${JSON.stringify(name)}`;
}

function describeGrant({ binding, subject }: Grant): string {
  const { kind, metadata, roleRef } = binding;
  const name = metadata.namespace ? `${metadata.name}/${metadata.namespace}` : metadata.name;
  const to = describeSubject(subject, metadata.namespace);
  return `RBAC: allowed by ${kind} ${JSON.stringify(name)} of ${roleRef.kind} ${JSON.stringify(roleRef.name)} to ${to}`;
}

function describeMissing({ binding }: Grant): string {
  const { kind, name } = binding.roleRef;
  return `${kind.toLowerCase()}.rbac.authorization.k8s.io ${JSON.stringify(name)} not found`;
}

/** Whether the user may; the reason names the binding that lets them, or the roles that are missing. */
export function authorize(cluster: Cluster, user: Principal, wanted: Attributes): Verdict {
  if (user.groups.includes(SUPERUSERS)) return { allowed: true, reason: '' };
  const grants = listGrants(cluster, user, 'path' in wanted ? undefined : wanted.namespace);
  const found = grants.find(({ rules }) => rules?.some((rule) => covers(rule, wanted)));
  if (found) return { allowed: true, reason: describeGrant(found) };
  const missing = grants.filter(({ rules }) => rules === undefined).map(describeMissing);
  const list = missing.length === 1 ? missing[0] : `[${missing.join(', ')}]`;
  return { allowed: false, reason: missing.length === 0 ? '' : `RBAC: ${list}` };
}
