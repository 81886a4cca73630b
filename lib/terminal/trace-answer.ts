/** Traces a request: the path this world's chance takes, and every other. */

import type { Network } from '../world/dataplane/network.ts';
import { type TraceDocument, traceJson } from '../world/dataplane/trace-json.ts';
import { traceFlow } from '../world/dataplane/tracer.ts';
import { resolveHost } from '../world/dns/resolve.ts';
import { canonicalIp } from '../world/net/ip.ts';
import type { World } from '../world/world.ts';
import type { TraceRequest } from './trace-request.ts';

/** `says`: the name has no address there, or that depends on something that is not modelled. */
export type TraceAnswer =
  | { readonly kind: 'Traced'; readonly trace: TraceDocument; readonly address: string }
  | { readonly kind: 'NoName' | 'NotModelled'; readonly says: string };

/** `world` is left as it is. `assume` is for manifests that describe only part of a cluster. */
export function answerTrace(world: World, request: TraceRequest, assume?: Network['assume']): TraceAnswer {
  const found = addressOf(world, request, assume);
  if (typeof found !== 'string') return found;
  const flow = { from: request.from, to: { address: found, port: request.port }, protocol: request.protocol };
  const networkOf = (fork: World): Network => ({
    cluster: fork.cluster(request.from.cluster),
    ...(assume ? { assume } : {}),
  });
  const own = world.fork().send(request.from.cluster, (cluster, choose) => ({
    durationMs: 0,
    trace: traceFlow({ cluster, ...(assume ? { assume } : {}) }, flow, choose),
  })).trace;
  const all = world.probe(request.from.cluster, (fork, _, choose) => traceFlow(networkOf(fork), flow, choose));
  return { kind: 'Traced', trace: traceJson(own, all), address: found };
}

function addressOf(world: World, { from, host }: TraceRequest, assume: Network['assume']): string | TraceAnswer {
  const given = canonicalIp(host);
  if (given !== undefined) return given;
  const { outcome, addresses, says } = world
    .fork()
    .send(from.cluster, (cluster, choose) =>
      resolveHost({ cluster, ...(assume ? { assume } : {}) }, from, host, choose),
    );
  const [address] = addresses;
  if (address !== undefined) return address;
  if (outcome === 'NotModelled') return { kind: 'NotModelled', says };
  return { kind: 'NoName', says: `${host} has no address there: ${outcome}` };
}
