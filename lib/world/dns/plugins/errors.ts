/** Failures in the pod's log. Models: https://coredns.io/plugins/errors/ */
import { appendLog } from '../../workloads/logs.ts';
import type { Plugin } from './plugin.ts';

export const errors: Plugin = {
  name: 'errors',
  answer(query, _config, next) {
    const answer = next();
    if (answer.rcode !== 'SERVFAIL') return answer;
    const { question, pod, container, net } = query;
    const place = { namespace: pod.metadata.namespace, pod: pod.metadata.name, container };
    appendLog(
      net.cluster,
      place,
      `[ERROR] plugin/errors: 2 ${question.name} ${question.type}: no upstream answered: i/o timeout`,
    );
    return answer;
  },
};
