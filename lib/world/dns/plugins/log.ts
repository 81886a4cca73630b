/** One line a question in the pod's log. Models: https://coredns.io/plugins/log/ */
import { appendLog } from '../../workloads/logs.ts';
import { messageBytes } from '../message.ts';
import type { Plugin } from './plugin.ts';

export const log: Plugin = {
  name: 'log',
  answer(query, _config, next) {
    const answer = next();
    const { question, client, pod, container, net, transport } = query;
    if (answer.rcode === undefined) return answer;
    const sent = messageBytes(question, []);
    const received = messageBytes(question, [...answer.answers, ...answer.authority]);
    const id = (client.port * 7919) % 65_536;
    const text = `[INFO] ${client.address}:${client.port} - ${id} "${question.type} IN ${question.name} ${transport.toLowerCase()} ${sent} false 512" ${answer.rcode} ${answer.flags.join(',')} ${received} 0.000${100 + (id % 800)}s`;
    appendLog(net.cluster, { namespace: pod.metadata.namespace, pod: pod.metadata.name, container }, text);
    return answer;
  },
};
