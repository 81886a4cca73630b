/**
 * Whether a CoreDNS process gets its own questions back: its upstream is the cluster's DNS, or it itself.
 * Models: https://coredns.io/plugins/loop/
 */
import { nodeCaches } from '../dataplane/node-cache.ts';
import type { ServerBlock } from '../dns/corefile.ts';
import { corefileOf } from '../dns/corefile-source.ts';
import { absoluteName, isInZone } from '../dns/message.ts';
import { clusterDnsAddress, resolvConfOf } from '../dns/resolv-conf.ts';
import { findMatchingBlock } from '../dns/server-block.ts';
import { isLoopback } from '../net/ip.ts';
import { isNodeCache, nodeCacheFlags } from './node-cache-flags.ts';
import type { Process } from './workload.ts';

/** A question that has passed more server blocks of a process than this has come by one of them twice. */
const MAX_HOPS = 8;
/** The port from which the probe of the plugin was seen to come. */
const SEEN_PORT = 51_413;

interface Upstream {
  readonly address: string;
  readonly port: number;
}

/** What CoreDNS says before it ends; undefined: no block that watches for loops is in one. */
export function findLoop(process: Process): string | undefined {
  const corefile = corefileOf(process);
  if ('error' in corefile) return undefined;
  for (const block of corefile.blocks) {
    const [zone] = block.zones;
    if (!zone || !block.plugins.some(({ name }) => name === 'loop')) continue;
    const back = findWayBack(process, corefile.blocks, block, zone.zone);
    if (back) return fatal(process, back, zone);
  }
  return undefined;
}

function fatal({ pod }: Process, { address }: Upstream, { zone, port }: ServerBlock['zones'][number]): string {
  const from = isLoopback(address) ? '127.0.0.1' : pod.status.podIP;
  const asked = `4547991504243258144.3688648895315093531.${zone === '.' ? '' : zone}`;
  const seen = `Loop (${from}:${SEEN_PORT} -> :${port}) detected for zone "${zone}"`;
  return `[FATAL] plugin/loop: ${seen}, see https://coredns.io/plugins/loop#troubleshooting. Query: "HINFO ${asked}"`;
}

/** The upstream through which a question of the zone comes back to the block. */
function findWayBack(
  process: Process,
  blocks: readonly ServerBlock[],
  start: ServerBlock,
  zone: string,
): Upstream | undefined {
  let current = start;
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    const own = upstreamsOf(process, current, zone).find((upstream) => isOwn(process, upstream));
    const reached = own && findMatchingBlock(blocks, zone, own.port);
    if (!reached) return undefined;
    if (reached === start) return own;
    current = reached;
  }
  return undefined;
}

function isOwn(process: Process, { address }: Upstream): boolean {
  const { cluster, pod } = process;
  if (isNodeCache(process.container.image ?? '')) return isIntercepted(process, address);
  return isLoopback(address) || address === pod.status.podIP || address === clusterDnsAddress(cluster);
}

/** A cache listens on the cluster's own DNS address, too, but gets what is sent there only once its rules keep Services away from it. */
function isIntercepted({ cluster, pod, ...process }: Process, address: string): boolean {
  const flags = nodeCacheFlags(process);
  if (typeof flags === 'string' || !flags.localIps.includes(address)) return false;
  if (address !== clusterDnsAddress(cluster)) return true;
  return (
    nodeCaches(cluster)
      .get(pod.spec.nodeName ?? '')
      ?.rules?.addresses.includes(address) === true
  );
}

/** Of the first `forward` that takes the zone. */
function upstreamsOf(process: Process, { plugins }: ServerBlock, zone: string): Upstream[] {
  const forward = plugins.find(({ name, args }) => name === 'forward' && isInZone(zone, absoluteName(args[0] ?? '.')));
  return (forward?.args.slice(1) ?? []).flatMap((target) => addressesOf(process, target));
}

function addressesOf({ cluster, pod }: Process, target: string): Upstream[] {
  if (target.startsWith('/')) {
    const place = { cluster: cluster.name, pod: pod.metadata };
    return resolvConfOf(cluster, place).nameservers.map((address) => ({ address, port: 53 }));
  }
  const [, address = target, port] = /^(?:dns:\/\/)?([^:]+)(?::(\d+))?$/.exec(target) ?? [];
  return [{ address, port: Number(port ?? 53) }];
}
