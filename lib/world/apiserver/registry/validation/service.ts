/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ValidateService) */
import type { ServicePort, SessionAffinityConfig } from '../../../api/core/v1/service.schema.ts';
import type { ObjectOf } from '../../../api/kinds.ts';
import { spellingWarnings, validateEndpointAddress } from './addresses.ts';
import { validateCidr } from './cidrs.ts';
import { duplicate, type FieldError, forbiddenField, invalid, notSupported, required } from './field-error.ts';
import { validateLabels } from './labels.ts';
import { isDns1123Label, isDns1123Subdomain, isQualifiedName } from './names.ts';
import { validatePortNumber, validatePortOrName, validateProtocol } from './ports.ts';
import { isHeadless, validateFamilies, validateNoSwap } from './service-addresses.ts';

type Service = ObjectOf<'Service'>;
type Spec = Service['spec'];

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const AFFINITIES = ['ClientIP', 'None'];
const POLICIES = ['Cluster', 'Local'];
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
const MAX_AFFINITY_SECONDS = 86_400;

function validateExternalName(spec: Spec): FieldError[] {
  const errors: FieldError[] = [];
  const forbid = (name: string): FieldError =>
    forbiddenField(`spec.${name}`, 'may not be set for ExternalName services');
  if (spec.clusterIPs?.length) errors.push(forbid('clusterIPs'));
  if (spec.ipFamilies?.length) errors.push(forbid('ipFamilies'));
  if (spec.ipFamilyPolicy !== undefined) errors.push(forbid('ipFamilyPolicy'));
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  if (name === '') return [...errors, required('spec.externalName')];
  return [...errors, ...isDns1123Subdomain(name).map((text) => invalid('spec.externalName', name, text))];
}

function validateType(spec: Spec): FieldError[] {
  const headless = isHeadless(spec);
  switch (spec.type) {
    case 'LoadBalancer':
    case 'NodePort': {
      const detail = `may not be set to 'None' for ${spec.type} services`;
      return headless ? [invalid('spec.clusterIPs[0]', spec.clusterIPs?.[0], detail)] : [];
    }
    case 'ExternalName':
      return validateExternalName(spec);
    default:
      return [];
  }
}

function validatePort(port: ServicePort, at: string, several: boolean, names: Set<string>): FieldError[] {
  const errors: FieldError[] = [];
  const { name = '', appProtocol } = port;
  if (name === '') {
    if (several) errors.push(required(`${at}.name`));
  } else {
    errors.push(...isDns1123Label(name).map((text) => invalid(`${at}.name`, name, text)));
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
  }
  errors.push(...validatePortNumber(port.port, `${at}.port`));
  errors.push(...validateProtocol(port.protocol, `${at}.protocol`));
  errors.push(...validatePortOrName(port.targetPort, `${at}.targetPort`));
  if (appProtocol !== undefined) {
    errors.push(...isQualifiedName(appProtocol).map((text) => invalid(`${at}.appProtocol`, appProtocol, text)));
  }
  return errors;
}

function validateAffinityConfig(config: SessionAffinityConfig | undefined): FieldError[] {
  const field = 'spec.sessionAffinityConfig';
  const when = 'when session affinity type is ClientIP';
  if (!config) return [required(field, when)];
  if (!config.clientIP) return [required(`${field}.clientIP`, when)];
  const { timeoutSeconds } = config.clientIP;
  if (timeoutSeconds === undefined) return [required(`${field}.clientIP.timeoutSeconds`, when)];
  if (timeoutSeconds > 0 && timeoutSeconds <= MAX_AFFINITY_SECONDS) return [];
  const detail = `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`;
  return [invalid(`${field}.clientIP.timeoutSeconds`, timeoutSeconds, detail)];
}

function validateAffinity({ sessionAffinity, sessionAffinityConfig }: Spec): FieldError[] {
  if (!sessionAffinity) return [required('spec.sessionAffinity')];
  if (!AFFINITIES.includes(sessionAffinity)) {
    return [notSupported('spec.sessionAffinity', sessionAffinity, AFFINITIES)];
  }
  if (sessionAffinity === 'ClientIP') return validateAffinityConfig(sessionAffinityConfig);
  if (!sessionAffinityConfig) return [];
  return [forbiddenField('spec.sessionAffinityConfig', 'must not be set when session affinity is None')];
}

/** A pair of port and protocol as Go marshals the struct that holds it. */
function goPort(port: number, protocol: string | undefined): object {
  return { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 };
}

function validateUniquePorts({ ports = [] }: Spec): FieldError[] {
  const errors: FieldError[] = [];
  const nodePorts = new Set<string>();
  for (const [index, { nodePort, protocol }] of ports.entries()) {
    if (!nodePort) continue;
    const key = `${protocol}/${nodePort}`;
    if (nodePorts.has(key)) errors.push(duplicate(`spec.ports[${index}].nodePort`, nodePort));
    nodePorts.add(key);
  }
  const seen = new Set<string>();
  for (const [index, { port, protocol }] of ports.entries()) {
    const key = `${protocol}/${port}`;
    if (seen.has(key)) errors.push(duplicate(`spec.ports[${index}]`, goPort(port, protocol)));
    seen.add(key);
  }
  return errors;
}

