/** From a host name to an open connection: look-up, then one address after the other. */
import { type Choose, type Part, partOf } from '../dataplane/choice.ts';
import type { Network } from '../dataplane/network.ts';
import type { Place, Protocol, Trace } from '../dataplane/trace.ts';
import { traceFlow } from '../dataplane/tracer.ts';
import type { Flow } from '../dataplane/walk.ts';
import { type Resolution, resolveHost } from '../dns/resolve.ts';
import { canonicalIp, familyOf, type IpFamily, isIp } from '../net/ip.ts';
import { findMountedHost } from './hosts-file.ts';

export interface Dialled {
  /** Undefined: the name has no address. */
  readonly address: string | undefined;
  readonly dns: Resolution | undefined;
  readonly trace: Trace | undefined;
}

type How = { readonly protocol: Protocol; readonly family?: IpFamily } & Pick<Flow, 'sourcePort' | 'connection'>;

/** Tries the addresses in turn until one answers; the last trace decides. What is said over the connection is no part of it. */
export function dial(net: Network, from: Place, host: string, port: number, choose: Choose, how: How): Dialled {
  if (!choose.part) return connect(net, from, host, port, choose, how);
  return partOf(choose, {
    state: net.cluster.state,
    question: questionOf(
      net,
      from,
      `dial ${how.protocol}${how.family ?? ''} ${how.sourcePort} ${how.connection} ${port} ${host}`,
    ),
    run: (inner) => connect(net, from, host, port, inner, how),
    isSame: () => false,
  });
}

function connect(net: Network, from: Place, host: string, port: number, choose: Choose, how: How): Dialled {
  const known = isIp(host) ? [canonicalIp(host) as string] : findMountedHost(net.cluster, from, host);
  const dns = known ? undefined : partOf(choose, lookUp(net, from, host));
  const { family, ...flow } = how;
  const addresses = (known ?? dns?.addresses ?? []).filter((address) => !family || familyOf(address) === family);
  let dialled: Dialled = { address: undefined, dns, trace: undefined };
  for (const address of addresses) {
    const trace = traceFlow(net, { ...flow, from, to: { address, port } }, choose);
    dialled = { address, dns, trace };
    if (trace.response === 'Reply' || trace.disposition === 'NotModelled') break;
  }
  return dialled;
}

/** All that an answer depends on beside the state; what is asked stands last, since a host may be any text. */
function questionOf({ cluster, assume }: Network, from: Place, asked: string): string {
  return `${cluster.name} ${cluster.seed} ${cluster.epochMs} ${assume} ${placeText(from)} ${asked}`;
}

function placeText(from: Place): string {
  if ('node' in from) return `${from.cluster} node ${from.node}`;
  if ('address' in from) return `${from.cluster} address ${from.address} ${from.atNode}`;
  const { namespace, name, container } = from.pod;
  return `${from.cluster} pod ${namespace} ${name} ${container}`;
}

function lookUp(net: Network, from: Place, host: string): Part<Resolution> {
  return {
    state: net.cluster.state,
    question: questionOf(net, from, `look up ${host}`),
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
