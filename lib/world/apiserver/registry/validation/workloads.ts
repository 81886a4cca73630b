import type { ObjectOf } from '../../../api/kinds.ts';
import type { FieldError } from './field-error.ts';

export function validateDeployment(_object: ObjectOf<'Deployment'>): FieldError[] {
  return [];
}

export function validateDeploymentUpdate(_object: ObjectOf<'Deployment'>): FieldError[] {
  return [];
}

export function validateReplicaSet(_object: ObjectOf<'ReplicaSet'>): FieldError[] {
  return [];
}

export function validateReplicaSetUpdate(_object: ObjectOf<'ReplicaSet'>): FieldError[] {
  return [];
}

export function validateDaemonSet(_object: ObjectOf<'DaemonSet'>): FieldError[] {
  return [];
}

export function validateDaemonSetUpdate(_object: ObjectOf<'DaemonSet'>): FieldError[] {
  return [];
}

export function validateStatefulSet(_object: ObjectOf<'StatefulSet'>): FieldError[] {
  return [];
}

export function validateStatefulSetUpdate(_object: ObjectOf<'StatefulSet'>): FieldError[] {
  return [];
}
