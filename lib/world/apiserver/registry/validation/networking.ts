/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/networking/validation/validation.go */
import type { ObjectOf } from '../../../api/kinds.ts';
import type { IngressClassParametersReference } from '../../../api/networking/v1/ingressclass.schema.ts';
import { isIp } from '../../../net/ip.ts';
import { sameValue } from '../../draft.ts';
import { findPrefix, validateStrictCidr } from './cidrs.ts';
import { type FieldError, forbiddenField, invalid, notSupported, required, tooLong } from './field-error.ts';
import { IMMUTABLE } from './metadata.ts';
import { isDns1123Label, isDns1123Subdomain, isPathSegment, type NameRule, regexSentence } from './names.ts';

type IngressClass = ObjectOf<'IngressClass'>;
type ServiceCIDR = ObjectOf<'ServiceCIDR'>;
type IPAddress = ObjectOf<'IPAddress'>;

const MAX_CONTROLLER = 250;
const SCOPES = ['Cluster', 'Namespace'];
const HTTP_PATH = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;

function named(value: string | undefined, field: string, rule: NameRule): FieldError[] {
  return value ? rule(value).map((text) => invalid(field, value, text)) : [required(field)];
}

function validateController(controller: string, field: string): FieldError[] {
  if (!controller) return [required(field)];
  const errors = controller.length > MAX_CONTROLLER ? [tooLong(field, MAX_CONTROLLER)] : [];
  const slash = controller.indexOf('/');
  const [host, path] = [controller.slice(0, slash), controller.slice(slash + 1)];
  if (slash <= 0 || path === '') {
    return [...errors, invalid(field, controller, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  errors.push(...named(host, field, isDns1123Subdomain));
  if (!HTTP_PATH.test(path)) {
    errors.push(invalid(field, path, regexSentence('Invalid path', "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+")));
  }
  return errors;
}

function validateParameters(parameters: IngressClassParametersReference, at: string): FieldError[] {
  const { apiGroup, kind, name, scope, namespace } = parameters;
  const errors = [
    ...(apiGroup === undefined
      ? []
      : isDns1123Subdomain(apiGroup).map((text) => invalid(`${at}.apiGroup`, apiGroup, text))),
    ...named(kind, `${at}.kind`, isPathSegment),
    ...named(name, `${at}.name`, isPathSegment),
  ];
  if (scope === undefined) return [...errors, required(`${at}.scope`)];
  if (!SCOPES.includes(scope)) return [...errors, notSupported(`${at}.scope`, scope, SCOPES)];
  if (scope === 'Cluster') {
    const detail = "`parameters.scope` is set to 'Cluster'";
    return namespace === undefined ? errors : [...errors, forbiddenField(`${at}.namespace`, detail)];
  }
  if (namespace === undefined) {
    return [...errors, required(`${at}.namespace`, "`parameters.scope` is set to 'Namespace'")];
  }
  return [...errors, ...isDns1123Label(namespace).map((text) => invalid(`${at}.namespace`, namespace, text))];
}

export function validateIngressClass({ spec }: IngressClass): FieldError[] {
  return [
    ...validateController(spec.controller ?? '', 'spec.controller'),
    ...(spec.parameters ? validateParameters(spec.parameters, 'spec.parameters') : []),
  ];
}

export function validateIngressClassUpdate(object: IngressClass, old: IngressClass): FieldError[] {
  const changed = object.spec.controller !== old.spec.controller;
  return [
    ...(changed ? [invalid('spec.controller', object.spec.controller ?? '', IMMUTABLE)] : []),
    ...validateIngressClass(object),
  ];
}

export const isAddressName: NameRule = (value) =>
  isIp(value) ? [] : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];

export function validateIpAddress({ spec }: IPAddress): FieldError[] {
  const { parentRef } = spec;
  const at = 'spec.parentRef';
  if (!parentRef) return [required(at)];
  const { group, resource, name, namespace } = parentRef;
  return [
    ...(group ? named(group, `${at}.group`, isDns1123Subdomain) : []),
    ...named(resource, `${at}.resource`, isPathSegment),
    ...named(name, `${at}.name`, isPathSegment),
    ...(namespace ? named(namespace, `${at}.namespace`, isPathSegment) : []),
  ];
}

/** A reference as Go marshals the struct that holds it. */
function goParent(parent: IPAddress['spec']['parentRef']): object | null {
  if (!parent) return null;
  const { group = '', resource = '', namespace = '', name = '' } = parent;
  return { Group: group, Resource: resource, Namespace: namespace, Name: name };
}

export function validateIpAddressUpdate(object: IPAddress, old: IPAddress): FieldError[] {
  const same = sameValue(object.spec.parentRef, old.spec.parentRef);
  return same ? [] : [invalid('spec.parentRef', goParent(object.spec.parentRef), IMMUTABLE)];
}

export function validateServiceCidr({ spec }: ServiceCIDR): FieldError[] {
  const { cidrs = [] } = spec;
  const field = 'spec.cidrs';
  if (cidrs.length === 0) return [required(field, 'at least one CIDR required')];
  if (cidrs.length > 2) return [invalid(field, { CIDRs: cidrs }, 'may only hold up to 2 values')];
  const errors = cidrs.flatMap((cidr, index) => validateStrictCidr(cidr, `${field}[${index}]`));
  const [first, second] = cidrs.map((cidr) => findPrefix(cidr)?.family);
  if (first === undefined || first !== second) return errors;
  const detail = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64';
  return [...errors, invalid(field, cidrs, detail)];
}

export function validateServiceCidrUpdate(object: ServiceCIDR, old: ServiceCIDR): FieldError[] {
  const [cidrs, before] = [object.spec.cidrs ?? [], old.spec.cidrs ?? []];
  const changed = (at: number) =>
    cidrs[at] === before[at] ? [] : [invalid(`spec.cidrs[${at}]`, cidrs[at], IMMUTABLE)];
  if (cidrs.length === before.length) return cidrs.flatMap((_, at) => changed(at));
  if (before.length === 1 && cidrs.length === 2) return [...changed(0), ...validateServiceCidr(object)];
  return [invalid('spec.cidrs', object.spec.cidrs, IMMUTABLE)];
}
