/** The ready endpoints of a Service under the names that DNS gives them. */
import type { Service } from '../../api/core/v1/service.schema.ts';
import type { Cluster } from '../../cluster.ts';
import { entriesIn } from '../../dataplane/objects.ts';

export interface NamedEndpoint {
  readonly address: string;
  /** The pod's `hostname`, or its address with dashes. */
  readonly hostname: string;
  /** `-1`: the slice declares none. */
  readonly ports: readonly { readonly name?: string; readonly protocol?: string; readonly port: number }[];
}

/** `PodNames`: with `endpoint_pod_names` the pod's name comes before its dashed address. */
export type EndpointNames = 'PodNames' | 'Addresses';

const NO_PORT = [{ port: -1 }];

/** Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin/kubernetes/object/endpoint.go (only ready ones) */
export function endpointsOf(
  cluster: Cluster,
  { metadata }: Pick<Service, 'metadata'>,
  names: EndpointNames = 'Addresses',
): NamedEndpoint[] {
  return entriesIn(cluster, 'EndpointSlice', metadata.namespace)
    .map(([, slice]) => slice)
    .filter(
      (slice) =>
        slice.metadata.labels?.['kubernetes.io/service-name'] === metadata.name && slice.addressType !== 'FQDN',
    )
    .flatMap((slice) => {
      const ports = (slice.ports ?? []).flatMap(({ port, name, protocol }) =>
        port === undefined ? [] : [{ port, ...(name ? { name } : {}), ...(protocol ? { protocol } : {}) }],
      );
      return (slice.endpoints ?? [])
        .filter(({ conditions }) => conditions?.ready ?? true)
        .flatMap(({ addresses, hostname, targetRef }) =>
          addresses.map((address) => ({
            address,
            hostname: hostname || (names === 'PodNames' && targetRef?.name) || dashed(address),
            ports: ports.length > 0 ? ports : NO_PORT,
          })),
        );
    });
}

/** Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin/kubernetes/kubernetes.go (endpointHostname) */
function dashed(address: string): string {
  const label = address.replaceAll(/[.:]/g, '-');
  return address.includes(':') && label.endsWith('-') ? `${label}0` : label;
}
