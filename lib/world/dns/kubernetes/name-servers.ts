/** The zone's own name servers: the Services that have the answering pod among their endpoints. */
import { entriesOf } from '../../dataplane/objects.ts';
import { endpointsOf } from './endpoints.ts';
import type { Item, Zone } from './items.ts';

/**
 * Without such a Service the pod itself is `ns.dns` of the zone.
 * Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin/kubernetes/ns.go
 */
export function nameServersOf({ cluster, zone }: Zone, ownAddress: string): readonly Item[] {
  const servers = entriesOf(cluster, 'Service').flatMap(([, service]) => {
    const { metadata, spec } = service;
    const endpoints = endpointsOf(cluster, service);
    if (!endpoints.some(({ address }) => address === ownAddress)) return [];
    const suffix = `${metadata.name}.${metadata.namespace}.svc.${zone}`;
    if (spec.clusterIP !== 'None') {
      return (spec.clusterIPs ?? [spec.clusterIP ?? '']).map((host) => ({ host, port: 0, target: suffix }));
    }
    return endpoints.map(({ address, hostname }) => ({ host: address, port: 0, target: `${hostname}.${suffix}` }));
  });
  return servers.length > 0 ? servers : [{ host: ownAddress, port: 0, target: `ns.dns.${zone}` }];
}
