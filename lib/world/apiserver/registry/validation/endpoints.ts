import type { ObjectOf } from '../../../api/kinds.ts';
import type { FieldError } from './field-error.ts';

export function validateEndpointSlice(_object: ObjectOf<'EndpointSlice'>): FieldError[] {
  return [];
}

export function validateEndpointSliceUpdate(_object: ObjectOf<'EndpointSlice'>): FieldError[] {
  return [];
}

export function validateEndpoints(_object: ObjectOf<'Endpoints'>): FieldError[] {
  return [];
}
