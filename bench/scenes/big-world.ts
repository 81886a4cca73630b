/** A cluster of the size that Kubernetes is tested for: 5,000 nodes, 150,000 pods, 10,000 Services of fifteen endpoints. */
import { World } from '../../lib/world/world.ts';

export interface Size {
  readonly nodes: number;
  readonly services: number;
  readonly podsAService: number;
}

export const BIG: Size = { nodes: 5_000, services: 10_000, podsAService: 15 };
const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
const NAMESPACES = 1_000;

const nodeName = (n: number) => `ip-10-${64 + (n >> 8)}-${n & 255}-10.eu-west-1.compute.internal`;
const nodeAddress = (n: number) => `10.${64 + (n >> 8)}.${n & 255}.10`;
const podAddress = (n: number) => `10.${128 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`;
export const clusterIp = (n: number) => `172.20.${(n >> 8) + 1}.${n & 255}`;
export const namespaceOf = (service: number) => `team-${service % NAMESPACES}`;
export const serviceName = (service: number) => `app-${service}`;
export const podName = (pod: number) => `app-${pod}`;

/** As given: nothing reconciles it. */
export function buildBigWorld({ nodes, services, podsAService }: Size): World {
  const world = new World({ seed: 1, epochMs: Date.UTC(2026, 0, 1) });
  const load = (manifest: object) => world.load('main', manifest as Parameters<World['load']>[1]);
  for (let n = 0; n < Math.min(NAMESPACES, services); n++)
    load({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespaceOf(n) } });
  for (let n = 0; n < nodes; n++) load(node(n));
  for (let s = 0; s < services; s++) {
    load(service(s));
    load(slice(s, nodes, podsAService));
    for (let p = 0; p < podsAService; p++) load(pod(s, s * podsAService + p, nodes));
  }
  return world;
}

function node(n: number) {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: nodeName(n),
      labels: { 'topology.kubernetes.io/zone': ZONES[n % 3], 'kubernetes.io/hostname': nodeName(n) },
    },
    spec: {},
    status: {
      addresses: [{ type: 'InternalIP', address: nodeAddress(n) }],
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: '' }],
    },
  };
}

function service(s: number) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: serviceName(s), namespace: namespaceOf(s) },
    spec: {
      clusterIP: clusterIp(s),
      clusterIPs: [clusterIp(s)],
      selector: { app: serviceName(s) },
      ports: [{ name: 'http', port: 80, targetPort: 80, protocol: 'TCP' }],
    },
  };
}

function slice(s: number, nodes: number, podsAService: number) {
  const endpoints = Array.from({ length: podsAService }, (_, p) => {
    const pod = s * podsAService + p;
    return {
      addresses: [podAddress(pod)],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: nodeName(pod % nodes),
      zone: ZONES[(pod % nodes) % 3],
      targetRef: { kind: 'Pod', name: podName(pod), namespace: namespaceOf(s) },
    };
  });
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${serviceName(s)}-x`,
      namespace: namespaceOf(s),
      labels: { 'kubernetes.io/service-name': serviceName(s) },
    },
    addressType: 'IPv4',
    endpoints,
    ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
  };
}

function pod(s: number, p: number, nodes: number) {
  const ip = podAddress(p);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: podName(p), namespace: namespaceOf(s), labels: { app: serviceName(s) } },
    spec: {
      nodeName: nodeName(p % nodes),
      containers: [{ name: 'web', image: 'nginx:1.29', ports: [{ containerPort: 80 }] }],
    },
    status: {
      phase: 'Running',
      podIP: ip,
      podIPs: [{ ip }],
      hostIP: nodeAddress(p % nodes),
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        {
          name: 'web',
          ready: true,
          restartCount: 0,
          image: 'nginx:1.29',
          imageID: '',
          state: { running: { startedAt: '2025-12-31T00:00:00Z' } },
        },
      ],
    },
  };
}
