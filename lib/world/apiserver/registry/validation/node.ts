import type { ObjectOf } from '../../../api/kinds.ts';
import type { FieldError } from './field-error.ts';

export function validateNode(_object: ObjectOf<'Node'>): FieldError[] {
  return [];
}

export function validateNodeUpdate(_object: ObjectOf<'Node'>): FieldError[] {
  return [];
}
