/**
 * Defaults and preparation of the kinds that make pods from a template.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/apps/v1/defaults.go,
 * pkg/registry/apps/…/strategy.go
 */
import type { Strategy } from '../strategy.ts';
import {
  daemonSetPrinter,
  deploymentPrinter,
  podTemplatePrinter,
  replicaSetPrinter,
  replicationControllerPrinter,
  statefulSetPrinter,
} from './columns/workloads.ts';
import { defaultPodSpec } from './defaults/pod-spec.ts';
import { isDns1123Label } from './validation/names.ts';
import { validateTemplate } from './validation/pod-spec.ts';
import { podSpecWarnings } from './validation/pod-warnings.ts';
import { validateStatefulSet, validateStatefulSetUpdate } from './validation/stateful-set.ts';
import {
  validateDaemonSet,
  validateDaemonSetUpdate,
  validateDeployment,
  validateDeploymentUpdate,
  validateReplicaSet,
  validateReplicaSetUpdate,
  validateReplicationController,
} from './validation/workloads.ts';

export const deploymentStrategy: Strategy<'Deployment'> = {
  kind: 'Deployment',
  setDefaults({ spec }) {
    spec.replicas ??= 1;
    spec.strategy ??= {};
    spec.strategy.type ||= 'RollingUpdate';
    if (spec.strategy.type === 'RollingUpdate') {
      spec.strategy.rollingUpdate ??= {};
      spec.strategy.rollingUpdate.maxUnavailable ??= '25%';
      spec.strategy.rollingUpdate.maxSurge ??= '25%';
    }
    spec.revisionHistoryLimit ??= 10;
    spec.progressDeadlineSeconds ??= 600;
    if (spec.template?.spec) defaultPodSpec(spec.template.spec);
  },
  statusOnCreate: 'Cleared',
  counted: ({ spec, metadata }) => [spec, metadata.annotations],
  warnings({ metadata, spec }, old) {
    const problems = old ? [] : isDns1123Label(metadata.name);
    const names =
      problems.length > 0
        ? [
            `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${problems.join(' ')}]`,
          ]
        : [];
    return [...names, ...podSpecWarnings(spec.template.spec, 'spec.template.spec')];
  },
  validate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  printer: deploymentPrinter,
};

export const replicaSetStrategy: Strategy<'ReplicaSet'> = {
  kind: 'ReplicaSet',
  setDefaults({ spec }) {
    spec.replicas ??= 1;
    if (spec.template?.spec) defaultPodSpec(spec.template.spec);
  },
  prepareForCreate(set) {
    set.status = { replicas: 0 };
  },
  counted: ({ spec }) => [spec],
  warnings: ({ spec }) => podSpecWarnings(spec.template?.spec, 'spec.template.spec'),
  validate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
  selectableFields: { 'status.replicas': (set) => String(set.status.replicas) },
  printer: replicaSetPrinter,
};

export const daemonSetStrategy: Strategy<'DaemonSet'> = {
  kind: 'DaemonSet',
  setDefaults({ spec }) {
    spec.updateStrategy ??= {};
    spec.updateStrategy.type ||= 'RollingUpdate';
    if (spec.updateStrategy.type === 'RollingUpdate') {
      spec.updateStrategy.rollingUpdate ??= {};
      spec.updateStrategy.rollingUpdate.maxUnavailable ??= 1;
      spec.updateStrategy.rollingUpdate.maxSurge ??= 0;
    }
    spec.revisionHistoryLimit ??= 10;
    if (spec.template?.spec) defaultPodSpec(spec.template.spec);
  },
  prepareForCreate(set) {
    set.status = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };
  },
  counted: ({ spec }) => [spec],
  warnings: ({ spec }) => podSpecWarnings(spec.template?.spec, 'spec.template.spec'),
  validate: validateDaemonSet,
  validateUpdate: validateDaemonSetUpdate,
  printer: daemonSetPrinter,
};

export const statefulSetStrategy: Strategy<'StatefulSet'> = {
  kind: 'StatefulSet',
  setDefaults({ spec }) {
    spec.podManagementPolicy ||= 'OrderedReady';
    spec.updateStrategy ??= {};
    spec.updateStrategy.type ||= 'RollingUpdate';
    if (spec.updateStrategy.type === 'RollingUpdate') {
      spec.updateStrategy.rollingUpdate ??= {};
      spec.updateStrategy.rollingUpdate.partition ??= 0;
    }
    spec.persistentVolumeClaimRetentionPolicy ??= {};
    spec.persistentVolumeClaimRetentionPolicy.whenDeleted ||= 'Retain';
    spec.persistentVolumeClaimRetentionPolicy.whenScaled ||= 'Retain';
    spec.replicas ??= 1;
    spec.revisionHistoryLimit ??= 10;
    if (spec.template?.spec) defaultPodSpec(spec.template.spec);
  },
  prepareForCreate(set) {
    set.status = { replicas: 0, availableReplicas: 0 };
  },
  counted: ({ spec }) => [spec],
  warnings: ({ spec }) => podSpecWarnings(spec.template?.spec, 'spec.template.spec'),
  validate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
  printer: statefulSetPrinter,
};

export const replicationControllerStrategy: Strategy<'ReplicationController'> = {
  kind: 'ReplicationController',
  setDefaults({ spec, metadata }) {
    const labels = spec.template?.metadata?.labels;
    if (labels) {
      if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels };
      if (Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
    }
    spec.replicas ??= 1;
    if (spec.template?.spec) defaultPodSpec(spec.template.spec);
  },
  prepareForCreate(controller) {
    controller.status = { replicas: 0 };
  },
  counted: ({ spec }) => [spec],
  warnings: ({ spec }) => podSpecWarnings(spec.template?.spec, 'spec.template.spec'),
  validate: validateReplicationController,
  validateUpdate: validateReplicationController,
  defaultPropagation: 'Orphan',
  selectableFields: { 'status.replicas': ({ status }) => String(status.replicas) },
  printer: replicationControllerPrinter,
};

export const podTemplateStrategy: Strategy<'PodTemplate'> = {
  kind: 'PodTemplate',
  setDefaults({ template }) {
    if (template?.spec) defaultPodSpec(template.spec);
  },
  counted: ({ template }) => [template],
  validate: ({ template }) => validateTemplate(template, 'template'),
  validateUpdate: ({ template }) => validateTemplate(template, 'template'),
  returnsDeleted: true,
  printer: podTemplatePrinter,
};
