import type { ObjectOf } from '../../../api/kinds.ts';
import type { FieldError } from './field-error.ts';

export function validateService(_object: ObjectOf<'Service'>): FieldError[] {
  return [];
}

export function validateServiceUpdate(_object: ObjectOf<'Service'>): FieldError[] {
  return [];
}

export function serviceWarnings(_service: ObjectOf<'Service'>): string[] {
  return [];
}
