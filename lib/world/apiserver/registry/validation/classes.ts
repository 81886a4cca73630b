/**
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/scheduling/validation/validation.go,
 * pkg/apis/node/validation/validation.go
 */
import type { ObjectOf } from '../../../api/kinds.ts';
import { type FieldError, forbiddenField, invalid, notSupported, required } from './field-error.ts';
import { IMMUTABLE } from './metadata.ts';
import { isDns1123Label } from './names.ts';

type PriorityClass = ObjectOf<'PriorityClass'>;
type RuntimeClass = ObjectOf<'RuntimeClass'>;

/** The two classes that every cluster has. */
export const SYSTEM_CLASSES: ReadonlyMap<string, number> = new Map([
  ['system-cluster-critical', 2_000_000_000],
  ['system-node-critical', 2_000_001_000],
]);
const HIGHEST = 1_000_000_000;
const PREEMPTION = ['PreemptLowerPriority', 'Never'];
const PREFIX = 'system-';

function systemProblem({ metadata, value, globalDefault }: PriorityClass): string | undefined {
  const known = SYSTEM_CLASSES.get(metadata.name);
  if (known === undefined) return `${metadata.name} is not a known system priority class`;
  if (known !== value) return `value of ${metadata.name} PriorityClass must be ${known}`;
  return globalDefault ? `globalDefault of ${metadata.name} PriorityClass must be false` : undefined;
}

export function validatePriorityClass(object: PriorityClass): FieldError[] {
  const { metadata, value, preemptionPolicy } = object;
  const errors: FieldError[] = [];
  if (metadata.name.startsWith(PREFIX)) {
    const problem = systemProblem(object);
    const detail = `priority class names with '${PREFIX}' prefix are reserved for system use only. error: ${problem}`;
    if (problem) errors.push(forbiddenField('metadata.name', detail));
  } else if (value > HIGHEST) {
    errors.push(forbiddenField('value', `maximum allowed value of a user defined priority is ${HIGHEST}`));
  }
  if (preemptionPolicy === '') errors.push(required('preemptionPolicy'));
  else if (preemptionPolicy !== undefined && !PREEMPTION.includes(preemptionPolicy)) {
    errors.push(notSupported('preemptionPolicy', preemptionPolicy, PREEMPTION));
  }
  return errors;
}

export function validatePriorityClassUpdate(object: PriorityClass, old: PriorityClass): FieldError[] {
  const { preemptionPolicy } = object;
  return [
    ...(object.value === old.value ? [] : [forbiddenField('value', 'may not be changed in an update.')]),
    ...(preemptionPolicy === old.preemptionPolicy ? [] : [invalid('preemptionPolicy', preemptionPolicy, IMMUTABLE)]),
  ];
}

export function validateRuntimeClass({ handler }: RuntimeClass): FieldError[] {
  return isDns1123Label(handler).map((text) => invalid('handler', handler, text));
}

export function validateRuntimeClassUpdate(object: RuntimeClass, old: RuntimeClass): FieldError[] {
  return object.handler === old.handler ? [] : [invalid('handler', object.handler, IMMUTABLE)];
}
