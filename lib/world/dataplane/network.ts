import type { Cluster } from '../cluster.ts';

/** The network of one cluster, as questions are put to it. */
export interface Network {
  readonly cluster: Cluster;
  /**
   * For manifests that describe only part of a cluster: every node's rules are up to date, and an address in an
   * EndpointSlice, like a pod whose image is unknown here, listens on every port.
   */
  readonly assume?: 'EndpointsListen';
}
