import { ALL, type CoverageTable } from './classes.ts';

/** The kinds that make pods. */
export const WORKLOAD_COVERAGE: CoverageTable = {
  'apps/v1.Deployment': { modelled: ALL },
  'apps/v1.DeploymentSpec': { modelled: ALL },
  'apps/v1.DeploymentStrategy': { modelled: ALL },
  'apps/v1.RollingUpdateDeployment': { modelled: ALL },
  'apps/v1.DeploymentStatus': { modelled: ALL },
  'apps/v1.DeploymentCondition': { modelled: ALL },
  'apps/v1.ReplicaSet': { modelled: ALL },
  'apps/v1.ReplicaSetSpec': { modelled: ALL },
  'apps/v1.ReplicaSetStatus': { modelled: ALL },
  'apps/v1.ReplicaSetCondition': { modelled: ALL },
  'apps/v1.DaemonSet': { modelled: ALL },
  'apps/v1.DaemonSetSpec': { modelled: ALL },
  'apps/v1.DaemonSetUpdateStrategy': { modelled: ALL },
  'apps/v1.RollingUpdateDaemonSet': { modelled: ALL },
  'apps/v1.DaemonSetStatus': { modelled: ALL },
  'apps/v1.DaemonSetCondition': { modelled: ALL },
  'apps/v1.StatefulSet': { modelled: ALL },
  'apps/v1.StatefulSetSpec': {
    modelled:
      'replicas selector template serviceName podManagementPolicy updateStrategy revisionHistoryLimit minReadySeconds ordinals',
    inert: 'persistentVolumeClaimRetentionPolicy',
  },
  'apps/v1.StatefulSetOrdinals': { modelled: ALL },
  'apps/v1.StatefulSetUpdateStrategy': { modelled: ALL },
  'apps/v1.RollingUpdateStatefulSetStrategy': { modelled: 'partition', harmless: { maxUnavailable: [1] } },
  'apps/v1.StatefulSetStatus': { modelled: ALL },
  'apps/v1.StatefulSetCondition': { modelled: ALL },
  'apps/v1.ControllerRevision': { modelled: ALL },
  'batch/v1.Job': { modelled: ALL },
  'batch/v1.JobSpec': {
    modelled:
      'parallelism completions activeDeadlineSeconds backoffLimit selector manualSelector template ttlSecondsAfterFinished suspend',
    harmless: { completionMode: ['NonIndexed'], podReplacementPolicy: ['TerminatingOrFailed'] },
  },
  'batch/v1.JobStatus': {
    modelled: 'conditions startTime completionTime active succeeded failed terminating ready',
    inert: 'completedIndexes failedIndexes uncountedTerminatedPods',
  },
  'batch/v1.JobCondition': { modelled: ALL },
  'batch/v1.CronJob': { modelled: ALL },
  'batch/v1.CronJobSpec': {
    modelled:
      'schedule startingDeadlineSeconds concurrencyPolicy suspend jobTemplate successfulJobsHistoryLimit failedJobsHistoryLimit',
    harmless: { timeZone: ['UTC', 'Etc/UTC'] },
  },
  'batch/v1.JobTemplateSpec': { modelled: ALL },
  'batch/v1.CronJobStatus': { modelled: ALL },
  'core/v1.ReplicationController': { modelled: ALL },
  'core/v1.ReplicationControllerSpec': { modelled: ALL },
  'core/v1.ReplicationControllerStatus': { modelled: ALL },
  'core/v1.ReplicationControllerCondition': { modelled: ALL },
  'core/v1.PodTemplate': { modelled: 'kind apiVersion metadata', inert: 'template' },
};
