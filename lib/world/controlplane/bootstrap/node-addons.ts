/** The add-ons on each node: kube-proxy and the VPC CNI. Models: https://docs.aws.amazon.com/eks/latest/userguide/managing-kube-proxy.html, https://docs.aws.amazon.com/eks/latest/userguide/managing-vpc-cni.html */
import type { IpFamily } from '../../net/ip.ts';
import { eksImage, type Manifest } from './manifest.ts';

const NAMESPACE = 'kube-system';

/** Models: the `kube-proxy-config` ConfigMap of EKS, https://github.com/aws/containers-roadmap/issues/142 */
const KUBE_PROXY_CONFIG = `apiVersion: kubeproxy.config.k8s.io/v1alpha1
bindAddress: 0.0.0.0
clientConnection:
  acceptContentTypes: ""
  burst: 10
  contentType: application/vnd.kubernetes.protobuf
  kubeconfig: /var/lib/kube-proxy/kubeconfig
  qps: 5
clusterCIDR: ""
configSyncPeriod: 15m0s
conntrack:
  maxPerCore: 32768
  min: 131072
  tcpCloseWaitTimeout: 1h0m0s
  tcpEstablishedTimeout: 24h0m0s
enableProfiling: false
healthzBindAddress: 0.0.0.0:10256
hostnameOverride: ""
iptables:
  masqueradeAll: false
  masqueradeBit: 14
  minSyncPeriod: 0s
  syncPeriod: 30s
ipvs:
  excludeCIDRs: null
  minSyncPeriod: 0s
  scheduler: ""
  syncPeriod: 30s
kind: KubeProxyConfiguration
metricsBindAddress: 0.0.0.0:10249
mode: "iptables"
nodePortAddresses: null
oomScoreAdj: -998
portRange: ""
`;

/**
 * Models: `aws eks describe-addon-configuration --addon-name vpc-cni` (enableNetworkPolicy is a text there) and `kube-proxy`
 * (https://docs.aws.amazon.com/eks/latest/best-practices/ipvs.html)
 */
export interface AddonValues {
  readonly 'kube-proxy'?:
    | {
        readonly mode?: 'iptables' | 'ipvs' | undefined;
        readonly ipvs?: { readonly scheduler?: string | undefined } | undefined;
      }
    | undefined;
  readonly 'vpc-cni'?: { readonly enableNetworkPolicy?: 'true' | 'false' | undefined } | undefined;
}

interface NetworkOptions {
  readonly region: string;
  readonly addons: AddonValues;
  readonly families: readonly IpFamily[];
}

/** kubeadm's, where a Node's ranges are parts of them. */
const POD_SUBNETS: Readonly<Record<IpFamily, string>> = { IPv4: '10.244.0.0/16', IPv6: 'fd00:10:244::/56' };

/** The VPC CNI is for one family: a dual-stack cluster has another plugin, which no object shows. */
export function listNetworkObjects({ region, addons, families }: NetworkOptions): Manifest[] {
  const enableNetworkPolicy = addons['vpc-cni']?.enableNetworkPolicy ?? 'false';
  const isDual = families.length > 1;
  const clusterCidr = isDual ? families.map((family) => POD_SUBNETS[family]).join(',') : '';
  const { mode = 'iptables', ipvs } = addons['kube-proxy'] ?? {};
  const config = KUBE_PROXY_CONFIG.replace('clusterCIDR: ""', `clusterCIDR: "${clusterCidr}"`)
    .replace('mode: "iptables"', `mode: "${mode}"`)
    .replace('scheduler: ""', `scheduler: "${ipvs?.scheduler ?? ''}"`);
  const proxy = [
    configMap('kube-proxy-config', { config }),
    configMap('kube-proxy', { kubeconfig: kubeconfig() }),
    kubeProxy(region),
  ];
  if (isDual) return [serviceAccount('kube-proxy', { 'k8s-app': 'kube-proxy' }), ...proxy];
  return [
    serviceAccount('kube-proxy', { 'k8s-app': 'kube-proxy' }),
    serviceAccount('aws-node', { 'app.kubernetes.io/name': 'aws-node', 'k8s-app': 'aws-node' }),
    ...proxy.slice(0, 2),
    cniConfigMap(enableNetworkPolicy),
    ...proxy.slice(2),
    awsNode(region, enableNetworkPolicy, families[0] ?? 'IPv4'),
  ];
}

function serviceAccount(name: string, labels: Readonly<Record<string, string>>): Manifest {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: NAMESPACE, labels } };
}

function configMap(name: string, data: Readonly<Record<string, string>>): Manifest {
  const labels = { 'eks.amazonaws.com/component': 'kube-proxy', 'k8s-app': 'kube-proxy' };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: NAMESPACE, labels }, data };
}

function kubeconfig(): string {
  return `kind: Config
apiVersion: v1
clusters:
- cluster:
    certificate-authority: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
    server: https://0123456789ABCDEF0123456789ABCDEF.gr7.us-west-2.eks.amazonaws.com
  name: default
contexts:
- context:
    cluster: default
    namespace: default
    user: default
  name: default
current-context: default
users:
- name: default
  user:
    tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token
`;
}

