/**
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ValidatePodUpdate)
 * Differs: the difference that follows "pod updates may not change fields other than …" names the changed fields; Go's
 * prints the whole structure around them.
 */
import type { Container, PodSpec, Toleration } from '../../../api/core/v1/pod.schema.ts';
import type { ObjectOf } from '../../../api/kinds.ts';
import { sameValue } from '../../draft.ts';
import type { WriteContext } from '../../strategy.ts';
import { type FieldError, forbiddenField, invalid } from './field-error.ts';
import { validatePodSpec } from './pod-spec.ts';

type Pod = ObjectOf<'Pod'>;

const MAY_CHANGE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

export function validatePod(pod: Pod): FieldError[] {
  const errors = validatePodSpec(pod.spec, 'spec');
  for (const list of ['containers', 'initContainers'] as const) {
    for (const [index, { image = '' }] of (pod.spec[list] ?? []).entries()) {
      if (image === image.trim()) continue;
      errors.push(invalid(`spec.${list}[${index}].image`, image, 'must not have leading or trailing whitespace'));
    }
  }
  if (pod.spec.ephemeralContainers?.length) {
    errors.push(forbiddenField('spec.ephemeralContainers', 'cannot be set on create'));
  }
  return errors;
}

function withImages(containers: readonly Container[] | undefined, from: readonly Container[] | undefined): Container[] {
  return (containers ?? []).map((container, index) => {
    const { image: _image, ...rest } = container;
    const image = from?.[index]?.image;
    return image === undefined ? rest : { ...rest, image };
  });
}

/** The new spec with everything that may change put back. */
function undoAllowed(spec: PodSpec, old: PodSpec, context: WriteContext): PodSpec {
  const { activeDeadlineSeconds: _deadline, tolerations: _tolerations, ...rest } = spec;
  const binding = context.from === 'Controller' && !old.nodeName;
  const { nodeName, ...others } = rest;
  return {
    ...others,
    ...(binding || nodeName === undefined ? {} : { nodeName }),
    containers: withImages(spec.containers, old.containers),
    ...(spec.initContainers ? { initContainers: withImages(spec.initContainers, old.initContainers) } : {}),
    ...(old.activeDeadlineSeconds === undefined ? {} : { activeDeadlineSeconds: old.activeDeadlineSeconds }),
    ...(old.tolerations ? { tolerations: old.tolerations } : {}),
  };
}

/** Changed fields of a spec, in the manner of Go's cmp.Diff. */
function difference(before: PodSpec, after: PodSpec): string {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof PodSpec>;
  const lines = [...names].sort().flatMap((name) => {
    if (sameValue(before[name], after[name])) return [];
    const goName = name[0]?.toUpperCase() + name.slice(1);
    return [
      ...(before[name] === undefined ? [] : [`- \t${goName}: ${JSON.stringify(before[name])},`]),
      ...(after[name] === undefined ? [] : [`+ \t${goName}: ${JSON.stringify(after[name])},`]),
    ];
  });
  return ['  core.PodSpec{', ...lines, '  }', ''].join('\n');
}

function validateTolerations(pod: Pod, old: Pod): FieldError[] {
  const added = (pod.spec.tolerations ?? []) as readonly Toleration[];
  const plain = ({ tolerationSeconds: _seconds, ...rest }: Toleration): Omit<Toleration, 'tolerationSeconds'> => rest;
  const kept = (old.spec.tolerations ?? []).every((one) => added.some((other) => sameValue(plain(one), plain(other))));
  const detail = 'existing toleration can not be modified except its tolerationSeconds';
  return kept ? [] : [forbiddenField('spec.tolerations', detail)];
}

export function validatePodUpdate(pod: Pod, old: Pod, context: WriteContext): FieldError[] {
  if (pod.spec.containers.length !== old.spec.containers.length) {
    return [forbiddenField('spec.containers', 'pod updates may not add or remove containers')];
  }
  if ((pod.spec.initContainers?.length ?? 0) !== (old.spec.initContainers?.length ?? 0)) {
    return [forbiddenField('spec.initContainers', 'pod updates may not add or remove containers')];
  }
  if (sameValue(pod.spec, old.spec)) return [];
  const errors = [...validatePodSpec(pod.spec, 'spec'), ...validateTolerations(pod, old)];
  const undone = undoAllowed(pod.spec, old.spec, context);
  if (!sameValue(undone, old.spec)) {
    errors.push(forbiddenField('spec', `${MAY_CHANGE}\n${difference(old.spec, undone)}`));
  }
  return errors;
}
