/** The network of one place of a world, as the tools there see it. */

import { kernelView } from '../../world/dataplane/render/kernel-view.ts';
import type { Place } from '../../world/dataplane/trace.ts';
import { resolvConfOf } from '../../world/dns/resolv-conf.ts';
import type { WorldAccess } from '../access.ts';
import { echoOf } from './echo.ts';
import type { NetHost } from './host.ts';

export function worldHost(access: WorldAccess, place: Place, hostname: string): NetHost {
  const cluster = () => access.cluster(place.cluster);
  return {
    hostname,
    nameservers: () => resolvConfOf(cluster(), place).nameservers,
    resolve: (question) => access.converse({ kind: 'dns', from: place, question }).queries,
    http: (call) => {
      const exchange = access.converse({ kind: 'http', from: place, call });
      const first = exchange.trace?.steps[0]?.packet;
      const resolved = exchange.dns ? { ...exchange, addresses: exchange.dns.addresses } : exchange;
      return first ? { ...resolved, source: { address: first.src, port: first.sport } } : resolved;
    },
    connect: (call) => {
      const connection = access.converse({ kind: 'connect', from: place, call });
      return { ...connection, echo: echoOf(cluster(), connection.trace) };
    },
    show: (what) => kernelView(cluster(), place, what),
  };
}
