/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/batch/validation/validation.go */
import type { JobSpec } from '../../../api/batch/v1/shared.schema.ts';
import type { ObjectOf } from '../../../api/kinds.ts';
import { sameValue } from '../../draft.ts';
import { type FieldError, invalid, notSupported, required } from './field-error.ts';
import { validateSelector } from './labels.ts';
import { IMMUTABLE } from './metadata.ts';
import { validateNotNegative } from './numbers.ts';
import { validateTemplate } from './pod-spec.ts';

type Job = ObjectOf<'Job'>;

export function validateJob({ spec }: Job): FieldError[] {
  const errors = validateJobSpec(spec, 'spec');
  const mode = spec.completionMode;
  if (mode !== 'NonIndexed' && mode !== 'Indexed') {
    errors.push(notSupported('spec.completionMode', mode, ['Indexed', 'NonIndexed']));
  }
  return errors;
}

/** The spec of a Job, or of those that a CronJob makes, where the mode may be left open. */
export function validateJobSpec(spec: JobSpec, at: string): FieldError[] {
  const errors = [
    ...validateNotNegative(spec.parallelism, `${at}.parallelism`),
    ...validateNotNegative(spec.completions, `${at}.completions`),
    ...validateNotNegative(spec.activeDeadlineSeconds, `${at}.activeDeadlineSeconds`),
    ...validateNotNegative(spec.backoffLimit, `${at}.backoffLimit`),
    ...validateNotNegative(spec.ttlSecondsAfterFinished, `${at}.ttlSecondsAfterFinished`),
    ...validateSelector(spec.selector, `${at}.selector`),
  ];
  if (spec.completionMode === 'Indexed' && spec.completions === undefined) {
    errors.push(required(`${at}.completions`, 'when completion mode is Indexed'));
  }
  if (!spec.template?.spec) return [...errors, required(`${at}.template`)];
  errors.push(...validateTemplate(spec.template, `${at}.template`));
  const field = `${at}.template.spec.restartPolicy`;
  const policy = spec.template.spec.restartPolicy;
  if (policy === 'Always') errors.push(required(field, 'valid values: "OnFailure", "Never"'));
  else if (policy !== 'OnFailure' && policy !== 'Never') {
    errors.push(notSupported(field, policy, ['OnFailure', 'Never']));
  }
  return errors;
}

export function validateJobUpdate(job: Job, old: Job): FieldError[] {
  const errors = validateJob(job);
  const elastic = job.spec.completionMode === 'Indexed' && job.spec.completions === job.spec.parallelism;
  for (const name of ['completions', 'selector', 'template', 'completionMode', 'podFailurePolicy'] as const) {
    if (name === 'completions' && elastic) continue;
    if (!sameValue(job.spec[name], old.spec[name])) errors.push(invalid(`spec.${name}`, job.spec[name], IMMUTABLE));
  }
  return errors;
}
