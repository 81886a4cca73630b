/** Addresses behind which stands no pod and no node: the control plane, the node's metadata, hosts of the internet, and endpoints that a manifest only names. */
import type { Ref } from '../../ref.ts';
import { findInternetHost } from '../internet.ts';
import type { Network } from '../network.ts';
import { entriesOf, findObject, type Kept, remember } from '../objects.ts';
import type { Backend, Packet } from '../trace.ts';
import { vpcResolverAddress } from '../vpc-address.ts';

export interface Beyond {
  readonly backend: Backend;
  readonly ref: Ref;
  readonly says: string;
  /** A gateway on the way puts its own address in the place of the sender's. */
  readonly source?: 'Hidden';
}

/** Models: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html (a pod's connection opens at any hop limit: it counts for the answer with the token only) */
const METADATA_ADDRESSES = ['169.254.169.254', 'fd00:ec2::254'];

/** Whoever takes the packet there; undefined: nobody. */
export function findBeyond({ cluster, assume }: Network, packet: Packet, fromNode: string): Beyond | undefined {
  const { dst, dport, protocol } = packet;
  const controlPlane = findObject(cluster, 'EndpointSlice', 'kubernetes', 'default');
  const servesPort = controlPlane?.ports?.some(({ port }) => port === dport) ?? false;
  if (controlPlane && servesPort && controlPlane.endpoints?.some(({ addresses }) => addresses.includes(dst))) {
    return {
      backend: { address: dst, port: dport, node: 'control-plane' },
      ref: sliceRef(cluster.name, 'default', 'kubernetes', 'endpoints'),
      says: `${dst} is an address of the API server`,
    };
  }
  if (dst === vpcResolverAddress(cluster) && dport === 53) {
    return {
      backend: { address: dst, port: dport, node: 'vpc-resolver' },
      ref: { cluster: cluster.name, apiVersion: 'v1', kind: 'Node', name: 'vpc-resolver' },
      says: `${dst} is the resolver of the network`,
    };
  }
  if (METADATA_ADDRESSES.includes(dst) && dport === 80 && protocol === 'TCP') {
    return {
      backend: { address: dst, port: dport, node: 'instance-metadata' },
      ref: { cluster: cluster.name, apiVersion: 'v1', kind: 'Node', name: fromNode, field: 'spec.providerID' },
      says: `${dst} is the metadata service of the instance`,
    };
  }
  const outside = findOutside(cluster, packet, fromNode);
  if (outside) return outside;
  const given = assume && namedEndpoints(cluster).get(dst);
  if (!given) return undefined;
  return { ...given, backend: { address: dst, port: dport, node: given.node } };
}

function findOutside(cluster: Network['cluster'], packet: Packet, fromNode: string): Beyond | undefined {
  const { dst, dport, protocol } = packet;
  const host = findInternetHost(cluster, dst);
  if (!host?.ports.some((open) => open.port === dport && open.protocol === protocol)) return undefined;
  return {
    backend: { address: dst, port: dport, node: host.name },
    ref: { cluster: cluster.name, apiVersion: 'v1', kind: 'Node', name: fromNode },
    // IPv6 leaves through an egress-only gateway, which translates nothing.
    ...(dst.includes(':')
      ? { says: `${dst} is ${host.name}, on the internet` }
      : { says: `${dst} is ${host.name}, on the internet; it sees the address of the NAT gateway`, source: 'Hidden' }),
  };
}

interface Named {
  readonly node: string;
  readonly ref: Ref;
  readonly says: string;
}

const kept = new WeakMap<object, Kept<ReadonlyMap<string, Named>>>();

function namedEndpoints(cluster: Network['cluster']): ReadonlyMap<string, Named> {
  const slices = entriesOf(cluster, 'EndpointSlice');
  return remember(
    () => {
      const named = new Map<string, Named>();
      for (const [, { metadata, endpoints }] of slices) {
        for (const [index, { addresses, nodeName }] of (endpoints ?? []).entries()) {
          const ref = sliceRef(cluster.name, metadata.namespace, metadata.name, `endpoints[${index}]`);
          const says = 'no pod with this address is given: it is taken as listening';
          named.set(addresses[0] ?? '', { node: nodeName ?? 'unknown', ref, says });
        }
      }
      return named;
    },
    kept,
    slices,
  );
}

function sliceRef(cluster: string, namespace: string, name: string, field: string): Ref {
  return { cluster, apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', namespace, name, field };
}
