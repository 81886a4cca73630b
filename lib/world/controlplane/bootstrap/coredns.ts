/** CoreDNS as EKS installs it. Models: https://github.com/eksctl-io/eksctl/blob/main/pkg/addons/default/assets/coredns-1.36.json */
import { eksImage, type Manifest } from './manifest.ts';

const NAMESPACE = 'kube-system';
const LABELS = { 'eks.amazonaws.com/component': 'coredns', 'k8s-app': 'kube-dns' };

const COREFILE = `.:53 {
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

export function listDnsObjects(clusterIP: string, { region }: { readonly region: string }): Manifest[] {
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'coredns', namespace: NAMESPACE, labels: LABELS } },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'coredns', namespace: NAMESPACE, labels: LABELS },
      data: { Corefile: COREFILE },
    },
    service(clusterIP),
    deployment(region),
  ];
}

function service(clusterIP: string): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'kube-dns',
      namespace: NAMESPACE,
      labels: { ...LABELS, 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
      annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' },
    },
    spec: {
      clusterIP,
      selector: { 'k8s-app': 'kube-dns' },
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
        { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
      ],
    },
  };
}

function deployment(region: string): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'coredns', namespace: NAMESPACE, labels: { ...LABELS, 'kubernetes.io/name': 'CoreDNS' } },
    spec: {
      replicas: 2,
      selector: { matchLabels: LABELS },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: '25%' } },
      template: { metadata: { labels: LABELS }, spec: podSpec(region) },
    },
  };
}

function podSpec(region: string): Readonly<Record<string, unknown>> {
  return {
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: {
              labelSelector: { matchExpressions: [{ key: 'k8s-app', operator: 'In', values: ['kube-dns'] }] },
              topologyKey: 'kubernetes.io/hostname',
            },
          },
        ],
      },
    },
    containers: [container(region)],
    dnsPolicy: 'Default',
    priorityClassName: 'system-cluster-critical',
    serviceAccountName: 'coredns',
    tolerations: [
      { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
      { key: 'CriticalAddonsOnly', operator: 'Exists' },
    ],
    volumes: [
      { name: 'config-volume', configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }] } },
    ],
  };
}

function container(region: string): Readonly<Record<string, unknown>> {
  const probe = { timeoutSeconds: 5, periodSeconds: 10, successThreshold: 1 };
  return {
    name: 'coredns',
    image: eksImage(region, 'eks/coredns:v1.14.3-eksbuild.3'),
    args: ['-conf', '/etc/coredns/Corefile'],
    ports: [
      { name: 'dns', containerPort: 53, protocol: 'UDP' },
      { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
      { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
    ],
    livenessProbe: {
      ...probe,
      failureThreshold: 5,
      initialDelaySeconds: 60,
      httpGet: { path: '/health', port: 8080, scheme: 'HTTP' },
    },
    readinessProbe: {
      ...probe,
      failureThreshold: 3,
      timeoutSeconds: 1,
      httpGet: { path: '/ready', port: 8181, scheme: 'HTTP' },
    },
    resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
    volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
  };
}
