/** The objects of a fresh EKS-shaped cluster, as manifests, in the order in which they are to be created. */

import { listClassObjects } from './bootstrap/classes.ts';
import { listDnsObjects } from './bootstrap/coredns.ts';
import type { Manifest } from './bootstrap/manifest.ts';
import { type AddonValues, listNetworkObjects } from './bootstrap/node-addons.ts';
import { listNodes } from './bootstrap/nodes.ts';
import { listAccessObjects } from './bootstrap/roles.ts';

interface BootstrapOptions {
  /** How many nodes, 1 to 20; node n stands in subnet n of the VPC, a /24. */
  readonly nodes?: number;
  /** How many zones the nodes take turns in, 1 to 3. */
  readonly zones?: number;
  readonly region?: string;
  /** The kubelets' version. */
  readonly version?: string;
  /** The first two numbers of its VPC, a /16: `10.0`. */
  readonly vpc?: string;
  /** A /16 such as `172.20.0.0/16`; the cluster's own range is to be set with it. */
  readonly serviceCidr?: string;
  /** Configuration values of the add-ons, by the add-on's name. */
  readonly addons?: AddonValues;
}

const DEFAULT_OPTIONS: Required<BootstrapOptions> = {
  nodes: 4,
  zones: 2,
  region: 'us-west-2',
  version: 'v1.35.2-eks-ecaa3a6',
  serviceCidr: '172.20.0.0/16',
  vpc: '10.0',
  addons: {},
};

/** Models: https://docs.aws.amazon.com/eks/latest/userguide/clusters.html and the add-ons of `eksctl create cluster`. */
export function bootstrapCluster(options: BootstrapOptions = {}): readonly Manifest[] {
  const all = { ...DEFAULT_OPTIONS, ...options };
  const prefix = all.serviceCidr.split('.').slice(0, 2).join('.');
  const namespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];
  return [
    ...namespaces.map((name): Manifest => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    ...listAccessObjects(),
    ...listClassObjects(all.serviceCidr),
    ...listNodes(all),
    ...listApiServerObjects(`${prefix}.0.1`, all),
    ...listNetworkObjects(all),
    ...listDnsObjects(`${prefix}.0.10`, all),
  ];
}

/** `default/kubernetes`: no selector; the API servers write their own addresses. */
function listApiServerObjects(clusterIP: string, { nodes, vpc }: Required<BootstrapOptions>): Manifest[] {
  const metadata = {
    name: 'kubernetes',
    namespace: 'default',
    labels: { component: 'apiserver', provider: 'kubernetes' },
  };
  const addresses = nodes > 1 ? [`${vpc}.1.9`, `${vpc}.2.13`] : [`${vpc}.1.9`];
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { clusterIP, ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 443 }], type: 'ClusterIP' },
    },
    {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { ...metadata, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
      subsets: [{ addresses: addresses.map((ip) => ({ ip })), ports: [{ name: 'https', port: 443, protocol: 'TCP' }] }],
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      addressType: 'IPv4',
      ports: [{ name: 'https', port: 443, protocol: 'TCP' }],
      endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
    },
  ];
}
