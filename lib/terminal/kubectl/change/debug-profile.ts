/**
 * What a profile of `kubectl debug` makes of the pod and of the container that is new in it.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/kubectl/pkg/cmd/debug/profiles.go
 */
import type { FlagValues } from '../cli/flags.ts';
import { isObject, type Json, type JsonObject, list, object, text, withValue } from '../json.ts';

export const LEGACY = 'legacy';
export const PROFILES = [LEGACY, 'general', 'baseline', 'netadmin', 'restricted', 'sysadmin'] as const;
export type Profile = (typeof PROFILES)[number];

/** An ephemeral container, a copy of a pod, a pod on a node. */
export type Style = 'Ephemeral' | 'Copy' | 'Node';

type Change = (container: JsonObject) => JsonObject;

/** The container of that name in the list of the pod's spec, changed. */
function changed(pod: JsonObject, key: string, name: string, change: Change): JsonObject {
  const containers = list(pod, 'spec', key).map((one) =>
    isObject(one) && text(one, 'name') === name ? change(one) : one,
  );
  return withValue(pod, ['spec', key], containers);
}

const adding =
  (...capabilities: string[]): Change =>
  (container) => {
    const add = [...list(container, 'securityContext', 'capabilities', 'add'), ...capabilities];
    return withValue(container, ['securityContext', 'capabilities', 'add'], add);
  };

const cleared: Change = (container) => withValue(container, ['securityContext'], undefined);
const privileged: Change = (container) => withValue(container, ['securityContext', 'privileged'], true);

const restricted =
  (style: Style): Change =>
  (container) => ({
    ...container,
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      ...(style === 'Ephemeral' ? { seccompProfile: { type: 'RuntimeDefault' } } : {}),
    },
  });

function containerChange(profile: Profile, style: Style): Change {
  switch (profile) {
    case 'legacy':
      return (container) => container;
    case 'general':
      return style === 'Node' ? cleared : adding('SYS_PTRACE');
    case 'baseline':
      return cleared;
    case 'netadmin':
      return adding('NET_ADMIN', 'NET_RAW');
    case 'restricted':
      return restricted(style);
    case 'sysadmin':
      return privileged;
    default:
      return profile satisfies never;
  }
}

const HOST_ROOT = 'host-root';

function onNode(pod: JsonObject, profile: Profile, name: string): JsonObject {
  const isolated = profile === 'baseline' || profile === 'restricted';
  const spec = { ...object(pod, 'spec'), ...(isolated ? {} : { hostNetwork: true, hostPID: true, hostIPC: true }) };
  if (isolated || profile === 'netadmin') return { ...pod, spec };
  const volumes = [...list(spec, 'volumes'), { name: HOST_ROOT, hostPath: { path: '/' } }];
  return changed({ ...pod, spec: { ...spec, volumes } }, 'containers', name, (container) => ({
    ...container,
    volumeMounts: [...list(container, 'volumeMounts'), { mountPath: '/host', name: HOST_ROOT }],
  }));
}

/** The probes that `--keep-…` does not name. */
function withoutProbes(container: Json, flags: FlagValues): Json {
  if (!isObject(container)) return container;
  const { livenessProbe, readinessProbe, startupProbe, ...rest } = container;
  return {
    ...rest,
    ...(flags.bool('keep-liveness') ? { livenessProbe } : {}),
    ...(flags.bool('keep-readiness') ? { readinessProbe } : {}),
    ...(flags.bool('keep-startup') ? { startupProbe } : {}),
  };
}

function copied(pod: JsonObject, flags: FlagValues): JsonObject {
  const { labels, annotations, ...metadata } = object(pod, 'metadata');
  const { initContainers, ...spec } = object(pod, 'spec');
  return {
    ...pod,
    metadata: {
      ...metadata,
      ...(flags.bool('keep-labels') ? { labels } : {}),
      ...(flags.bool('keep-annotations') ? { annotations } : {}),
    },
    spec: {
      ...spec,
      ...(flags.bool('keep-init-containers') ? { initContainers } : {}),
      containers: list(spec, 'containers').map((container) => withoutProbes(container, flags)),
      shareProcessNamespace: spec.shareProcessNamespace ?? true,
    },
  };
}

/** The pod as the profile wants it; `name` is the container's. The legacy profile leaves all but nodes as they are. */
export function applyProfile(pod: JsonObject, name: string, style: Style, flags: FlagValues): JsonObject {
  const profile = flags.text('profile') as Profile;
  const key = style === 'Ephemeral' ? 'ephemeralContainers' : 'containers';
  const suited = changed(pod, key, name, containerChange(profile, style));
  if (style === 'Node') return onNode(suited, profile, name);
  if (style === 'Ephemeral') return suited;
  if (profile !== LEGACY) return copied(suited, flags);
  return withValue(suited, ['metadata', 'labels'], undefined);
}
