/** The VPC CNI's pods. What they do to addresses is the fabric's and the kubelet's business; here they only run. */
import { goNotFound, goResponse } from './answers.ts';
import type { Workload } from './workload.ts';

export const awsNode: Workload = {
  images: ['amazon-k8s-cni', 'amazon/aws-network-policy-agent', 'amazon-k8s-cni-init'],
  image: { entrypoint: ['/app/aws-vpc-cni'], cmd: [] },
  start: ({ container }) =>
    container.image?.includes('cni-init')
      ? { readyAfterMs: 0, exit: { code: 0, afterMs: 500 }, logs: ['Copying CNI plugin binaries ...'] }
      : { readyAfterMs: 500, logs: ['Successfully copied CNI plugin binary and config file.'] },
  listeners: ({ container }) =>
    container.image?.includes('network-policy-agent')
      ? [{ port: 8163, protocol: 'TCP', address: '127.0.0.1', speaks: 'http' }]
      : [
          { port: 50051, protocol: 'TCP', address: '127.0.0.1', speaks: 'line' },
          { port: 61678, protocol: 'TCP', address: '0.0.0.0', speaks: 'http' },
        ],
  http: (process, request) => (request.path === '/healthz' ? goResponse(process, 200, 'ok') : goNotFound(process)),
};
