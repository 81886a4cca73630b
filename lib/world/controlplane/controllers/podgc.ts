/** Takes pods away whose node is gone. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/podgc/gc_controller.go */
import { DURATIONS } from '../../sim/durations.ts';
import type { Controller } from '../controller.ts';
import { type Node, namespaceOf } from '../objects.ts';

export const podgc: Controller = {
  name: 'pod-garbage-collector',
  watches: {
    Node: ({ object, previous }, { after }) => {
      if (!object && previous) after(DURATIONS.nodeQuarantineMs, (previous as Node).metadata.name);
      return [];
    },
  },
  reconcile(node, { client }) {
    if (client.find('Node', node)) return;
    for (const pod of client.list('Pod')) {
      if (pod.spec.nodeName !== node) continue;
      client.delete('Pod', pod.metadata.name, namespaceOf(pod), { gracePeriodSeconds: 0 });
    }
  },
};
