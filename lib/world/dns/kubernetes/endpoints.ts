/** The ready endpoints of a Service under the names that DNS gives them. */
import type { Service } from '../../api/core/v1/service.schema.ts';
import type { Cluster } from '../../cluster.ts';
import { entriesOf } from '../../dataplane/objects.ts';

export interface NamedEndpoint {
  readonly address: string;
  /** The pod's `hostname`, or its address with dashes. */
  readonly hostname: string;
  readonly ports: readonly { readonly name?: string; readonly protocol?: string; readonly port: number }[];
}

/** Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin/kubernetes/object/endpoint.go (only ready ones) */
export function endpointsOf(cluster: Cluster, { metadata }: Service): NamedEndpoint[] {
  return entriesOf(cluster, 'EndpointSlice')
    .map(([, slice]) => slice)
    .filter(
      (slice) =>
        slice.metadata.namespace === metadata.namespace &&
        slice.metadata.labels?.['kubernetes.io/service-name'] === metadata.name &&
        slice.addressType === 'IPv4',
    )
    .flatMap((slice) =>
      (slice.endpoints ?? [])
        .filter(({ conditions }) => conditions?.ready ?? true)
        .flatMap(({ addresses, hostname }) =>
          addresses.map((address) => ({
            address,
            hostname: hostname || address.replaceAll('.', '-'),
            ports: (slice.ports ?? []).flatMap(({ port, name, protocol }) =>
              port === undefined ? [] : [{ port, ...(name ? { name } : {}), ...(protocol ? { protocol } : {}) }],
            ),
          })),
        ),
    );
}
