/**
 * NodeLocal DNSCache as the add-on's manifest has it, its variables replaced.
 * Source: https://github.com/kubernetes/kubernetes/blob/v1.35.0/cluster/addons/dns/nodelocaldns/nodelocaldns.yaml
 */
export const LOCAL = '169.254.20.10';
export const KUBE_DNS = '172.20.0.10';

export interface CacheOptions {
  /** `-localip`, and what the blocks bind. */
  readonly addresses?: readonly string[];
  /** What stands for the cluster's DNS; the pods fill the variable in. */
  readonly clusterDns?: string;
  readonly args?: readonly string[];
  readonly container?: object;
  readonly external?: string;
  /** ConfigMap kube-dns. */
  readonly kubeDns?: Readonly<Record<string, string>>;
}

const NAMESPACE = 'kube-system';
const labels = { 'k8s-app': 'node-local-dns' };

export function nodeLocalDns(options: CacheOptions = {}): object[] {
  return [upstreamService(), configMap(options), ...kubeDns(options), daemonSet(options)];
}

export function upstreamService(): object {
  const port = (name: string, protocol: string) => ({ name, port: 53, protocol, targetPort: 53 });
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kube-dns-upstream', namespace: NAMESPACE, labels: { 'k8s-app': 'kube-dns' } },
    spec: { ports: [port('dns', 'UDP'), port('dns-tcp', 'TCP')], selector: { 'k8s-app': 'kube-dns' } },
  };
}

function kubeDns({ kubeDns: data }: CacheOptions): object[] {
  return data
    ? [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube-dns', namespace: NAMESPACE }, data }]
    : [];
}

function addressesOf({ addresses = [LOCAL, KUBE_DNS] }: CacheOptions): readonly string[] {
  return addresses;
}

export function corefileOfCache(options: CacheOptions = {}): string {
  const { clusterDns = '__PILLAR__CLUSTER__DNS__', external = 'forward . __PILLAR__UPSTREAM__SERVERS__' } = options;
  const upstream = `forward . ${clusterDns} {\n            force_tcp\n    }`;
  const block = (zone: string, cache: string, forward: string, more = '') =>
    `${zone}:53 {\n    errors\n    ${cache}\n    reload\n    loop\n    bind ${addressesOf(options).join(' ')}\n    ${forward}\n    prometheus :9253\n${more}    }\n`;
  const own = 'cache {\n            success 9984 30\n            denial 9984 5\n    }';
  return [
    block('cluster.local', own, upstream, `    health ${LOCAL}:8080\n`),
    block('in-addr.arpa', 'cache 30', upstream),
    block('ip6.arpa', 'cache 30', upstream),
    block('.', 'cache 30', external),
  ].join('');
}

function configMap(options: CacheOptions): object {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'node-local-dns', namespace: NAMESPACE },
    data: { Corefile: corefileOfCache(options) },
  };
}

function daemonSet(options: CacheOptions): object {
  const volumes = [
    { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
    { name: 'kube-dns-config', configMap: { name: 'kube-dns', optional: true } },
    {
      name: 'config-volume',
      configMap: { name: 'node-local-dns', items: [{ key: 'Corefile', path: 'Corefile.base' }] },
    },
  ];
  const spec = {
    priorityClassName: 'system-node-critical',
    hostNetwork: true,
    dnsPolicy: 'Default',
    tolerations: [
      { key: 'CriticalAddonsOnly', operator: 'Exists' },
      { effect: 'NoExecute', operator: 'Exists' },
      { effect: 'NoSchedule', operator: 'Exists' },
    ],
    containers: [{ ...container(options), ...options.container }],
    volumes,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'node-local-dns', namespace: NAMESPACE, labels },
    spec: {
      updateStrategy: { rollingUpdate: { maxUnavailable: '10%' } },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec },
    },
  };
}

function container(options: CacheOptions): object {
  const args = ['-localip', addressesOf(options).join(','), '-conf', '/etc/Corefile'];
  const port = (name: string, containerPort: number, protocol: string) => ({ name, containerPort, protocol });
  return {
    name: 'node-cache',
    image: 'registry.k8s.io/dns/k8s-dns-node-cache:1.26.4',
    resources: { requests: { cpu: '25m', memory: '5Mi' } },
    args: [...args, '-upstreamsvc', 'kube-dns-upstream', '-pidfile', '/tmp/node-cache.pid', ...(options.args ?? [])],
    securityContext: { capabilities: { add: ['NET_ADMIN'] } },
    ports: [port('dns', 53, 'UDP'), port('dns-tcp', 53, 'TCP'), port('metrics', 9253, 'TCP')],
    livenessProbe: {
      httpGet: { host: LOCAL, path: '/health', port: 8080 },
      initialDelaySeconds: 60,
      timeoutSeconds: 5,
    },
    volumeMounts: [
      { mountPath: '/run/xtables.lock', name: 'xtables-lock', readOnly: false },
      { mountPath: '/etc/coredns', name: 'config-volume' },
      { mountPath: '/etc/kube-dns', name: 'kube-dns-config' },
    ],
  };
}
