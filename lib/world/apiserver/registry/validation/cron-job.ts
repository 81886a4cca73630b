/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/batch/validation/validation.go (validateCronJobSpec) */
import type { ObjectOf } from '../../../api/kinds.ts';
import { parseSchedule, ScheduleError } from '../schedule.ts';
import { type FieldError, invalid, notSupported, required } from './field-error.ts';
import { validateJobSpec } from './job.ts';
import { validateNotNegative } from './numbers.ts';

type CronJob = ObjectOf<'CronJob'>;

const POLICIES = ['Allow', 'Forbid', 'Replace'];
/** A Job's name is the CronJob's, a dash and ten digits. */
const MAX_NAME = 52;
const ZONE = /^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+)*$/;

function validateSchedule({ schedule, timeZone }: CronJob['spec'], mayNameZone: boolean): FieldError[] {
  const field = 'spec.schedule';
  if (!schedule) return [required(field)];
  const read = parseSchedule(schedule);
  const errors = read instanceof ScheduleError ? [invalid(field, schedule, read.message)] : [];
  if (!schedule.includes('TZ')) return errors;
  if (!mayNameZone) {
    return [...errors, invalid(field, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')];
  }
  return timeZone === undefined
    ? errors
    : [...errors, invalid(field, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule')];
}

function validateZone(timeZone: string | undefined): FieldError[] {
  const field = 'spec.timeZone';
  if (timeZone === undefined) return [];
  if (timeZone === '') return [invalid(field, timeZone, 'timeZone must be nil or non-empty string')];
  if (timeZone.toLowerCase() === 'local') {
    return [
      invalid(field, timeZone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'),
    ];
  }
  return ZONE.test(timeZone) ? [] : [invalid(field, timeZone, `unknown time zone ${timeZone}`)];
}

function validateSpec({ spec }: CronJob, mayNameZone: boolean): FieldError[] {
  const { concurrencyPolicy: policy } = spec;
  return [
    ...validateSchedule(spec, mayNameZone),
    ...validateNotNegative(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds'),
    ...validateZone(spec.timeZone),
    ...(!policy
      ? [required('spec.concurrencyPolicy')]
      : POLICIES.includes(policy)
        ? []
        : [notSupported('spec.concurrencyPolicy', policy, POLICIES)]),
    ...(spec.jobTemplate.spec ? validateJobSpec(spec.jobTemplate.spec, 'spec.jobTemplate.spec') : []),
    ...validateNotNegative(spec.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit'),
    ...validateNotNegative(spec.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit'),
  ];
}

export function validateCronJob(object: CronJob): FieldError[] {
  const { name } = object.metadata;
  const long =
    name.length > MAX_NAME ? [invalid('metadata.name', name, `must be no more than ${MAX_NAME} characters`)] : [];
  return [...validateSpec(object, false), ...long];
}

export function validateCronJobUpdate(object: CronJob, old: CronJob): FieldError[] {
  return validateSpec(object, old.spec.schedule.includes('TZ'));
}
