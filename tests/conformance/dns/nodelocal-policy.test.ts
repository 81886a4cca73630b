/** Egress policies and the cache of the node: the packet goes to an address of the node, and the agent sees it as the pod sent it. */
import { expect, test } from 'vitest';
import { nodeCaches } from '../../../lib/world/dataplane/node-cache.ts';
import { traceFlow } from '../../../lib/world/dataplane/tracer.ts';
import { aShop, first, nodeName, podPlace } from '../../dataplane/cluster-builder.ts';
import { withDns } from '../../dataplane/dns-builder.ts';
import { KUBE_DNS, LOCAL } from './node-local-dns.ts';

const CONTROLLER = 'https://github.com/aws/amazon-network-policy-controller-k8s (getMatchingServiceClusterIPs)';
const toDns = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
  podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
};

/** The pod `web` may send to `to` only; its node has a cache, which never came back. */
function reasonOf(to: unknown, address: string): string {
  const shop = withDns(aShop());
  const labels = { 'kubernetes.io/metadata.name': 'kube-system' };
  shop.put('Namespace', { metadata: { name: 'kube-system', labels }, spec: {}, status: {} });
  const service = { name: 'kube-dns', namespace: 'kube-system', ip: KUBE_DNS, port: 53, portName: 'dns' } as const;
  shop.service({ ...service, protocol: 'UDP', targetPort: 53, spec: { selector: { 'k8s-app': 'kube-dns' } } });
  for (const n of [2, 3]) {
    const pod = { name: `dns-${n}`, namespace: 'kube-system', node: n, ip: `10.0.${n}.54` };
    shop.pod({ ...pod, labels: { 'k8s-app': 'kube-dns' } });
  }
  const args = ['--enable-network-policy=true'];
  shop.put('DaemonSet', {
    metadata: { name: 'aws-node', namespace: 'kube-system' },
    spec: { template: { spec: { containers: [{ name: 'aws-eks-nodeagent', args }] } } },
    status: {},
  });
  shop.put('ConfigMap', {
    metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system' },
    data: { 'enable-network-policy-controller': 'true' },
  });
  shop.put('NetworkPolicy', {
    metadata: { name: 'web', namespace: 'shop' },
    spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [to] }] },
  });
  const { cluster } = shop.sync();
  const addresses = [LOCAL, KUBE_DNS];
  nodeCaches(cluster).set(nodeName(1), {
    pod: { namespace: 'kube-system', name: 'node-local-dns-abcde' },
    containerID: 'containerd://1',
    interface: { name: 'nodelocaldns', addresses },
    rules: { addresses, healthPort: 8080 },
  });
  return traceFlow({ cluster }, { from: podPlace('web'), to: { address, port: 53 }, protocol: 'UDP' }, first).reason;
}

// Nobody listens on the node here: what the policies let through is refused by its kernel.
test.each([
  [`the pods of kube-dns allow their cluster IP (${CONTROLLER})`, toDns, KUBE_DNS, 'NotListening'],
  ['they do not allow the link-local address', toDns, LOCAL, 'NetworkPolicyDenied'],
  ['which takes an ipBlock of its own', { ipBlock: { cidr: `${LOCAL}/32` } }, LOCAL, 'NotListening'],
  ['that says nothing about the cluster IP', { ipBlock: { cidr: `${LOCAL}/32` } }, KUBE_DNS, 'NetworkPolicyDenied'],
])('%s', (_, to, address, reason) => {
  expect(reasonOf(to, address)).toBe(reason);
});
