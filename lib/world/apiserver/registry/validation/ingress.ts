/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/networking/validation/validation.go (ValidateIngressSpec) */
import type { ObjectOf } from '../../../api/kinds.ts';
import type {
  HTTPIngressPath,
  IngressBackend,
  IngressRule,
  IngressTLS,
} from '../../../api/networking/v1/ingress.schema.ts';
import { isIp } from '../../../net/ip.ts';
import { type FieldError, invalid, notSupported, required } from './field-error.ts';
import {
  isDns1035Label,
  isDns1123Subdomain,
  isPathSegment,
  isPortName,
  isPortNumber,
  isWildcardDns1123Subdomain,
  type NameRule,
} from './names.ts';

type Ingress = ObjectOf<'Ingress'>;

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const BAD_SEQUENCES = ['//', '/./', '/../', '%2f', '%2F'];
const BAD_SUFFIXES = ['/..', '/.'];

function named(value: string, field: string, rule: NameRule): FieldError[] {
  return rule(value).map((text) => invalid(field, value, text));
}

function validateHost(host: string, field: string): FieldError[] {
  return named(host, field, host.includes('*') ? isWildcardDns1123Subdomain : isDns1123Subdomain);
}

function validatePort({ service }: IngressBackend, at: string): FieldError[] {
  const { name = '', number = 0 } = service?.port ?? {};
  if (name && number) return [invalid(at, '', 'cannot set both port name & port number')];
  if (name) return named(name, `${at}.service.port.name`, isPortName);
  if (number === 0) return [required(at, 'port name or number is required')];
  return isPortNumber(number).map((text) => invalid(`${at}.service.port.number`, number, text));
}

function validateBackend(backend: IngressBackend, at: string): FieldError[] {
  const { service, resource } = backend;
  if (service && resource) return [invalid(at, '', 'cannot set both resource and service backends')];
  if (resource) {
    const { apiGroup, kind, name } = resource;
    return [
      ...(apiGroup === undefined ? [] : named(apiGroup, `${at}.resource.apiGroup`, isDns1123Subdomain)),
      ...(kind ? named(kind, `${at}.resource.kind`, isPathSegment) : [required(`${at}.resource.kind`)]),
      ...(name ? named(name, `${at}.resource.name`, isPathSegment) : [required(`${at}.resource.name`)]),
    ];
  }
  if (!service) return [invalid(at, '', 'resource or service backend is required')];
  const field = `${at}.service.name`;
  const problems = service.name ? named(service.name, field, isDns1035Label) : [required(field)];
  return [...problems, ...validatePort(backend, at)];
}

function validatePathText(path: string, field: string, pathType: string): FieldError[] {
  if (pathType === 'ImplementationSpecific') {
    return path === '' || path.startsWith('/') ? [] : [invalid(field, path, 'must be an absolute path')];
  }
  return [
    ...(path.startsWith('/') ? [] : [invalid(field, path, 'must be an absolute path')]),
    ...BAD_SEQUENCES.filter((bad) => path.includes(bad)).map((bad) =>
      invalid(field, path, `must not contain '${bad}'`),
    ),
    ...BAD_SUFFIXES.filter((bad) => path.endsWith(bad)).map((bad) => invalid(field, path, `cannot end with '${bad}'`)),
  ];
}

function validatePath({ path = '', pathType, backend }: HTTPIngressPath, at: string): FieldError[] {
  if (pathType === undefined) return [required(`${at}.pathType`, 'pathType must be specified')];
  const problems = PATH_TYPES.includes(pathType)
    ? validatePathText(path, `${at}.path`, pathType)
    : [notSupported(`${at}.pathType`, pathType, PATH_TYPES)];
  return [...problems, ...validateBackend(backend ?? {}, `${at}.backend`)];
}

function validateRule({ host, http }: IngressRule, at: string): FieldError[] {
  const errors: FieldError[] = [];
  if (host) {
    if (isIp(host)) errors.push(invalid(`${at}.host`, host, 'must be a DNS name, not an IP address'));
    errors.push(...validateHost(host, `${at}.host`));
  }
  if (!http) return errors;
  const paths = http.paths ?? [];
  if (paths.length === 0) errors.push(required(`${at}.http.paths`));
  return [...errors, ...paths.flatMap((path, index) => validatePath(path, `${at}.http.paths[${index}]`))];
}

function validateTls({ hosts = [], secretName }: IngressTLS, at: string): FieldError[] {
  return [
    ...hosts.flatMap((host, index) => validateHost(host, `${at}.hosts[${index}]`)),
    ...(secretName ? named(secretName, `${at}.secretName`, isDns1123Subdomain) : []),
  ];
}

export function validateIngressUpdate({ spec }: Ingress): FieldError[] {
  const { rules = [], tls = [], defaultBackend, ingressClassName } = spec;
  return [
    ...(rules.length === 0 && !defaultBackend
      ? [invalid('spec', spec.rules, 'either `defaultBackend` or `rules` must be specified')]
      : []),
    ...(defaultBackend ? validateBackend(defaultBackend, 'spec.defaultBackend') : []),
    ...rules.flatMap((rule, index) => validateRule(rule, `spec.rules[${index}]`)),
    ...tls.flatMap((one, index) => validateTls(one, `spec.tls[${index}]`)),
    ...(ingressClassName === undefined ? [] : named(ingressClassName, 'spec.ingressClassName', isDns1123Subdomain)),
  ];
}

/** The annotation from before there were classes may stand beside the field only when both say the same. */
export function validateIngress(ingress: Ingress): FieldError[] {
  const { ingressClassName } = ingress.spec;
  const annotation = ingress.metadata.annotations?.[CLASS_ANNOTATION];
  const differs = annotation !== undefined && ingressClassName !== undefined && annotation !== ingressClassName;
  const sentence = 'must match `ingressClassName` when both are specified';
  return [
    ...validateIngressUpdate(ingress),
    ...(differs ? [invalid(`annotations.${CLASS_ANNOTATION}`, annotation, sentence)] : []),
  ];
}

/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/networking/ingress/strategy.go (WarningsOnCreate) */
export function ingressWarnings({ metadata }: Ingress, old: Ingress | undefined): string[] {
  const stands = metadata.annotations !== undefined && CLASS_ANNOTATION in metadata.annotations;
  if (old || !stands) return [];
  return [`annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`];
}
