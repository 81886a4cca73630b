/** Events of a pod and of its containers, as the kubelet on its node reports them. */
import { type Container, nameOf, namespaceOf } from '../objects.ts';
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
  const list = sync.pod.spec?.containers.some(({ name }) => name === container.name) ? 'containers' : 'initContainers';
  record(sync, said, `spec.${list}{${container.name}}`);
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
