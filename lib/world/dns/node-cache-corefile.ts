/**
 * The Corefile that node-cache makes of its template: the variables of the manifest that are its own to fill in, and the stub domains and
 * name servers of ConfigMap kube-dns.
 *
 * Models: https://github.com/kubernetes/dns/blob/1.26.7/cmd/node-cache/app/configmap.go (updateCorefile)
 */
import { findMountedFile } from '../workloads/mounts.ts';
import { isNodeCache, type NodeCacheFlags, nodeCacheFlags } from '../workloads/node-cache-flags.ts';
import type { Process } from '../workloads/workload.ts';

const STUB_TTL_S = 30;
const TCP_BLOCK = `
    forward . __PILLAR__UPSTREAM__SERVERS__ {
            force_tcp
    }
`;
const UDP_BLOCK = `
    forward . __PILLAR__UPSTREAM__SERVERS__
`;

/** Undefined: the process is no node-cache, or its template is not there. */
export function findNodeCacheCorefile(process: Process) {
  const flags = isNodeCache(process.container.image ?? '') ? nodeCacheFlags(process) : undefined;
  if (flags === undefined || typeof flags === 'string') return undefined;
  const base = mounted(process, flags.baseCorefile);
  return base && { ...base, text: filled(base.text, process, flags) };
}

function mounted({ cluster, pod, container }: Process, path: string) {
  return findMountedFile(cluster, pod, container.name, path);
}

/** The variable that the kubelet makes of the upstream Service. */
export function upstreamVariable(service: string): string {
  return `${service.replaceAll('-', '_').toUpperCase()}_SERVICE_HOST`;
}

/** Where names of the cluster are asked; Go writes a missing address so. */
export function upstreamAddress({ env }: Process, { upstreamService }: NodeCacheFlags): string {
  return env.get(upstreamVariable(upstreamService)) ?? '<nil>';
}

/** What ConfigMap kube-dns says of other name servers. */
export function readUpstreams(process: Process, { kubeDnsDirectory }: NodeCacheFlags) {
  const read = (key: string) => mounted(process, `${kubeDnsDirectory}/${key}`)?.text;
  return {
    stubDomains: Object.entries(parsed<Record<string, string[]>>(read('stubDomains')) ?? {}),
    servers: parsed<string[]>(read('upstreamNameservers')) ?? [],
  };
}

/** Undefined: nothing there, or no JSON, which is complained of and left out. */
function parsed<T>(json: string | undefined): T | undefined {
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json) as T;
  } catch {
    return undefined;
  }
}

function filled(base: string, process: Process, flags: NodeCacheFlags): string {
  const { stubDomains, servers } = readUpstreams(process, flags);
  const local = flags.localIps.join(' ');
  const upstream = servers.length === 0 ? '/etc/resolv.conf' : servers.join(' ');
  // Name servers of one's own are asked by UDP, whatever the template says.
  const template = servers.length === 0 ? base : base.replaceAll(TCP_BLOCK, UDP_BLOCK);
  const own = template
    .replaceAll('__PILLAR__UPSTREAM__SERVERS__', upstream)
    .replaceAll('__PILLAR__CLUSTER__DNS__', upstreamAddress(process, flags))
    .replaceAll('__PILLAR__LOCAL__DNS__', local)
    .replaceAll('__PILLAR__DNS__SERVER__', '');
  return own + stubDomains.map(([domain, to]) => stubBlock(domain, local, to)).join('');
}

function stubBlock(domain: string, local: string, servers: readonly string[]): string {
  return `
${domain}:53 {
    errors
    cache ${STUB_TTL_S}
    bind ${local}
    forward . ${servers.join(' ')}
}
`;
}
