/** The image that holds a pod's network namespace: it does nothing and listens on nothing. */
import type { Workload } from './workload.ts';

export const pause: Workload = {
  images: ['registry.k8s.io/pause', 'eks/pause'],
  image: { entrypoint: ['/pause'], cmd: [] },
  start: () => ({ readyAfterMs: 0, logs: [] }),
  listeners: () => [],
};
