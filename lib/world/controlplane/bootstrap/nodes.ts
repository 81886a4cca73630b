/** The machines of a managed node group. Models: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html; m5.large with eni-max-pods 29. */
import type { IpFamily } from '../../net/ip.ts';
import { vpcIpv6 } from './families.ts';
import type { Manifest } from './manifest.ts';

interface NodeOptions {
  readonly nodes: number;
  readonly zones: number;
  readonly region: string;
  readonly version: string;
  /** `10.0` */
  readonly vpc: string;
  /** Of the pod network, the primary one first. */
  readonly families: readonly IpFamily[];
}

const HOST = 20;
const INSTANCE_TYPE = 'm5.large';

export function listNodes(options: NodeOptions): Manifest[] {
  return Array.from({ length: options.nodes }, (_, index) => node(index + 1, options));
}

function node(subnet: number, { zones, region, version, vpc, families }: NodeOptions): Manifest {
  const address = `${vpc}.${subnet}.${HOST}`;
  const name = `ip-${address.replaceAll('.', '-')}.${region}.compute.internal`;
  const zoneIndex = (subnet - 1) % zones;
  const zone = `${region}${'abc'[zoneIndex]}`;
  const instance = `i-0${(0x5c1e94d07ab3 + subnet * 0x1f3a97c5d1).toString(16).padStart(16, '0')}`;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: nodeLabels(name, zone, zoneIndex, region) },
    spec: { ...podRanges(subnet, families), providerID: `aws:///${zone}/${instance}` },
    status: {
      addresses: [
        ...families.map((family) => ({
          type: 'InternalIP',
          address: family === 'IPv4' ? address : ipv6Of(subnet, vpc),
        })),
        { type: 'InternalDNS', address: name },
        { type: 'Hostname', address: name },
      ],
      capacity: resources({ cpu: '2', memory: '7900564Ki', 'ephemeral-storage': '20893676Ki' }),
      allocatable: resources({ cpu: '1930m', memory: '7210388Ki', 'ephemeral-storage': '18181869946' }),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: nodeInfo(subnet, version),
    },
  };
}

/** The machine's own IPv6 address; a dual-stack subnet gives both, and a node of an IPv6 cluster shows this one only. */
function ipv6Of(subnet: number, vpc: string): string {
  const [a, b, c] = [0x5c1e, 0x94d0, 0x7ab3].map((group) => ((group * (2 * subnet + 1)) & 0xffff) | 1);
  return vpcIpv6(vpc, subnet, `:${[a, b, c, 0x20].map((group = 0) => group.toString(16)).join(':')}`);
}

/** With both families the controller manager hands out ranges, as `kubeadm init` with two pod subnets has it. */
function podRanges(
  subnet: number,
  families: readonly IpFamily[],
): { readonly podCIDR?: string; readonly podCIDRs?: readonly string[] } {
  if (families.length < 2) return {};
  const podCIDRs = families.map((family) =>
    family === 'IPv4' ? `10.244.${subnet}.0/24` : `fd00:10:244:${subnet.toString(16)}::/64`,
  );
  return { podCIDR: podCIDRs[0] as string, podCIDRs };
}

function resources(own: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { ...own, 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', pods: '29' };
}

function nodeLabels(name: string, zone: string, zoneIndex: number, region: string): Readonly<Record<string, string>> {
  return {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/instance-type': INSTANCE_TYPE,
    'beta.kubernetes.io/os': 'linux',
    'eks.amazonaws.com/capacityType': 'ON_DEMAND',
    'eks.amazonaws.com/nodegroup': 'main',
    'eks.amazonaws.com/nodegroup-image': 'ami-0c7d1e5f2a9b86430',
    'failure-domain.beta.kubernetes.io/region': region,
    'failure-domain.beta.kubernetes.io/zone': zone,
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': INSTANCE_TYPE,
    'topology.k8s.aws/zone-id': `usw2-az${zoneIndex + 1}`,
    'topology.kubernetes.io/region': region,
    'topology.kubernetes.io/zone': zone,
  };
}

function nodeInfo(subnet: number, version: string): Readonly<Record<string, string>> {
  const id = `ec2${subnet}b7d40e91c8f5a36d2b4e0f7`.padEnd(32, '4');
  return {
    architecture: 'amd64',
    bootID: `3f0c5a1e-7b2d-4c96-8e4f-1a2b3c4d5e0${subnet % 10}`,
    containerRuntimeVersion: 'containerd://2.1.4',
    kernelVersion: '6.12.30-40.91.amzn2023.x86_64',
    kubeProxyVersion: '',
    kubeletVersion: version,
    machineID: id,
    operatingSystem: 'linux',
    osImage: 'Amazon Linux 2023.9.20260501',
    systemUUID: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20, 32)}`,
  };
}
