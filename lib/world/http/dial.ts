/** From a host name to an open connection: look-up, then one address after the other. */
import { type Choose, type Part, partOf } from '../dataplane/choice.ts';
import type { Network } from '../dataplane/network.ts';
import type { Place, Protocol, Trace } from '../dataplane/trace.ts';
import { traceFlow } from '../dataplane/tracer.ts';
import type { Flow } from '../dataplane/walk.ts';
import { type Resolution, resolveHost } from '../dns/resolve.ts';
import { isIpv4 } from '../net/ip.ts';
import { findMountedHost } from './hosts-file.ts';

export interface Dialled {
  /** Undefined: the name has no address. */
  readonly address: string | undefined;
  readonly dns: Resolution | undefined;
  readonly trace: Trace | undefined;
}

/** Tries the addresses in turn until one answers; the last trace decides. */
export function dial(
  net: Network,
  from: Place,
  host: string,
  port: number,
  choose: Choose,
  how: { readonly protocol: Protocol } & Pick<Flow, 'sourcePort' | 'connection'>,
): Dialled {
  const known = isIpv4(host) ? [host] : findMountedHost(net.cluster, from, host);
  const dns = known ? undefined : partOf(choose, lookUp(net, from, host));
  const addresses = known ?? dns?.addresses ?? [];
  let dialled: Dialled = { address: undefined, dns, trace: undefined };
  for (const address of addresses) {
    const trace = traceFlow(net, { ...how, from, to: { address, port } }, choose);
    dialled = { address, dns, trace };
    if (trace.response === 'Reply' || trace.disposition === 'NotModelled') break;
  }
  return dialled;
}

function lookUp(net: Network, from: Place, host: string): Part<Resolution> {
  const { name, state, seed, epochMs } = net.cluster;
  return {
    state,
    question: JSON.stringify([name, seed, epochMs, net.assume, from, host]),
    run: (choose) => resolveHost(net, from, host, choose),
    isSame: leadsOn,
  };
}

/** Which server answered no longer matters to a caller that has the same addresses after the same time. */
function leadsOn(one: Resolution, other: Resolution): boolean {
  return (
    one.outcome === other.outcome &&
    one.durationMs === other.durationMs &&
    one.says === other.says &&
    one.addresses.length === other.addresses.length &&
    one.addresses.every((address, index) => address === other.addresses[index])
  );
}
