/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/batch/validation/validation.go */
import type { ObjectOf } from '../../../api/kinds.ts';
import { sameValue } from '../../draft.ts';
import { type FieldError, invalid, notSupported, required } from './field-error.ts';
import { validateSelector } from './labels.ts';
import { IMMUTABLE } from './metadata.ts';
import { validateNotNegative } from './numbers.ts';
import { validateTemplate } from './pod-spec.ts';

type Job = ObjectOf<'Job'>;

export function validateJob({ spec }: Job): FieldError[] {
  const errors = [
    ...validateNotNegative(spec.parallelism, 'spec.parallelism'),
    ...validateNotNegative(spec.completions, 'spec.completions'),
    ...validateNotNegative(spec.activeDeadlineSeconds, 'spec.activeDeadlineSeconds'),
    ...validateNotNegative(spec.backoffLimit, 'spec.backoffLimit'),
    ...validateNotNegative(spec.ttlSecondsAfterFinished, 'spec.ttlSecondsAfterFinished'),
    ...validateSelector(spec.selector, 'spec.selector'),
  ];
  if (spec.completionMode !== 'NonIndexed' && spec.completionMode !== 'Indexed') {
    errors.push(notSupported('spec.completionMode', spec.completionMode, ['Indexed', 'NonIndexed']));
  } else if (spec.completionMode === 'Indexed' && spec.completions === undefined) {
    errors.push(required('spec.completions', 'when completion mode is Indexed'));
  }
  errors.push(...validateTemplate(spec.template, 'spec.template'));
  const field = 'spec.template.spec.restartPolicy';
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
