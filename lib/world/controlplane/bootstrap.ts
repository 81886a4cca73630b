/** The objects of a fresh EKS-shaped cluster, as manifests, in the order in which they are to be created. */

import { familyOf } from '../net/ip.ts';
import { listClassObjects } from './bootstrap/classes.ts';
import { listDnsObjects } from './bootstrap/coredns.ts';
import { familiesOf, vpcIpv6 } from './bootstrap/families.ts';
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
  /**
   * The range of Service addresses, which says the families of the cluster: `172.20.0.0/16`; an IPv6 range makes it IPv6-only, as
   * `ipFamily: ipv6` of EKS does; one of each family with a comma between, the primary one first, makes it dual-stack. EKS has no dual-stack
   * pods and Services: such a cluster stands on the same machines with another CNI.
   */
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
  const shape = { ...all, ...familiesOf(all.serviceCidr) };
  const namespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];
  return [
    ...namespaces.map((name): Manifest => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    ...listAccessObjects(),
    ...listClassObjects(shape.serviceCidrs),
    ...listNodes(shape),
    ...listApiServerObjects(shape.firstAddress, shape),
    ...listNetworkObjects(shape),
    ...listDnsObjects(shape.tenthAddress, all),
  ];
}

/** `default/kubernetes`: no selector; the API servers write their own addresses. */
function listApiServerObjects(clusterIP: string, { nodes, vpc }: Required<BootstrapOptions>): Manifest[] {
  const metadata = {
    name: 'kubernetes',
    namespace: 'default',
    labels: { component: 'apiserver', provider: 'kubernetes' },
  };
  const addressType = familyOf(clusterIP);
  const all =
    addressType === 'IPv4'
      ? [`${vpc}.1.9`, `${vpc}.2.13`]
      : [vpcIpv6(vpc, 1, ':6d1f:2b80:9c45:e09'), vpcIpv6(vpc, 2, ':1ac4:77e2:3b06:d13')];
  const addresses = nodes > 1 ? all : all.slice(0, 1);
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
      addressType,
      ports: [{ name: 'https', port: 443, protocol: 'TCP' }],
      endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
    },
  ];
}
