/** The machines of a managed node group. Models: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html; m5.large with eni-max-pods 29. */
import type { Manifest } from './manifest.ts';

interface NodeOptions {
  readonly nodes: number;
  readonly zones: number;
  readonly region: string;
  readonly version: string;
  /** `10.0` */
  readonly vpc: string;
}

const HOST = 20;
const INSTANCE_TYPE = 'm5.large';

export function listNodes(options: NodeOptions): Manifest[] {
  return Array.from({ length: options.nodes }, (_, index) => node(index + 1, options));
}

function node(subnet: number, { zones, region, version, vpc }: NodeOptions): Manifest {
  const address = `${vpc}.${subnet}.${HOST}`;
  const name = `ip-${address.replaceAll('.', '-')}.${region}.compute.internal`;
  const zoneIndex = (subnet - 1) % zones;
  const zone = `${region}${'abc'[zoneIndex]}`;
  const instance = `i-0${(0x5c1e94d07ab3 + subnet * 0x1f3a97c5d1).toString(16).padStart(16, '0')}`;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: nodeLabels(name, zone, zoneIndex, region) },
    spec: { providerID: `aws:///${zone}/${instance}` },
    status: {
      addresses: [
        { type: 'InternalIP', address },
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
