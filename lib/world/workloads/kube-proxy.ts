/**
 * The process of a kube-proxy pod: its two ports. The rules it writes are the controller's part.
 * Models: https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/
 */
import { dateMark } from '../log-text.ts';
import { goNotFound, goResponse } from './answers.ts';
import type { Workload } from './workload.ts';

export const kubeProxy: Workload = {
  images: ['eks/kube-proxy', 'registry.k8s.io/kube-proxy'],
  image: { entrypoint: [], cmd: ['kube-proxy', '--config=/var/lib/kube-proxy-config/config'] },
  start: () => ({
    readyAfterMs: 500,
    logs: [`I${dateMark('Klog')}       1 server_linux.go:138] "Using iptables Proxier"`],
  }),
  listeners: () => [
    { port: 10256, protocol: 'TCP', address: '0.0.0.0', speaks: 'http' },
    { port: 10249, protocol: 'TCP', address: '127.0.0.1', speaks: 'http' },
  ],
  http: (process, request, peer) => {
    if (peer.localPort === 10249 && request.path === '/proxyMode') return goResponse(process, 200, 'iptables');
    if (peer.localPort === 10256 && ['/healthz', '/livez'].includes(request.path))
      return goResponse(process, 200, '{}');
    return goNotFound(process);
  },
};
