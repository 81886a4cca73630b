/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/apps/validation/validation.go (ValidateStatefulSetSpec) */
import type { ObjectOf } from '../../../api/kinds.ts';
import { sameValue } from '../../draft.ts';
import { matchesSelector } from '../../selectors/label-selector.ts';
import { type FieldError, forbiddenField, invalid, notSupported, required } from './field-error.ts';
import { isEmptySelector, validateSelector } from './labels.ts';
import { validateNotNegative } from './numbers.ts';
import { validateTemplate } from './pod-spec.ts';

type StatefulSet = ObjectOf<'StatefulSet'>;
type Spec = StatefulSet['spec'];

const UPDATABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const;
const ONLY = UPDATABLE.map((name) => `'${name}'`);
const FORBIDDEN = `updates to statefulset spec for fields other than ${ONLY.slice(0, -1).join(', ')} and ${ONLY.at(-1)} are forbidden`;

function checkStrategies({ podManagementPolicy, updateStrategy }: Spec): FieldError[] {
  const errors: FieldError[] = [];
  if (podManagementPolicy !== 'OrderedReady' && podManagementPolicy !== 'Parallel') {
    errors.push(invalid('spec.podManagementPolicy', podManagementPolicy, "must be 'OrderedReady' or 'Parallel'"));
  }
  const field = 'spec.updateStrategy';
  if (updateStrategy?.type === 'OnDelete') {
    if (updateStrategy.rollingUpdate) {
      const detail = "only allowed for updateStrategy 'RollingUpdate'";
      const { partition = 0 } = updateStrategy.rollingUpdate;
      errors.push(invalid(`${field}.rollingUpdate`, { Partition: partition, MaxUnavailable: null }, detail));
    }
  } else if (updateStrategy?.type !== 'RollingUpdate') {
    const value = { Type: updateStrategy?.type, RollingUpdate: null };
    errors.push(invalid(field, value, "must be 'RollingUpdate' or 'OnDelete'"));
  } else {
    errors.push(...validateNotNegative(updateStrategy.rollingUpdate?.partition, `${field}.rollingUpdate.partition`));
  }
  return errors;
}

function checkSelector({ selector, template }: Spec): FieldError[] {
  if (!selector) return [required('spec.selector')];
  const errors = validateSelector(selector, 'spec.selector');
  if (isEmptySelector(selector))
    errors.push(invalid('spec.selector', selector, 'empty selector is invalid for statefulset'));
  else if (!matchesSelector(selector, template.metadata?.labels)) {
    const detail = '`selector` does not match template `labels`';
    errors.push(invalid('spec.template.metadata.labels', template.metadata?.labels, detail));
  }
  return errors;
}

export function validateStatefulSet({ spec }: StatefulSet): FieldError[] {
  const errors = [
    ...checkStrategies(spec),
    ...validateNotNegative(spec.replicas, 'spec.replicas'),
    ...validateNotNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...checkSelector(spec),
    ...validateTemplate(spec.template, 'spec.template'),
  ];
  const { restartPolicy, activeDeadlineSeconds } = spec.template.spec;
  if (restartPolicy !== 'Always') {
    errors.push(notSupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']));
  }
  if (activeDeadlineSeconds !== undefined) {
    const detail = 'activeDeadlineSeconds in StatefulSet is not Supported';
    errors.push(forbiddenField('spec.template.spec.activeDeadlineSeconds', detail));
  }
  return errors;
}

export function validateStatefulSetUpdate(object: StatefulSet, old: StatefulSet): FieldError[] {
  const names = new Set([...Object.keys(object.spec), ...Object.keys(old.spec)]) as Set<keyof Spec>;
  const changed = [...names].some(
    (name) => !(UPDATABLE as readonly string[]).includes(name) && !sameValue(object.spec[name], old.spec[name]),
  );
  return [...validateStatefulSet(object), ...(changed ? [forbiddenField('spec', FORBIDDEN)] : [])];
}
