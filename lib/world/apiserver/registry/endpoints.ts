/**
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/endpoint/strategy.go,
 * pkg/registry/discovery/endpointslice/strategy.go
 */
import type { Strategy } from '../strategy.ts';
import { endpointSlicePrinter, endpointsPrinter } from './columns/endpoints.ts';
import { validateEndpointSlice, validateEndpointSliceUpdate, validateEndpoints } from './validation/endpoints.ts';

const SERVICE_NAME = 'kubernetes.io/service-name';

export const endpointsStrategy: Strategy<'Endpoints'> = {
  kind: 'Endpoints',
  setDefaults({ subsets }) {
    for (const subset of subsets ?? []) for (const port of subset.ports ?? []) port.protocol ||= 'TCP';
  },
  validate: validateEndpoints,
  validateUpdate: validateEndpoints,
  deprecated: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  printer: endpointsPrinter,
};

export const endpointSliceStrategy: Strategy<'EndpointSlice'> = {
  kind: 'EndpointSlice',
  setDefaults(slice) {
    slice.endpoints ??= [];
    slice.ports ??= [];
    for (const port of slice.ports) {
      port.name ??= '';
      port.protocol ??= 'TCP';
    }
  },
  counted: ({ endpoints, ports, addressType, metadata }) => [
    endpoints,
    ports,
    addressType,
    metadata.labels?.[SERVICE_NAME],
  ],
  validate: validateEndpointSlice,
  validateUpdate: validateEndpointSliceUpdate,
  printer: endpointSlicePrinter,
};
