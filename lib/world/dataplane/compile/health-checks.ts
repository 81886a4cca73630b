/**
 * The health check ports that a node's kube-proxy opens: one for each load balancer Service with `externalTrafficPolicy: Local`.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/healthcheck/service_health.go,
 * pkg/proxy/servicechangetracker.go (HealthCheckNodePorts), pkg/proxy/endpointschangetracker.go (LocalReadyEndpoints)
 */
import { familyOf, type IpFamily } from '../../net/ip.ts';
import { findTraits, takesAllNodePorts } from './mode.ts';
import type { RuleSet, ServicePortRule } from './rule-set.ts';
import { isWithin } from './source-ranges.ts';

export interface HealthCheck {
  readonly service: ServicePortRule['service'];
  readonly port: number;
  /** Ready endpoints of the Service on this node, each address once. */
  readonly localEndpoints: number;
}

const kept = new WeakMap<RuleSet, readonly HealthCheck[]>();

export function listHealthChecks(rules: RuleSet): readonly HealthCheck[] {
  const known = kept.get(rules) ?? Object.freeze(compile(rules));
  kept.set(rules, known);
  return known;
}

interface Opened {
  readonly service: HealthCheck['service'];
  readonly port: number;
  readonly family: IpFamily;
  readonly addresses: Set<string>;
}

/** Of a Service of two families the proxier of the first has the port, and counts its own endpoints. */
function compile({ ports, node }: RuleSet): HealthCheck[] {
  const found = new Map<string, Opened>();
  for (const { service, healthCheckNodePort: port, clusterIp, endpoints } of ports) {
    if (port === undefined) continue;
    const key = `${service.namespace}/${service.name}`;
    const family = familyOf(clusterIp);
    const check = found.get(key) ?? { service, port, family, addresses: new Set<string>() };
    found.set(key, check);
    if (check.family !== family) continue;
    for (const endpoint of endpoints) {
      if (endpoint.node === node && endpoint.ready) check.addresses.add(endpoint.address);
    }
  }
  return [...found.values()].map(({ service, port, addresses }) => ({ service, port, localEndpoints: addresses.size }));
}

export function findHealthCheck(rules: RuleSet, port: number): HealthCheck | undefined {
  return listHealthChecks(rules).find((check) => check.port === port);
}

/** The addresses of the node on which they listen: `0.0.0.0`, or those that take node ports. */
export function healthCheckAddresses(rules: RuleSet): readonly string[] {
  const { nodePortAddresses: listed } = rules.config;
  const traits = findTraits(rules);
  const all = traits ? takesAllNodePorts(rules, traits) : listed.length === 0;
  if (all) return ['0.0.0.0'];
  const ranges = listed.length === 0 ? ['primary'] : listed;
  return [...rules.addresses, '127.0.0.1'].filter((address) =>
    ranges.some((text) => (text === 'primary' ? address === rules.addresses[0] : isWithin(text, address))),
  );
}