function daemonSet(
  name: string,
  labels: Readonly<Record<string, string>>,
  spec: Readonly<Record<string, unknown>>,
): Manifest {
  const matchLabels = { 'k8s-app': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: NAMESPACE, labels: { ...labels, ...matchLabels } },
    spec: {
      selector: { matchLabels },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
      template: {
        metadata: { labels: { ...labels, ...matchLabels } },
        spec: {
          hostNetwork: true,
          priorityClassName: 'system-node-critical',
          serviceAccountName: name,
          tolerations: [{ operator: 'Exists' }],
          ...spec,
        },
      },
    },
  };
}

function kubeProxy(region: string): Manifest {
  return daemonSet(
    'kube-proxy',
    { 'eks.amazonaws.com/component': 'kube-proxy' },
    {
      containers: [
        {
          name: 'kube-proxy',
          image: eksImage(region, 'eks/kube-proxy:v1.35.0-eksbuild.2'),
          command: [
            'kube-proxy',
            '--v=2',
            '--config=/var/lib/kube-proxy-config/config',
            '--hostname-override=$(NODE_NAME)',
          ],
          env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
          resources: { requests: { cpu: '100m' } },
          securityContext: { privileged: true },
          volumeMounts: [
            { name: 'varlog', mountPath: '/var/log' },
            { name: 'xtables-lock', mountPath: '/run/xtables.lock' },
            { name: 'lib-modules', mountPath: '/lib/modules', readOnly: true },
            { name: 'kubeconfig', mountPath: '/var/lib/kube-proxy/' },
            { name: 'config', mountPath: '/var/lib/kube-proxy-config/' },
          ],
        },
      ],
      volumes: [
        { name: 'varlog', hostPath: { path: '/var/log' } },
        { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
        { name: 'lib-modules', hostPath: { path: '/lib/modules' } },
        { name: 'kubeconfig', configMap: { name: 'kube-proxy' } },
        { name: 'config', configMap: { name: 'kube-proxy-config' } },
      ],
    },
  );
}

/** Models: https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.21.1/charts/aws-vpc-cni/templates/configmap.yaml, values.yaml */
function cniConfigMap(enableNetworkPolicy: string): Manifest {
  const labels = {
    'app.kubernetes.io/instance': 'aws-vpc-cni',
    'app.kubernetes.io/name': 'aws-node',
    'k8s-app': 'aws-node',
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'amazon-vpc-cni', namespace: NAMESPACE, labels },
    data: {
      'branch-eni-cooldown': '60',
      'enable-network-policy-controller': enableNetworkPolicy,
      'enable-windows-ipam': 'false',
      'enable-windows-prefix-delegation': 'false',
      'minimum-ip-target': '3',
      'warm-ip-target': '1',
      'warm-prefix-target': '0',
    },
  };
}

/** What an IPv6 cluster sets differently. Models: https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html */
const CNI_FAMILY_ENV: Readonly<Record<IpFamily, readonly { readonly name: string; readonly value: string }[]>> = {
  IPv4: [{ name: 'ENABLE_PREFIX_DELEGATION', value: 'false' }],
  IPv6: [
    { name: 'ENABLE_IPv4', value: 'false' },
    { name: 'ENABLE_IPv6', value: 'true' },
    { name: 'ENABLE_PREFIX_DELEGATION', value: 'true' },
  ],
};

function awsNode(region: string, enableNetworkPolicy: string, family: IpFamily): Manifest {
  const labels = { 'app.kubernetes.io/instance': 'aws-vpc-cni', 'app.kubernetes.io/name': 'aws-node' };
  return daemonSet('aws-node', labels, {
    terminationGracePeriodSeconds: 10,
    initContainers: [
      {
        name: 'aws-vpc-cni-init',
        image: eksImage(region, 'amazon-k8s-cni-init:v1.21.1-eksbuild.1'),
        resources: { requests: { cpu: '25m' } },
        securityContext: { privileged: true },
      },
    ],
    containers: [
      {
        name: 'aws-node',
        image: eksImage(region, 'amazon-k8s-cni:v1.21.1-eksbuild.1'),
        env: [
          { name: 'AWS_VPC_K8S_CNI_EXTERNALSNAT', value: 'false' },
          ...CNI_FAMILY_ENV[family],
          { name: 'WARM_ENI_TARGET', value: '1' },
          { name: 'MY_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
        ],
        ports: [{ name: 'metrics', containerPort: 61678 }],
        resources: { requests: { cpu: '25m' } },
      },
      {
        name: 'aws-eks-nodeagent',
        image: eksImage(region, 'amazon/aws-network-policy-agent:v1.3.1-eksbuild.1'),
        args: [
          `--enable-ipv6=${family === 'IPv6'}`,
          `--enable-network-policy=${enableNetworkPolicy}`,
          '--enable-cloudwatch-logs=false',
          '--enable-policy-event-logs=false',
          '--log-file=/var/log/aws-routed-eni/network-policy-agent.log',
          '--metrics-bind-addr=:8162',
          '--health-probe-bind-addr=:8163',
          '--conntrack-cache-cleanup-period=300',
          '--log-level=debug',
        ],
        env: [{ name: 'MY_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
        ports: [{ name: 'agentmetrics', containerPort: 8162 }],
        resources: { requests: { cpu: '25m' } },
      },
    ],
  });
}
