/**
 * node-cache of NodeLocal DNSCache: CoreDNS with a Corefile made of a template, on addresses that it gives the node itself. What it puts into
 * the node's kernel is the controller's part.
 *
 * Models: https://github.com/kubernetes/dns/blob/1.26.7/cmd/node-cache/main.go, app/cache_app.go
 * Differs: a ConfigMap mounted later is read with the next sync of the pod, not every ten seconds; /metrics is not there.
 */
import { compareQuantities } from '../api/quantity.ts';
import { corefileOf } from '../dns/corefile-source.ts';
import { findNodeCacheCorefile, readUpstreams, upstreamAddress, upstreamVariable } from '../dns/node-cache-corefile.ts';
import { dateMark } from '../log-text.ts';
import { coredns } from './coredns.ts';
import { parseImage } from './image-name.ts';
import { type NodeCacheFlags, nodeCacheFlags } from './node-cache-flags.ts';
import type { Listener, Process, Start, Workload } from './workload.ts';

const SETUP_METRICS_PORT = 9353;

function logged(text: string): string {
  return `${dateMark('Slash')} ${text}`;
}

function start(process: Process): Start {
  const begin = logged(`[INFO] Starting node-cache image: ${parseImage(process.container.image ?? '').tag}`);
  const flags = nodeCacheFlags(process);
  if (typeof flags === 'string') {
    return ended([begin, logged(`[FATAL] Error parsing flags - ${flags}, Exiting`)]);
  }
  const own = [begin, ...preamble(process, flags)];
  const unbound = findUnboundAddress(process, flags);
  if (upstreamAddress(process, flags) === '<nil>' && usesUpstream(process)) {
    return ended([...own, 'plugin/forward: not an IP address or file: "<nil>"']);
  }
  if (unbound !== undefined) {
    return ended([...own, `Listen: listen tcp ${unbound}:53: bind: cannot assign requested address`]);
  }
  const served = killedForMemory(process) ?? coredns.start(process);
  return { ...served, logs: [...own, ...served.logs] };
}

/**
 * Below this its caches soon need more than they may. Models: https://github.com/kontena/pharos-cluster/issues/1270 (40 to 50 Mi under a limit
 * of 30 Mi), https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/#setting-memory-limits
 * Differs: memory is not counted; a lower limit is reached after a fixed time, however many names are asked for.
 */
const NEEDED = '40Mi';
const FILLED_MS = 45_000;

function killedForMemory(process: Process): Start | undefined {
  const limit = process.container.resources?.limits?.memory;
  if (limit === undefined || compareQuantities(limit, NEEDED) >= 0) return undefined;
  const served = coredns.start(process);
  return served.exit ? undefined : { ...served, exit: { code: 137, afterMs: FILLED_MS, reason: 'OOMKilled' } };
}

function ended(logs: readonly string[]): Start {
  return { readyAfterMs: 0, exit: { code: 1, afterMs: 100 }, logs };
}

/** What it says before CoreDNS begins. */
function preamble(process: Process, flags: NodeCacheFlags): string[] {
  const variable = upstreamVariable(flags.upstreamService);
  const missing = logged(
    `[WARNING] Unable to lookup IP address of Upstream service ${flags.upstreamService}, env $${variable} \`\``,
  );
  const { stubDomains, servers } = readUpstreams(process, flags);
  const upstream = servers.length === 0 ? '/etc/resolv.conf' : servers.join(' ');
  const text = findNodeCacheCorefile(process)?.text;
  const read =
    text === undefined
      ? [
          `[ERROR] Failed to read node-cache coreFile ${flags.baseCorefile} - open ${flags.baseCorefile}: no such file or directory`,
        ]
      : [
          `[INFO] Updated Corefile with ${stubDomains.length} custom stubdomains and upstream servers ${upstream}`,
          `[INFO] Using config file:\n${text}`,
        ];
  return [
    logged(`[INFO] Using Corefile ${flags.corefile}`),
    logged(`[INFO] Using Pidfile ${flags.pidFile}`),
    ...(upstreamAddress(process, flags) === '<nil>' ? [missing] : []),
    ...read.map(logged),
    ...(flags.setupInterface ? [logged(`[INFO] Added interface - ${flags.interfaceName}`)] : []),
  ];
}

function usesUpstream(process: Process): boolean {
  const corefile = corefileOf(process);
  return !('error' in corefile) && corefile.text.includes('<nil>');
}

/** An address that it is to listen on and that the node has not. */
function findUnboundAddress(process: Process, { setupInterface, localIps }: NodeCacheFlags): string | undefined {
  if (setupInterface) return undefined;
  const corefile = corefileOf(process);
  if ('error' in corefile) return undefined;
  const bound = corefile.blocks.flatMap(({ plugins }) => plugins.filter(({ name }) => name === 'bind'));
  return bound.flatMap(({ args }) => args).find((address) => localIps.includes(address));
}

function listeners(process: Process): Listener[] {
  const flags = nodeCacheFlags(process);
  if (typeof flags === 'string') return [];
  return [
    ...coredns.listeners(process),
    { port: SETUP_METRICS_PORT, protocol: 'TCP', address: '0.0.0.0', speaks: 'http' },
  ];
}

export const nodeCache: Workload = {
  ...coredns,
  images: ['registry.k8s.io/dns/k8s-dns-node-cache', 'k8s-dns-node-cache', 'dns/k8s-dns-node-cache'],
  image: { entrypoint: ['/node-cache'], cmd: [] },
  start,
  listeners,
};
