/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/rbac/…/strategy.go, pkg/apis/rbac/v1/defaults.go */
import type { Subject } from '../../api/rbac/v1/shared.schema.ts';
import type { Draft } from '../draft.ts';
import type { Strategy } from '../strategy.ts';
import { clusterRoleBindingPrinter, clusterRolePrinter, roleBindingPrinter, rolePrinter } from './columns/rbac.ts';
import { isPathSegment } from './validation/names.ts';
import {
  RBAC_GROUP,
  validateClusterRole,
  validateClusterRoleBinding,
  validateRole,
  validateRoleBinding,
  validateRoleRefUpdate,
} from './validation/rbac.ts';

interface DraftBinding {
  roleRef?: { apiGroup?: string };
  subjects?: Draft<Subject>[];
}

function defaultBinding(binding: DraftBinding): void {
  if (binding.roleRef) binding.roleRef.apiGroup ||= RBAC_GROUP;
  for (const subject of binding.subjects ?? []) {
    if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= RBAC_GROUP;
  }
}

export const roleStrategy: Strategy<'Role'> = {
  kind: 'Role',
  nameRule: isPathSegment,
  validate: validateRole,
  validateUpdate: validateRole,
  printer: rolePrinter,
};

export const clusterRoleStrategy: Strategy<'ClusterRole'> = {
  kind: 'ClusterRole',
  nameRule: isPathSegment,
  validate: validateClusterRole,
  validateUpdate: validateClusterRole,
  printer: clusterRolePrinter,
};

export const roleBindingStrategy: Strategy<'RoleBinding'> = {
  kind: 'RoleBinding',
  nameRule: isPathSegment,
  setDefaults: defaultBinding,
  validate: validateRoleBinding,
  validateUpdate: (object, old) => [...validateRoleBinding(object), ...validateRoleRefUpdate(object, old)],
  printer: roleBindingPrinter,
};

export const clusterRoleBindingStrategy: Strategy<'ClusterRoleBinding'> = {
  kind: 'ClusterRoleBinding',
  nameRule: isPathSegment,
  setDefaults: defaultBinding,
  validate: validateClusterRoleBinding,
  validateUpdate: (object, old) => [...validateClusterRoleBinding(object), ...validateRoleRefUpdate(object, old)],
  printer: clusterRoleBindingPrinter,
};
