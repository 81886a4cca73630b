/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/api/pod/warnings.go */
import type { Container, PodSpec } from '../../../api/core/v1/pod.schema.ts';

function duplicatePorts({ ports = [] }: Container, at: string): string[] {
  const seen = new Map<string, string>();
  return ports.flatMap((port, index) => {
    const path = `${at}.ports[${index}]`;
    const key = `${port.protocol}/${port.containerPort}/${port.hostPort ?? 0}/${port.hostIP ?? ''}`;
    const first = seen.get(key);
    seen.set(key, first ?? path);
    return first ? [`${path}: duplicate port definition with ${first}`] : [];
  });
}

function hiddenVariables({ env = [] }: Container, at: string): string[] {
  const seen = new Set<string>();
  return env.flatMap(({ name, value = '' }, index) => {
    const hides = seen.has(name) && !value.includes(`$(${name})`);
    seen.add(name);
    const path = `${at}.env[${index}]`;
    return hides
      ? [`${path}: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`]
      : [];
  });
}

/** Warnings of a pod's spec at `field`: what is accepted but hardly meant. */
export function podSpecWarnings(spec: PodSpec | undefined, field: string): string[] {
  if (!spec) return [];
  const negative = (spec.terminationGracePeriodSeconds ?? 0) < 0;
  const containers = (['initContainers', 'containers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, index) => ({ container, at: `${field}.${list}[${index}]` })),
  );
  return [
    ...containers.flatMap(({ container, at }) => [...hiddenVariables(container, at), ...duplicatePorts(container, at)]),
    ...(negative
      ? [`${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
      : []),
  ];
}
