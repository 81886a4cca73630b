/**
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/pod/strategy.go
 */
import type { ObjectOf } from '../../api/kinds.ts';
import { type Draft, draftOf } from '../draft.ts';
import type { Strategy } from '../strategy.ts';
import { podPrinter } from './columns/pod.ts';
import { defaultPodOnly, defaultPodSpec } from './defaults/pod-spec.ts';
import { qosClassOf } from './defaults/quality-of-service.ts';
import { validateEphemeralUpdate } from './validation/ephemeral-containers.ts';
import { isDns1123Label } from './validation/names.ts';
import { validatePod, validatePodUpdate } from './validation/pod.ts';
import { podSpecWarnings } from './validation/pod-warnings.ts';

type Pod = ObjectOf<'Pod'>;

const EPHEMERAL = 'ephemeralcontainers';

/** A write of the ephemeral containers changes nothing else. */
function keepAllBut(pod: Draft<Pod>, old: Pod): void {
  const kept = draftOf(old);
  const { managedFields: _, ...metadata } = kept.metadata;
  const { ephemeralContainers: __, ...spec } = kept.spec;
  const { managedFields } = pod.metadata;
  const { ephemeralContainers } = pod.spec;
  pod.metadata = managedFields ? { ...metadata, managedFields } : metadata;
  pod.spec = ephemeralContainers ? { ...spec, ephemeralContainers } : spec;
}

/** A binding tells the pod that it is scheduled in the same write. */
function noteBinding(pod: Draft<Pod>, old: Pod, nowMs: number): void {
  if (old.spec.nodeName || !pod.spec.nodeName) return;
  const others = (pod.status.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  pod.status = {
    ...pod.status,
    conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: nowMs }, ...others],
  };
}

export const podStrategy: Strategy<'Pod'> = {
  kind: 'Pod',
  setDefaults(pod) {
    defaultPodSpec(pod.spec);
    defaultPodOnly(pod.spec);
  },
  prepareForCreate(pod) {
    pod.status = { phase: 'Pending', qosClass: qosClassOf(pod.spec) };
  },
  prepareForUpdate(pod, old, { from, nowMs, writer }) {
    if (writer?.subresource === EPHEMERAL) keepAllBut(pod, old);
    if (from === 'Controller') noteBinding(pod, old, nowMs);
  },
  prepareForStatusUpdate(pod, old) {
    if (old.status.qosClass) pod.status.qosClass = old.status.qosClass;
  },
  /** What may change at all; a binding is not counted. */
  counted: ({ spec }) => [
    spec.containers,
    spec.initContainers,
    spec.ephemeralContainers,
    spec.activeDeadlineSeconds,
    spec.terminationGracePeriodSeconds,
    spec.tolerations,
    spec.schedulingGates,
  ],
  warnings({ metadata, spec }, old) {
    const problems = old ? [] : isDns1123Label(metadata.name);
    const names =
      problems.length > 0
        ? [
            `metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${problems.join(' ')}]`,
          ]
        : [];
    return old ? [] : [...names, ...podSpecWarnings(spec, 'spec')];
  },
  validate: validatePod,
  validateUpdate: (pod, old, context) =>
    context.writer?.subresource === EPHEMERAL
      ? validateEphemeralUpdate(pod, old)
      : validatePodUpdate(pod, old, context),
  gracePeriodSeconds(pod, wanted) {
    if (!pod.spec.nodeName || pod.status.phase === 'Failed' || pod.status.phase === 'Succeeded') return 0;
    const seconds = wanted ?? pod.spec.terminationGracePeriodSeconds ?? 30;
    return seconds < 0 ? 1 : seconds;
  },
  returnsDeleted: true,
  selectableFields: {
    'spec.nodeName': (pod) => pod.spec.nodeName ?? '',
    'spec.restartPolicy': (pod) => pod.spec.restartPolicy ?? '',
    'spec.schedulerName': (pod) => pod.spec.schedulerName ?? '',
    'spec.serviceAccountName': (pod) => pod.spec.serviceAccountName ?? '',
    'spec.hostNetwork': (pod) => String(pod.spec.hostNetwork ?? false),
    'status.phase': (pod) => pod.status.phase ?? '',
    'status.podIP': (pod) => pod.status.podIP ?? '',
    'status.podIPs': (pod) => pod.status.podIP ?? '',
    'status.nominatedNodeName': (pod) => pod.status.nominatedNodeName ?? '',
  },
  unknownField: (field) => `field label not supported: ${field}`,
  printer: podPrinter,
};
