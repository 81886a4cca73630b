/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/rbac/validation/validation.go */
import type { PolicyRule, RoleRef, Subject } from '../../../api/rbac/v1/shared.schema.ts';
import { sameValue } from '../../draft.ts';
import { type FieldError, invalid, notSupported, required } from './field-error.ts';
import { isDns1123Subdomain, isPathSegment } from './names.ts';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';

interface HasRules {
  readonly rules?: readonly PolicyRule[];
}

function validateRule(rule: PolicyRule, scope: 'Namespaced' | 'Cluster', at: string): FieldError[] {
  const { verbs = [], nonResourceURLs = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
  const errors = verbs.length > 0 ? [] : [required(`${at}.verbs`, 'verbs must contain at least one value')];
  if (nonResourceURLs.length > 0) {
    const field = `${at}.nonResourceURLs`;
    if (scope === 'Namespaced') {
      errors.push(invalid(field, nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'));
    }
    if (apiGroups.length + resources.length + resourceNames.length > 0) {
      const detail = 'rules cannot apply to both regular resources and non-resource URLs';
      errors.push(invalid(field, nonResourceURLs, detail));
    }
    return errors;
  }
  if (apiGroups.length === 0) {
    errors.push(required(`${at}.apiGroups`, 'resource rules must supply at least one api group'));
  }
  if (resources.length === 0) {
    errors.push(required(`${at}.resources`, 'resource rules must supply at least one resource'));
  }
  if (resourceNames.length > 0 && resources.length > 1) {
    errors.push(required(`${at}.resourceNames`, 'resource names cannot apply to multiple resources'));
  }
  return errors;
}

export function validateRole({ rules = [] }: HasRules): FieldError[] {
  return rules.flatMap((rule, index) => validateRule(rule, 'Namespaced', `rules[${index}]`));
}

export function validateClusterRole({ rules = [] }: HasRules): FieldError[] {
  return rules.flatMap((rule, index) => validateRule(rule, 'Cluster', `rules[${index}]`));
}

function validateSubject(subject: Subject, scope: 'Namespaced' | 'Cluster', at: string): FieldError[] {
  const { kind, name, namespace, apiGroup = '' } = subject;
  const errors = name ? [] : [required(`${at}.name`)];
  switch (kind) {
    case 'ServiceAccount':
      if (name) errors.push(...isDns1123Subdomain(name).map((text) => invalid(`${at}.name`, name, text)));
      if (apiGroup) errors.push(notSupported(`${at}.apiGroup`, apiGroup, ['']));
      if (scope === 'Cluster' && !namespace) errors.push(required(`${at}.namespace`));
      return errors;
    case 'User':
    case 'Group':
      if (!name) errors.push(invalid(`${at}.name`, name ?? '', `${kind.toLowerCase()} name cannot be empty`));
      if (apiGroup !== RBAC_GROUP) errors.push(notSupported(`${at}.apiGroup`, apiGroup, [RBAC_GROUP]));
      return errors;
    default:
      return [...errors, notSupported(`${at}.kind`, kind, ['ServiceAccount', 'User', 'Group'])];
  }
}

interface Binding {
  readonly roleRef: RoleRef;
  readonly subjects?: readonly Subject[];
}

function validateBinding({ roleRef, subjects = [] }: Binding, scope: 'Namespaced' | 'Cluster'): FieldError[] {
  const kinds = scope === 'Namespaced' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  const { apiGroup, kind, name } = roleRef;
  return [
    ...(apiGroup === RBAC_GROUP ? [] : [notSupported('roleRef.apiGroup', apiGroup ?? '', [RBAC_GROUP])]),
    ...(kinds.includes(kind) ? [] : [notSupported('roleRef.kind', kind ?? '', kinds)]),
    ...(name ? isPathSegment(name).map((text) => invalid('roleRef.name', name, text)) : [required('roleRef.name')]),
    ...subjects.flatMap((subject, index) => validateSubject(subject, scope, `subjects[${index}]`)),
  ];
}

export function validateRoleBinding(binding: Binding): FieldError[] {
  return validateBinding(binding, 'Namespaced');
}

export function validateClusterRoleBinding(binding: Binding): FieldError[] {
  return validateBinding(binding, 'Cluster');
}

/** What a binding grants cannot change: it is made anew. */
export function validateRoleRefUpdate({ roleRef }: Binding, old: Binding): FieldError[] {
  if (sameValue(roleRef, old.roleRef)) return [];
  const value = { APIGroup: roleRef.apiGroup, Kind: roleRef.kind, Name: roleRef.name };
  return [invalid('roleRef', value, 'cannot change roleRef')];
}
