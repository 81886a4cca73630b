/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/apps/validation/validation.go */
import type { DeploymentStrategy } from '../../../api/apps/v1/deployment.schema.ts';
import type { PodTemplateSpec } from '../../../api/core/v1/pod.schema.ts';
import type { ObjectOf } from '../../../api/kinds.ts';
import { sameValue } from '../../draft.ts';
import { type LabelSelector, matchesSelector } from '../../selectors/label-selector.ts';
import { type FieldError, forbiddenField, invalid, notSupported, required } from './field-error.ts';
import { isEmptySelector, validateSelector } from './labels.ts';
import { IMMUTABLE } from './metadata.ts';
import { isZero, percentOf, validateCountOrPercent, validateNotNegative } from './numbers.ts';
import { validateTemplate } from './pod-spec.ts';

const MISMATCH = '`selector` does not match template `labels`';

function checkSelector(selector: LabelSelector | undefined, kind: string): FieldError[] {
  if (!selector) return [required('spec.selector')];
  const errors = validateSelector(selector, 'spec.selector');
  if (isEmptySelector(selector))
    errors.push(invalid('spec.selector', selector, `empty selector is invalid for ${kind}`));
  return errors;
}

/** A template whose pods the workload would know as its own, and which run for ever. */
function checkTemplate(
  template: PodTemplateSpec | undefined,
  selector: LabelSelector | undefined,
  kind: string,
): FieldError[] {
  if (!template) return [required('spec.template')];
  const errors: FieldError[] = [];
  const labels = template.metadata?.labels;
  if (selector && !isEmptySelector(selector) && !matchesSelector(selector, labels)) {
    errors.push(invalid('spec.template.metadata.labels', labels, MISMATCH));
  }
  errors.push(...validateTemplate(template, 'spec.template'));
  const { restartPolicy, activeDeadlineSeconds } = template.spec;
  if (restartPolicy !== 'Always') {
    errors.push(notSupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']));
  }
  if (activeDeadlineSeconds !== undefined) {
    const detail = `activeDeadlineSeconds in ${kind} is not Supported`;
    errors.push(forbiddenField('spec.template.spec.activeDeadlineSeconds', detail));
  }
  return errors;
}

function checkStrategy(strategy: DeploymentStrategy | undefined): FieldError[] {
  const field = 'spec.strategy';
  const rolling = strategy?.rollingUpdate;
  if (strategy?.type === 'Recreate') {
    const detail = "may not be specified when strategy `type` is 'Recreate'";
    return rolling ? [forbiddenField(`${field}.rollingUpdate`, detail)] : [];
  }
  if (strategy?.type !== 'RollingUpdate') {
    const value = { Type: strategy?.type, RollingUpdate: rolling ?? null };
    return [notSupported(field, value, ['Recreate', 'RollingUpdate'])];
  }
  const { maxUnavailable, maxSurge } = rolling ?? {};
  const errors = [
    ...validateCountOrPercent(maxUnavailable, `${field}.rollingUpdate.maxUnavailable`),
    ...validateCountOrPercent(maxSurge, `${field}.rollingUpdate.maxSurge`),
  ];
  if (isZero(maxUnavailable) && isZero(maxSurge)) {
    errors.push(invalid(`${field}.rollingUpdate.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0'));
  }
  if ((percentOf(maxUnavailable) ?? 0) > 100) {
    errors.push(invalid(`${field}.rollingUpdate.maxUnavailable`, maxUnavailable, 'must not be greater than 100%'));
  }
  return errors;
}

export function validateDeployment({ spec }: ObjectOf<'Deployment'>): FieldError[] {
  const { minReadySeconds = 0, progressDeadlineSeconds } = spec;
  const errors = [
    ...validateNotNegative(spec.replicas, 'spec.replicas'),
    ...checkSelector(spec.selector, 'deployment'),
    ...checkTemplate(spec.template, spec.selector, 'ReplicaSet'),
    ...checkStrategy(spec.strategy),
    ...validateNotNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...validateNotNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
    ...validateNotNegative(progressDeadlineSeconds, 'spec.progressDeadlineSeconds'),
  ];
  if (progressDeadlineSeconds !== undefined && progressDeadlineSeconds <= minReadySeconds) {
    const detail = 'must be greater than minReadySeconds';
    errors.push(invalid('spec.progressDeadlineSeconds', progressDeadlineSeconds, detail));
  }
  return errors;
}

/** The spec of a ReplicationController; its selector is a plain map. */
export function validateReplicationController({ spec }: ObjectOf<'ReplicationController'>): FieldError[] {
  const { selector = {}, template } = spec;
  const at = 'spec.template';
  const errors = [
    ...validateNotNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...(Object.keys(selector).length === 0 ? [required('spec.selector')] : []),
    ...validateNotNegative(spec.replicas, 'spec.replicas'),
  ];
  if (!template?.spec) return [...errors, required(at)];
  const labels = template.metadata?.labels;
  if (!matchesSelector({ matchLabels: selector }, labels)) {
    errors.push(invalid(`${at}.metadata.labels`, labels, MISMATCH));
  }
  errors.push(...validateTemplate(template, at));
  const { restartPolicy, activeDeadlineSeconds } = template.spec;
  if (restartPolicy !== 'Always') errors.push(notSupported(`${at}.spec.restartPolicy`, restartPolicy, ['Always']));
  if (activeDeadlineSeconds !== undefined) {
    const detail = 'activeDeadlineSeconds in ReplicationController is not Supported';
    errors.push(forbiddenField(`${at}.spec.activeDeadlineSeconds`, detail));
  }
  return errors;
}

function sameSelector(selector: LabelSelector | undefined, old: LabelSelector | undefined): FieldError[] {
  return sameValue(selector, old) ? [] : [invalid('spec.selector', selector, IMMUTABLE)];
}

export function validateDeploymentUpdate(object: ObjectOf<'Deployment'>, old: ObjectOf<'Deployment'>): FieldError[] {
  return [...validateDeployment(object), ...sameSelector(object.spec.selector, old.spec.selector)];
}

export function validateReplicaSet({ spec }: ObjectOf<'ReplicaSet'>): FieldError[] {
  return [
    ...validateNotNegative(spec.replicas, 'spec.replicas'),
    ...validateNotNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...checkSelector(spec.selector, 'deployment'),
    ...checkTemplate(spec.template, spec.selector, 'ReplicaSet'),
  ];
}

export function validateReplicaSetUpdate(object: ObjectOf<'ReplicaSet'>, old: ObjectOf<'ReplicaSet'>): FieldError[] {
  return [...validateReplicaSet(object), ...sameSelector(object.spec.selector, old.spec.selector)];
}

function checkDaemonStrategy({ updateStrategy }: ObjectOf<'DaemonSet'>['spec']): FieldError[] {
  const field = 'spec.updateStrategy';
  if (updateStrategy?.type === 'OnDelete') return [];
  if (updateStrategy?.type !== 'RollingUpdate') {
    const value = { Type: updateStrategy?.type, RollingUpdate: updateStrategy?.rollingUpdate ?? null };
    return [notSupported(field, value, ['RollingUpdate', 'OnDelete'])];
  }
  const { maxUnavailable, maxSurge } = updateStrategy.rollingUpdate ?? {};
  const errors = [
    ...validateCountOrPercent(maxUnavailable, `${field}.rollingUpdate.maxUnavailable`),
    ...validateCountOrPercent(maxSurge, `${field}.rollingUpdate.maxSurge`),
  ];
  if (!isZero(maxUnavailable) && !isZero(maxSurge)) {
    const detail = 'may not be set when maxUnavailable is non-zero';
    errors.push(invalid(`${field}.rollingUpdate.maxSurge`, maxSurge, detail));
  } else if (isZero(maxUnavailable) && isZero(maxSurge)) {
    const detail = 'cannot be 0 when maxSurge is 0';
    errors.push(required(`${field}.rollingUpdate.maxUnavailable`, detail));
  }
  return errors;
}

export function validateDaemonSet({ spec }: ObjectOf<'DaemonSet'>): FieldError[] {
  return [
    ...checkSelector(spec.selector, 'daemonset'),
    ...checkTemplate(spec.template, spec.selector, 'DaemonSet'),
    ...validateNotNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...checkDaemonStrategy(spec),
    ...validateNotNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
  ];
}

export function validateDaemonSetUpdate(object: ObjectOf<'DaemonSet'>, old: ObjectOf<'DaemonSet'>): FieldError[] {
  return [...validateDaemonSet(object), ...sameSelector(object.spec.selector, old.spec.selector)];
}
