/**
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/batch/v1/defaults.go,
 * pkg/registry/batch/job/strategy.go
 */
import type { ObjectOf } from '../../api/kinds.ts';
import type { Draft } from '../draft.ts';
import type { Strategy } from '../strategy.ts';
import { cronJobPrinter, jobPrinter } from './columns/workloads.ts';
import { defaultPodSpec } from './defaults/pod-spec.ts';
import { validateCronJob, validateCronJobUpdate } from './validation/cron-job.ts';
import { validateJob, validateJobUpdate } from './validation/job.ts';
import { podSpecWarnings } from './validation/pod-warnings.ts';

type Job = ObjectOf<'Job'>;

/** The labels by which a job knows its pods: the new spelling and the one before it. */
function labelsOf(job: Draft<Job>): Record<string, string> {
  const { uid = '', name } = job.metadata;
  return {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
}

export const jobStrategy: Strategy<'Job'> = {
  kind: 'Job',
  setDefaults(job) {
    const { spec } = job;
    if (spec.completions === undefined && spec.parallelism === undefined) {
      spec.completions = 1;
      spec.parallelism = 1;
    }
    spec.parallelism ??= 1;
    spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : 2147483647;
    spec.completionMode ??= 'NonIndexed';
    spec.suspend ??= false;
    spec.podReplacementPolicy ??= spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed';
    if (!spec.manualSelector) delete spec.manualSelector;
    if (spec.template?.spec) defaultPodSpec(spec.template.spec);
  },
  statusOnCreate: 'Cleared',
  /** The selector is made from the uid, which is drawn after validation. */
  identify(job) {
    if (job.spec.manualSelector) return;
    const { uid = '' } = job.metadata;
    job.spec.selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
    job.spec.template.metadata = {
      ...job.spec.template.metadata,
      labels: { ...job.spec.template.metadata?.labels, ...labelsOf(job) },
    };
  },
  counted: ({ spec }) => [spec],
  validate: validateJob,
  validateUpdate: validateJobUpdate,
  defaultPropagation: 'Orphan',
  selectableFields: { 'status.successful': (job) => String(job.status.succeeded ?? 0) },
  unknownField: (field) => `field label "${field}" not supported for Job`,
  printer: jobPrinter,
};

export const cronJobStrategy: Strategy<'CronJob'> = {
  kind: 'CronJob',
  setDefaults({ spec }) {
    spec.concurrencyPolicy ||= 'Allow';
    spec.suspend ??= false;
    spec.successfulJobsHistoryLimit ??= 3;
    spec.failedJobsHistoryLimit ??= 1;
    const pods = spec.jobTemplate?.spec?.template?.spec;
    if (pods) defaultPodSpec(pods);
  },
  statusOnCreate: 'Cleared',
  counted: ({ spec }) => [spec],
  warnings: ({ spec }) => podSpecWarnings(spec.jobTemplate.spec?.template?.spec, 'spec.jobTemplate.spec.template.spec'),
  validate: validateCronJob,
  validateUpdate: validateCronJobUpdate,
  unknownField: (field) => `field label not supported: ${field}`,
  printer: cronJobPrinter,
};
