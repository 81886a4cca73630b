import type { ObjectOf } from '../../../api/kinds.ts';
import type { FieldError } from './field-error.ts';

export function validateJob(_object: ObjectOf<'Job'>): FieldError[] {
  return [];
}

export function validateJobUpdate(_object: ObjectOf<'Job'>): FieldError[] {
  return [];
}
