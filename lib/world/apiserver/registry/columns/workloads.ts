/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/printers/internalversion/printers.go */
import type { ObjectOf } from '../../../api/kinds.ts';
import { AGE, bool, integer, NAME, type Printer, text, wide } from '../../table/column.ts';
import { age, humanDuration } from '../../table/duration.ts';
import { containerImages, containerNames, formatLabels, formatSelector, NONE } from '../../table/words.ts';

const CONTAINERS = [wide('Containers'), wide('Images')] as const;

export const deploymentPrinter: Printer<ObjectOf<'Deployment'>> = {
  columns: [NAME, text('Ready'), text('Up-to-date'), text('Available'), AGE, ...CONTAINERS, wide('Selector')],
  row: ({ metadata, spec, status }, nowMs) => [
    metadata?.name ?? '',
    `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
    status?.updatedReplicas ?? 0,
    status?.availableReplicas ?? 0,
    age(metadata?.creationTimestamp, nowMs),
    containerNames(spec?.template?.spec),
    containerImages(spec?.template?.spec),
    formatSelector(spec?.selector),
  ],
};

export const replicaSetPrinter: Printer<ObjectOf<'ReplicaSet'>> = {
  columns: [NAME, integer('Desired'), integer('Current'), integer('Ready'), AGE, ...CONTAINERS, wide('Selector')],
  row: ({ metadata, spec, status }, nowMs) => [
    metadata?.name ?? '',
    spec?.replicas ?? 0,
    status?.replicas ?? 0,
    status?.readyReplicas ?? 0,
    age(metadata?.creationTimestamp, nowMs),
    containerNames(spec?.template?.spec),
    containerImages(spec?.template?.spec),
    formatSelector(spec?.selector),
  ],
};

export const replicationControllerPrinter: Printer<ObjectOf<'ReplicationController'>> = {
  columns: [NAME, integer('Desired'), integer('Current'), integer('Ready'), AGE, ...CONTAINERS, wide('Selector')],
  row: ({ metadata, spec, status }, nowMs) => [
    metadata.name,
    spec.replicas ?? 0,
    status.replicas,
    status.readyReplicas ?? 0,
    age(metadata.creationTimestamp, nowMs),
    containerNames(spec.template?.spec),
    containerImages(spec.template?.spec),
    formatLabels(spec.selector),
  ],
};

export const daemonSetPrinter: Printer<ObjectOf<'DaemonSet'>> = {
  columns: [
    NAME,
    integer('Desired'),
    integer('Current'),
    integer('Ready'),
    integer('Up-to-date'),
    integer('Available'),
    text('Node Selector'),
    AGE,
    ...CONTAINERS,
    wide('Selector'),
  ],
  row: ({ metadata, spec, status }, nowMs) => [
    metadata?.name ?? '',
    status?.desiredNumberScheduled ?? 0,
    status?.currentNumberScheduled ?? 0,
    status?.numberReady ?? 0,
    status?.updatedNumberScheduled ?? 0,
    status?.numberAvailable ?? 0,
    formatLabels(spec?.template?.spec?.nodeSelector),
    age(metadata?.creationTimestamp, nowMs),
    containerNames(spec?.template?.spec),
    containerImages(spec?.template?.spec),
    formatSelector(spec?.selector),
  ],
};

export const statefulSetPrinter: Printer<ObjectOf<'StatefulSet'>> = {
  columns: [NAME, text('Ready'), AGE, ...CONTAINERS],
  row: ({ metadata, spec, status }, nowMs) => [
    metadata?.name ?? '',
    `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
    age(metadata?.creationTimestamp, nowMs),
    containerNames(spec?.template?.spec),
    containerImages(spec?.template?.spec),
  ],
};

type Job = ObjectOf<'Job'>;

function jobStatus(job: Job): string {
  const has = (type: string): boolean =>
    job.status?.conditions?.some((one) => one.type === type && one.status === 'True') ?? false;
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (job.metadata?.deletionTimestamp !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(has) ?? 'Running';
}

function jobCompletions(job: Job): string {
  const succeeded = job.status?.succeeded ?? 0;
  if (job.spec?.completions !== undefined) return `${succeeded}/${job.spec.completions}`;
  const parallelism = job.spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

export const jobPrinter: Printer<Job> = {
  columns: [NAME, text('Status'), text('Completions'), text('Duration'), AGE, ...CONTAINERS, wide('Selector')],
  row(job, nowMs) {
    const started = job.status?.startTime;
    return [
      job.metadata?.name ?? '',
      jobStatus(job),
      jobCompletions(job),
      started === undefined ? '' : humanDuration((job.status?.completionTime ?? nowMs) - started),
      age(job.metadata?.creationTimestamp, nowMs),
      containerNames(job.spec?.template?.spec),
      containerImages(job.spec?.template?.spec),
      formatSelector(job.spec?.selector),
    ];
  },
};

export const cronJobPrinter: Printer<ObjectOf<'CronJob'>> = {
  columns: [
    NAME,
    text('Schedule'),
    text('Timezone'),
    bool('Suspend'),
    integer('Active'),
    text('Last Schedule'),
    AGE,
    ...CONTAINERS,
    wide('Selector'),
  ],
  row: ({ metadata, spec, status }, nowMs) => [
    metadata.name,
    spec.schedule,
    spec.timeZone ?? NONE,
    spec.suspend === undefined ? '<unset>' : spec.suspend ? 'True' : 'False',
    status.active?.length ?? 0,
    status.lastScheduleTime === undefined ? NONE : age(status.lastScheduleTime, nowMs),
    age(metadata.creationTimestamp, nowMs),
    containerNames(spec.jobTemplate.spec?.template?.spec),
    containerImages(spec.jobTemplate.spec?.template?.spec),
    formatSelector(spec.jobTemplate.spec?.selector),
  ],
};

export const podTemplatePrinter: Printer<ObjectOf<'PodTemplate'>> = {
  columns: [NAME, text('Containers'), text('Images'), text('Pod Labels')],
  row: ({ metadata, template }) => [
    metadata.name,
    containerNames(template?.spec),
    containerImages(template?.spec),
    formatLabels(template?.metadata?.labels),
  ],
};
