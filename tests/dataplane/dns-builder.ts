/** CoreDNS as EKS installs it, on top of the shop. */
import { aShop, type ClusterBuilder, type ServiceSpec } from './cluster-builder.ts';

export const EKS_COREFILE = `.:53 {
    errors
    health {
        lameduck 5s
      }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
      pods insecure
      fallthrough in-addr.arpa ip6.arpa
    }
    prometheus :9153
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
}
`;

export function withDns(builder: ClusterBuilder, corefile = EKS_COREFILE): ClusterBuilder {
  for (const name of ['default', 'kube-system', 'shop', 'web']) {
    builder.put('Namespace', { metadata: { name }, spec: {}, status: {} });
  }
  builder.put('ConfigMap', { metadata: { name: 'coredns', namespace: 'kube-system' }, data: { Corefile: corefile } });
  for (const [index, name] of ['coredns-a', 'coredns-b'].entries()) {
    builder.pod({
      name,
      namespace: 'kube-system',
      node: index + 2,
      ip: `10.0.${index + 2}.53`,
      image: '602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/coredns:v1.14.3-eksbuild.3',
      args: ['-conf', '/etc/coredns/Corefile'],
      container: { volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns' }] },
      spec: {
        dnsPolicy: 'Default',
        volumes: [
          { name: 'config-volume', configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }] } },
        ],
      },
    });
  }
  return builder.service({
    name: 'kube-dns',
    namespace: 'kube-system',
    ip: '172.20.0.10',
    port: 53,
    portName: 'dns',
    protocol: 'UDP',
    targetPort: 53,
    endpoints: [
      { ip: '10.0.2.53', node: 2 },
      { ip: '10.0.3.53', node: 3 },
    ],
  });
}

export function aShopWithDns(cart: Partial<ServiceSpec> = {}): ClusterBuilder {
  return withDns(aShop(cart)).sync();
}
