/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ValidatePodEphemeralContainersUpdate) */
import type { Pod } from '../../../api/core/v1/pod.schema.ts';
import { sameValue } from '../../draft.ts';
import { type FieldError, forbiddenField } from './field-error.ts';
import { validatePodSpec } from './pod-spec.ts';

/** The server's sentence ends the line, and a difference follows where there is one. */
function refused(name: string, because: string, difference = ''): FieldError {
  const detail = `existing ephemeral containers ${JSON.stringify(name)} may not be ${because}\n${difference}`;
  return forbiddenField('spec.ephemeralContainers', detail);
}

/**
 * Those that are there stay as they are; more may come.
 * Differs: the difference after "may not be changed" names the changed fields as JSON, Go's prints the whole structure.
 */
export function validateEphemeralUpdate(pod: Pod, old: Pod): FieldError[] {
  const errors = validatePodSpec(pod.spec, 'spec');
  const next = new Map((pod.spec.ephemeralContainers ?? []).map((container) => [container.name, container]));
  for (const standing of old.spec.ephemeralContainers ?? []) {
    const now = next.get(standing.name);
    if (!now) errors.push(refused(standing.name, 'removed'));
    else if (!sameValue(standing, now)) errors.push(refused(standing.name, 'changed', difference(standing, now)));
  }
  return errors;
}

function difference(before: object, after: object): string {
  const [old, now] = [before, after] as Record<string, unknown>[];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const line = (sign: string, name: string, value: unknown) =>
    value === undefined ? [] : [`${sign} \t${name}: ${JSON.stringify(value)},`];
  return names
    .filter((name) => !sameValue(old?.[name], now?.[name]))
    .flatMap((name) => [...line('-', name, old?.[name]), ...line('+', name, now?.[name])])
    .join('\n');
}
