/**
 * What kube-proxy has programmed on one node: a neutral, frozen description of its rules, as plain data so that a
 * snapshot carries it. The packet stages and the text of iptables-save both read this and nothing else.
 */
import { type Cluster, clusterTable } from '../../cluster.ts';
import type { TransportProtocol } from '../../net/protocol.ts';

export interface ProxyConfig {
  readonly mode: string;
  /** Empty on EKS: kube-proxy cannot tell pods from other clients, and masquerades none of them on the way to a cluster IP. */
  readonly clusterCidr: string;
  readonly masqueradeAll: boolean;
  /** Bit of the packet mark. */
  readonly masqueradeBit: number;
  readonly localhostNodePorts: boolean;
  /** Ranges, or `primary`, of the node addresses that take node ports; empty: as the mode has it. */
  readonly nodePortAddresses: readonly string[];
  /** Of ipvs; absent: `rr`. */
  readonly scheduler?: string;
  /** Between two syncs at least, ms; absent: the mode's default. */
  readonly minSyncMs?: number;
  /** Where `/metrics` is served; absent: `0.0.0.0`, as EKS has it. */
  readonly metricsAddress?: string;
}

export interface EndpointRule {
  readonly address: string;
  readonly port: number;
  readonly node: string | undefined;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly forZones: readonly string[];
  readonly forNodes: readonly string[];
  /** The EndpointSlice and the place in it. */
  readonly slice: string;
  readonly index: number;
}

export interface ServicePortRule {
  readonly service: { readonly namespace: string; readonly name: string };
  /** Index in `spec.ports`. */
  readonly index: number;
  /** `shop/cart:http`, without `:http` when the port has no name. */
  readonly portName: string;
  readonly protocol: TransportProtocol;
  readonly clusterIp: string;
  readonly port: number;
  readonly nodePort: number | undefined;
  readonly externalIps: readonly string[];
  /** Load balancer addresses that the node itself handles (`ipMode: VIP`). */
  readonly loadBalancerIps: readonly string[];
  readonly sourceRanges: readonly string[];
  readonly internalPolicy: 'Cluster' | 'Local';
  readonly externalPolicy: 'Cluster' | 'Local';
  /** Session affinity by client address, seconds; undefined: none. */
  readonly affinitySeconds: number | undefined;
  readonly healthCheckNodePort: number | undefined;
  /** A field of the Service that would choose endpoints, and is not modelled. */
  readonly unmodelledField: string | undefined;
  /** Sorted by `address:port`, as kube-proxy keeps them. */
  readonly endpoints: readonly EndpointRule[];
}

export interface RuleSet {
  readonly node: string;
  readonly zone: string | undefined;
  /** The node's own, its primary one first. */
  readonly addresses: readonly string[];
  /** Ranges of the ready ServiceCIDRs. */
  readonly serviceCidrs: readonly string[];
  readonly config: ProxyConfig;
  /** When the kube-proxy process that wrote this started, world time in ms. */
  readonly startedMs: number;
  readonly ports: readonly ServicePortRule[];
}

/** Key: the node's name. A node without kube-proxy so far has none. */
export function ruleSets(cluster: Cluster) {
  return clusterTable<RuleSet>(cluster, 'proxy');
}
