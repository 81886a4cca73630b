/** Events of a pod and of its containers, as the kubelet on its node reports them. */
import { type Container, nameOf, namespaceOf, type Pod } from '../objects.ts';
import type { PodSync } from './memory.ts';

interface Said {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

export function podEvent(sync: PodSync, said: Said): void {
  record(sync, said);
}

/** Carries the field path `spec.containers{name}`, which kubectl prints before the message. */
export function containerEvent(sync: PodSync, container: Container, said: Said): void {
  record(sync, said, `spec.${listOf(sync.pod, container)}{${container.name}}`);
}

function listOf({ spec }: Pod, container: Container): string {
  const isThis = ({ name }: { readonly name: string }) => name === container.name;
  if (spec.containers.some(isThis)) return 'containers';
  return spec.ephemeralContainers?.some(isThis) ? 'ephemeralContainers' : 'initContainers';
}

function record(sync: PodSync, said: Said, fieldPath?: string): void {
  const { pod, node, context } = sync;
  const regarding = { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod) } as const;
  context.client.record({
    regarding: fieldPath === undefined ? regarding : { ...regarding, fieldPath },
    ...said,
    source: { component: 'kubelet', host: nameOf(node) },
  });
}
