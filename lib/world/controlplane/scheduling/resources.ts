/** What a pod asks of a node and what a node has left. */
import { milliOf } from '../../api/quantity.ts';
import type { Container, Node, Pod, PodSpec } from '../objects.ts';

/** Requests by resource name, in base units. */
export type Requests = Readonly<Record<string, number>>;

const requestsOfSpec = new WeakMap<PodSpec, Requests>();

/**
 * The sum over containers and sidecars, or the largest ordinary init container where that is more, plus overhead.
 * Models: https://github.com/kubernetes/component-helpers/blob/v0.35.0/resource/helpers.go
 */
export function requestsOf(pod: Pod): Requests {
  const spec = pod.spec as PodSpec;
  const known = requestsOfSpec.get(spec);
  if (known) return known;
  const requests = computeRequests(spec);
  requestsOfSpec.set(spec, requests);
  return requests;
}

function computeRequests(spec: PodSpec): Requests {
  const sum: Record<string, number> = {};
  for (const container of spec.containers) add(sum, container);
  const sidecars: Record<string, number> = {};
  const peak: Record<string, number> = {};
  for (const container of spec.initContainers ?? []) {
    if (container.restartPolicy === 'Always') add(sidecars, container);
    else raise(peak, container, sidecars);
  }
  for (const [name, value] of Object.entries(sidecars)) sum[name] = (sum[name] ?? 0) + value;
  for (const [name, value] of Object.entries(peak)) sum[name] = Math.max(sum[name] ?? 0, value);
  for (const [name, value] of Object.entries(spec.overhead ?? {})) sum[name] = (sum[name] ?? 0) + quantityValue(value);
  return sum;
}

function add(sum: Record<string, number>, container: Container): void {
  for (const [name, value] of Object.entries(container.resources?.requests ?? {})) {
    sum[name] = (sum[name] ?? 0) + quantityValue(value);
  }
}

function raise(peak: Record<string, number>, container: Container, beside: Requests): void {
  for (const [name, value] of Object.entries(container.resources?.requests ?? {})) {
    peak[name] = Math.max(peak[name] ?? 0, quantityValue(value) + (beside[name] ?? 0));
  }
}

function quantityValue(quantity: string | undefined): number {
  return quantity === undefined ? 0 : milliOf(quantity) / 1000;
}

const allocatableOfNode = new WeakMap<Node, Map<string, number>>();

/** What the node gives to pods, in base units. */
export function allocatableOf(node: Node, resource: string): number {
  const known = allocatableOfNode.get(node) ?? new Map<string, number>();
  const value =
    known.get(resource) ?? quantityValue(node.status?.allocatable?.[resource] ?? node.status?.capacity?.[resource]);
  allocatableOfNode.set(node, known.set(resource, value));
  return value;
}

interface HostPort {
  readonly protocol: string;
  readonly address: string;
  readonly port: number;
}

const hostPortsOfSpec = new WeakMap<PodSpec, readonly HostPort[]>();

/** `protocol/hostIP/hostPort` of every container port that takes a port of the node. */
export function hostPortsOf(pod: Pod): readonly HostPort[] {
  const known = hostPortsOfSpec.get(pod.spec);
  if (known) return known;
  const ports = listHostPorts(pod);
  hostPortsOfSpec.set(pod.spec, ports);
  return ports;
}

function listHostPorts(pod: Pod): HostPort[] {
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  return containers.flatMap(({ ports = [] }) =>
    ports.flatMap((port) => {
      const hostPort = port.hostPort ?? (pod.spec?.hostNetwork ? port.containerPort : undefined);
      return hostPort ? [{ protocol: port.protocol ?? 'TCP', address: port.hostIP || '0.0.0.0', port: hostPort }] : [];
    }),
  );
}
