/**
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/discovery/validation/validation.go,
 * pkg/apis/core/validation/validation.go (validateEndpointSubsets)
 */
import type { Endpoint } from '../../../api/discovery/v1/endpointslice.schema.ts';
import type { ObjectOf } from '../../../api/kinds.ts';
import { isIpv4, isIpv6 } from '../../../net/ip.ts';
import { validateEndpointAddress } from './addresses.ts';
import { duplicate, type FieldError, invalid, notSupported, required, tooMany } from './field-error.ts';
import { IMMUTABLE } from './metadata.ts';
import { isDns1123Label, isDns1123Subdomain } from './names.ts';
import { validatePortNumber, validateProtocol } from './ports.ts';

type EndpointSlice = ObjectOf<'EndpointSlice'>;

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];
const MAX_ENDPOINTS = 1000;
const MAX_ADDRESSES = 100;
const MAX_PORTS = 20_000;

function validateAddress(address: string, type: string, field: string): FieldError[] {
  if (type === 'FQDN') return isDns1123Subdomain(address).map((text) => invalid(field, address, text));
  const errors = validateEndpointAddress(address, field);
  if (type === 'IPv4' && isIpv6(address)) return [invalid(field, address, 'must be an IPv4 address'), ...errors];
  if (type === 'IPv6' && isIpv4(address)) return [invalid(field, address, 'must be an IPv6 address'), ...errors];
  return errors;
}

function validateEndpoint(endpoint: Endpoint, type: string, at: string): FieldError[] {
  const { addresses = [], hostname, nodeName } = endpoint;
  const field = `${at}.addresses`;
  if (addresses.length === 0) return [required(field, 'must contain at least 1 address')];
  if (addresses.length > MAX_ADDRESSES) return [tooMany(field, addresses.length, MAX_ADDRESSES)];
  return [
    ...addresses.flatMap((address, index) => validateAddress(address, type, `${field}[${index}]`)),
    ...(nodeName === undefined
      ? []
      : isDns1123Subdomain(nodeName).map((text) => invalid(`${at}.nodeName`, nodeName, text))),
    ...(hostname === undefined
      ? []
      : isDns1123Label(hostname).map((text) => invalid(`${at}.hostname`, hostname, text))),
  ];
}

function validateSlicePorts({ ports }: EndpointSlice): FieldError[] {
  if (ports.length > MAX_PORTS) return [tooMany('ports', ports.length, MAX_PORTS)];
  const names = new Set<string>();
  return ports.flatMap(({ name = '', protocol }, index) => {
    const at = `ports[${index}]`;
    const errors = name === '' ? [] : isDns1123Label(name).map((text) => invalid(`${at}.name`, name, text));
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    return [...errors, ...validateProtocol(protocol, `${at}.protocol`)];
  });
}

export function validateEndpointSlice(slice: EndpointSlice): FieldError[] {
  const { addressType, endpoints } = slice;
  const errors: FieldError[] = [];
  if (!addressType) errors.push(required('addressType'));
  else if (!ADDRESS_TYPES.includes(addressType)) errors.push(notSupported('addressType', addressType, ADDRESS_TYPES));
  if (endpoints.length > MAX_ENDPOINTS) errors.push(tooMany('endpoints', endpoints.length, MAX_ENDPOINTS));
  else errors.push(...endpoints.flatMap((one, index) => validateEndpoint(one, addressType, `endpoints[${index}]`)));
  return [...errors, ...validateSlicePorts(slice)];
}

export function validateEndpointSliceUpdate(slice: EndpointSlice, old: EndpointSlice): FieldError[] {
  const changed = slice.addressType !== old.addressType;
  return [...validateEndpointSlice(slice), ...(changed ? [invalid('addressType', slice.addressType, IMMUTABLE)] : [])];
}

type Subset = NonNullable<ObjectOf<'Endpoints'>['subsets']>[number];

function validateSubset({ addresses = [], notReadyAddresses = [], ports = [] }: Subset, at: string): FieldError[] {
  const errors: FieldError[] = [];
  if (addresses.length === 0 && notReadyAddresses.length === 0) {
    errors.push(required(at, 'must specify `addresses` or `notReadyAddresses`'));
  }
  for (const [list, found] of [
    ['addresses', addresses],
    ['notReadyAddresses', notReadyAddresses],
  ] as const) {
    errors.push(...found.flatMap(({ ip }, index) => validateEndpointAddress(ip, `${at}.${list}[${index}].ip`)));
  }
  for (const [index, { name, port, protocol }] of ports.entries()) {
    const field = `${at}.ports[${index}]`;
    if (!name && ports.length > 1) errors.push(required(`${field}.name`));
    else if (name) errors.push(...isDns1123Label(name).map((text) => invalid(`${field}.name`, name, text)));
    errors.push(...validatePortNumber(port, `${field}.port`), ...validateProtocol(protocol, `${field}.protocol`));
  }
  return errors;
}

export function validateEndpoints({ subsets }: ObjectOf<'Endpoints'>): FieldError[] {
  return (subsets ?? []).flatMap((subset, index) => validateSubset(subset, `subsets[${index}]`));
}
