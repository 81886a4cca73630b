/**
 * Node ports: those asked for are checked, the others drawn from the upper (dynamic) band of the range.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/service/portallocator/allocator.go,
 * https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/3668-reserved-service-nodeport-range
 */
import type { ObjectOf } from '../../../api/kinds.ts';
import type { Cluster } from '../../../cluster.ts';
import { randomStream } from '../../../sim/random.ts';
import type { Draft } from '../../draft.ts';
import { StatusError } from '../../status.ts';
import { listObjects } from '../../store.ts';
import { type FieldError, invalid, invalidObject } from '../validation/field-error.ts';
import { staticBand } from './cluster-ip.ts';
import { NODE_PORTS } from './ranges.ts';

type Service = ObjectOf<'Service'>;

function usedPorts(cluster: Cluster, except: Draft<Service>): Set<number> {
  const used = new Set<number>();
  for (const { metadata, spec } of listObjects(cluster, 'Service')) {
    if (metadata.name === except.metadata.name && metadata.namespace === except.metadata.namespace) continue;
    for (const { nodePort } of spec.ports ?? []) if (nodePort) used.add(nodePort);
    if (spec.healthCheckNodePort) used.add(spec.healthCheckNodePort);
  }
  return used;
}

function drawPort(cluster: Cluster, key: string, used: ReadonlySet<number>): number {
  const { first, last } = NODE_PORTS;
  const size = last - first + 1;
  const band = staticBand(size, 16, 32, 128);
  const random = randomStream(cluster.seed, 'nodePort', key);
  for (const [from, length] of [
    [band, size - band],
    [0, band],
  ] as const) {
    const start = length > 0 ? random.int(length) : 0;
    for (let step = 0; step < length; step++) {
      const port = first + from + ((start + step) % length);
      if (!used.has(port)) return port;
    }
  }
  throw new StatusError(500, 'InternalError', 'Internal error occurred: failed to allocate a nodePort: range is full', {
    causes: [{ reason: '', message: 'failed to allocate a nodePort: range is full' }],
  });
}

function checkPort(field: string, port: number, used: ReadonlySet<number>): FieldError[] {
  const { first, last } = NODE_PORTS;
  if (port < first || port > last) {
    const detail = `provided port is not in the valid range. The range of valid ports is ${first}-${last}`;
    return [invalid(field, port, detail)];
  }
  return used.has(port) ? [invalid(field, port, 'provided port is already allocated')] : [];
}

/** Gives each port of a Service its node port. Ports of different protocols may share one number. */
export function allocateNodePorts(service: Draft<Service>, cluster: Cluster): void {
  const used = usedPorts(cluster, service);
  const errors: FieldError[] = [];
  const { namespace, name } = service.metadata;
  const byPort = new Map<number, number>();
  for (const [index, port] of (service.spec.ports ?? []).entries()) {
    if (!port.nodePort) continue;
    errors.push(...checkPort(`spec.ports[${index}].nodePort`, port.nodePort, used));
    byPort.set(port.port, port.nodePort);
  }
  const health = needsHealthCheck(service.spec);
  if (health && service.spec.healthCheckNodePort) {
    errors.push(...checkPort('spec.healthCheckNodePort', service.spec.healthCheckNodePort, used));
  }
  if (errors.length > 0) throw invalidObject('Service', '', name, errors);
  for (const taken of byPort.values()) used.add(taken);
  for (const port of service.spec.ports ?? []) {
    if (port.nodePort) continue;
    const shared = byPort.get(port.port) ?? drawPort(cluster, `${namespace}/${name}/${port.port}`, used);
    port.nodePort = shared;
    byPort.set(port.port, shared);
    used.add(shared);
  }
  if (health) service.spec.healthCheckNodePort ||= drawPort(cluster, `${namespace}/${name}/health`, used);
}

/** Load balancers ask each node of a Local Service whether it has an endpoint. */
function needsHealthCheck({ type, externalTrafficPolicy }: Draft<Service>['spec']): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
}
