/**
 * Failures in the pod's log: those that an exchange ended in, not those that an upstream reported.
 * Models: https://coredns.io/plugins/errors/
 * Differs: `consolidate` does not gather lines.
 */
import { appendLog } from '../../workloads/logs.ts';
import type { Plugin } from './plugin.ts';

export const errors: Plugin = {
  name: 'errors',
  answer(query, _config, next) {
    const answer = next();
    if (answer.rcode === undefined || answer.error === undefined) return answer;
    const { question, pod, container, net } = query;
    const place = { namespace: pod.metadata.namespace, pod: pod.metadata.name, container };
    appendLog(net.cluster, place, `[ERROR] plugin/errors: 2 ${question.name} ${question.type}: ${answer.error}`);
    return answer;
  },
};
