/**
 * The process of a kube-proxy pod: its two ports. The rules it writes are the controller's part.
 * Models: https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/
 */
import type { Cluster } from '../cluster.ts';
import { DEFAULT_PROXY_CONFIG, readProxyConfig } from '../dataplane/compile/proxy-config.ts';
import { ruleSets } from '../dataplane/compile/rule-set.ts';
import { dateMark } from '../log-text.ts';
import { goNotFound, goResponse } from './answers.ts';
import type { Process, Workload } from './workload.ts';

/** As a process that starts now reads it. */
function modeOf(cluster: Cluster): string {
  return (readProxyConfig(cluster) ?? DEFAULT_PROXY_CONFIG).mode;
}

/** As the process read it when it started. */
function runningMode({ cluster, pod }: Process): string {
  return ruleSets(cluster).get(pod.spec.nodeName ?? '')?.config.mode ?? modeOf(cluster);
}

export const kubeProxy: Workload = {
  images: ['eks/kube-proxy', 'registry.k8s.io/kube-proxy'],
  image: { entrypoint: [], cmd: ['kube-proxy', '--config=/var/lib/kube-proxy-config/config'] },
  start: ({ cluster }) => ({
    readyAfterMs: 500,
    logs: [`I${dateMark('Klog')}       1 server_linux.go:138] "Using ${modeOf(cluster)} Proxier"`],
  }),
  listeners: () => [
    { port: 10256, protocol: 'TCP', address: '0.0.0.0', speaks: 'http' },
    { port: 10249, protocol: 'TCP', address: '127.0.0.1', speaks: 'http' },
  ],
  http: (process, request, peer) => {
    if (peer.localPort === 10249 && request.path === '/proxyMode')
      return goResponse(process, 200, runningMode(process));
    if (peer.localPort === 10256 && ['/healthz', '/livez'].includes(request.path))
      return goResponse(process, 200, '{}');
    return goNotFound(process);
  },
};