function validateTypeOnly(spec: Spec): FieldError[] {
  const errors: FieldError[] = [];
  if (!spec.type) errors.push(required('spec.type'));
  else if (!TYPES.includes(spec.type)) errors.push(notSupported('spec.type', spec.type, TYPES));
  if (spec.type === 'ClusterIP') {
    for (const [index, { nodePort }] of (spec.ports ?? []).entries()) {
      const detail = "may not be used when `type` is 'ClusterIP'";
      if (nodePort) errors.push(forbiddenField(`spec.ports[${index}].nodePort`, detail));
    }
  }
  errors.push(...validateUniquePorts(spec));
  const detail = "may only be used when `type` is 'LoadBalancer'";
  const balanced = spec.type === 'LoadBalancer';
  // The capital L is the real one's.
  const ranges = 'spec.LoadBalancerSourceRanges';
  if (spec.loadBalancerSourceRanges?.length && !balanced) errors.push(forbiddenField(ranges, detail));
  for (const [index, range] of (spec.loadBalancerSourceRanges ?? []).entries()) {
    errors.push(...validateCidr(range.trim(), `${ranges}[${index}]`));
  }
  if (balanced) return errors;
  if (spec.allocateLoadBalancerNodePorts !== undefined) {
    errors.push(forbiddenField('spec.allocateLoadBalancerNodePorts', detail));
  }
  if (spec.loadBalancerClass !== undefined) errors.push(forbiddenField('spec.loadBalancerClass', detail));
  return errors;
}

export function isExternallyAccessible({ type, externalIPs }: Pick<Spec, 'type' | 'externalIPs'>): boolean {
  return type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && (externalIPs ?? []).length > 0);
}

function validatePolicies(spec: Spec): FieldError[] {
  const errors: FieldError[] = [];
  const { externalTrafficPolicy: outside, internalTrafficPolicy: inside, trafficDistribution } = spec;
  const field = 'spec.externalTrafficPolicy';
  if (!isExternallyAccessible(spec)) {
    if (outside) errors.push(invalid(field, outside, 'may only be set for externally-accessible services'));
  } else if (!outside) errors.push(required(field));
  else if (!POLICIES.includes(outside)) errors.push(notSupported(field, outside, POLICIES));
  if (spec.healthCheckNodePort && !(spec.type === 'LoadBalancer' && outside === 'Local')) {
    const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.push(invalid('spec.healthCheckNodePort', spec.healthCheckNodePort, detail));
  }
  if (inside !== undefined && !POLICIES.includes(inside)) {
    errors.push(notSupported('spec.internalTrafficPolicy', inside, POLICIES));
  }
  if (trafficDistribution !== undefined && !DISTRIBUTIONS.includes(trafficDistribution)) {
    errors.push(notSupported('spec.trafficDistribution', trafficDistribution, DISTRIBUTIONS));
  }
  return errors;
}

export function validateService({ spec }: Service): FieldError[] {
  const errors: FieldError[] = [];
  const ports = spec.ports ?? [];
  if (ports.length === 0 && !isHeadless(spec) && spec.type !== 'ExternalName') errors.push(required('spec.ports'));
  errors.push(...validateType(spec));
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    errors.push(...validatePort(port, `spec.ports[${index}]`, ports.length > 1, names));
  }
  errors.push(...validateLabels(spec.selector, 'spec.selector'), ...validateAffinity(spec), ...validateFamilies(spec));
  for (const [index, address] of (spec.externalIPs ?? []).entries()) {
    errors.push(...validateEndpointAddress(address, `spec.externalIPs[${index}]`));
  }
  return [...errors, ...validateTypeOnly(spec), ...validatePolicies(spec)];
}

export function validateServiceUpdate(service: Service, old: Service): FieldError[] {
  const errors = validateNoSwap(service.spec, old.spec);
  const { loadBalancerClass } = old.spec;
  const stays = old.spec.type === 'LoadBalancer' && service.spec.type === 'LoadBalancer';
  if (stays && loadBalancerClass !== service.spec.loadBalancerClass) {
    errors.push(invalid('spec.loadBalancerClass', service.spec.loadBalancerClass, 'may not change once set'));
  }
  return [...errors, ...validateService(service)];
}

/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/api/service/warnings.go */
export function serviceWarnings({ spec }: Service): string[] {
  const spelling = [
    ...spellingWarnings(spec.clusterIPs, 'spec.clusterIPs'),
    ...spellingWarnings(spec.externalIPs, 'spec.externalIPs'),
  ];
  if (!isHeadless(spec) || spec.type === 'ExternalName') return spelling;
  return [
    ...spelling,
    ...(spec.loadBalancerIP ? ['spec.loadBalancerIP is ignored for headless services'] : []),
    ...(spec.externalIPs?.length ? ['spec.externalIPs is ignored for headless services'] : []),
    ...(spec.sessionAffinity !== 'None' ? ['spec.SessionAffinity is ignored for headless services'] : []),
  ];
}
