/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/networking/validation/validation.go (ValidateNetworkPolicySpec) */
import type { ObjectOf } from '../../../api/kinds.ts';
import type { IPBlock, NetworkPolicyPeer, NetworkPolicyPort } from '../../../api/networking/v1/networkpolicy.schema.ts';
import { findPrefix, isStrictSubset, validateCidr } from './cidrs.ts';
import { type FieldError, forbiddenField, invalid, notSupported, required } from './field-error.ts';
import { validateSelector } from './labels.ts';
import { isPortName, isPortNumber } from './names.ts';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const TYPES = ['Ingress', 'Egress'];

function validatePort({ protocol, port, endPort }: NetworkPolicyPort, at: string): FieldError[] {
  const errors: FieldError[] = [];
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) {
    errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS));
  }
  const field = `${at}.endPort`;
  if (port === undefined) {
    if (endPort !== undefined)
      errors.push(invalid(field, endPort, 'may not be specified when `port` is not specified'));
  } else if (typeof port === 'number') {
    errors.push(...isPortNumber(port).map((text) => invalid(`${at}.port`, port, text)));
    if (endPort === undefined) return errors;
    if (endPort < port) errors.push(invalid(field, endPort, 'must be greater than or equal to `port`'));
    errors.push(...isPortNumber(endPort).map((text) => invalid(field, endPort, text)));
  } else {
    if (endPort !== undefined) errors.push(invalid(field, endPort, 'may not be specified when `port` is non-numeric'));
    errors.push(...isPortName(port).map((text) => invalid(`${at}.port`, port, text)));
  }
  return errors;
}

function validateBlock({ cidr, except = [] }: IPBlock, at: string): FieldError[] {
  if (!cidr) return [required(`${at}.cidr`)];
  const outer = findPrefix(cidr);
  if (!outer) return validateCidr(cidr, `${at}.cidr`);
  return except.flatMap((text, index) => {
    const field = `${at}.except[${index}]`;
    const inner = findPrefix(text);
    if (!inner) return validateCidr(text, field);
    return isStrictSubset(inner, outer) ? [] : [invalid(field, text, 'must be a strict subset of `cidr`')];
  });
}

function validatePeer({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, at: string): FieldError[] {
  const errors = [
    ...validateSelector(podSelector, `${at}.podSelector`),
    ...validateSelector(namespaceSelector, `${at}.namespaceSelector`),
    ...(ipBlock ? validateBlock(ipBlock, `${at}.ipBlock`) : []),
  ];
  if (!podSelector && !namespaceSelector && !ipBlock) errors.push(required(at, 'must specify a peer'));
  else if (ipBlock && (podSelector || namespaceSelector)) {
    errors.push(forbiddenField(at, 'may not specify both ipBlock and another peer'));
  }
  return errors;
}

interface Rule {
  readonly ports?: readonly NetworkPolicyPort[];
  readonly peers: readonly NetworkPolicyPeer[] | undefined;
}

function validateRule({ ports = [], peers = [] }: Rule, at: string, side: 'from' | 'to'): FieldError[] {
  return [
    ...ports.flatMap((port, index) => validatePort(port, `${at}.ports[${index}]`)),
    ...peers.flatMap((peer, index) => validatePeer(peer, `${at}.${side}[${index}]`)),
  ];
}

export function validateNetworkPolicy({ spec }: ObjectOf<'NetworkPolicy'>): FieldError[] {
  const { ingress = [], egress = [], policyTypes = [] } = spec;
  const errors = [
    ...validateSelector(spec.podSelector, 'spec.podSelector'),
    ...ingress.flatMap(({ from, ...rest }, at) =>
      validateRule({ ...rest, peers: from }, `spec.ingress[${at}]`, 'from'),
    ),
    ...egress.flatMap(({ to, ...rest }, at) => validateRule({ ...rest, peers: to }, `spec.egress[${at}]`, 'to')),
  ];
  if (policyTypes.length > TYPES.length) {
    return [...errors, invalid('spec.policyTypes', policyTypes, 'may not specify more than two policyTypes')];
  }
  return [
    ...errors,
    ...policyTypes.flatMap((type, at) =>
      TYPES.includes(type) ? [] : [notSupported(`spec.policyTypes[${at}]`, type, TYPES)],
    ),
  ];
}
