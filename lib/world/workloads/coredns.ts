/** The process of a CoreDNS pod: its ports follow from its Corefile. What it answers to a DNS query is lib/world/dns. */
import { sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Corefile, ServerBlock } from '../dns/corefile.ts';
import { corefileOf } from '../dns/corefile-source.ts';
import { durationMs } from '../dns/duration.ts';
import { boundAddresses } from '../dns/server-block.ts';
import { goNotFound, goResponse } from './answers.ts';
import { findLoop } from './coredns-loop.ts';
import type { Listener, Process, Workload } from './workload.ts';

function pluginsOf(process: Process): ReadonlyMap<string, readonly string[]> {
  const parsed = corefileOf(process);
  if ('error' in parsed) return new Map();
  return new Map(parsed.blocks.flatMap(({ plugins }) => plugins.map(({ name, args }) => [name, args] as const)));
}

function portOf(args: readonly string[] | undefined, fallback: number): number {
  const port = /:(\d+)$/.exec(args?.[0] ?? '')?.[1];
  return port ? Number(port) : fallback;
}

function listeners(process: Process): Listener[] {
  const parsed: Corefile = corefileOf(process);
  if ('error' in parsed) return [];
  const plugins = pluginsOf(process);
  const open = dnsSockets(parsed.blocks).flatMap(({ port, address }): Listener[] => [
    { port, protocol: 'UDP', speaks: 'dns', address },
    { port, protocol: 'TCP', speaks: 'dns', address },
  ]);
  for (const [name, fallback] of HTTP_PLUGINS) {
    const args = plugins.get(name);
    if (!args) continue;
    open.push({ port: portOf(args, fallback), protocol: 'TCP', speaks: 'http', address: addressOf(args) });
  }
  return open;
}

const HTTP_PLUGINS = [
  ['health', 8080],
  ['ready', 8181],
  ['prometheus', 9153],
] as const;

/** `health 169.254.20.10:8080`; without an address it listens on all. */
function addressOf(args: readonly string[]): string {
  return /^(.+):\d+$/.exec(args[0] ?? '')?.[1] ?? '0.0.0.0';
}

/** One for each port and address of the blocks. */
function dnsSockets(blocks: readonly ServerBlock[]): readonly { readonly port: number; readonly address: string }[] {
  const sockets = blocks.flatMap((block) =>
    block.zones.flatMap(({ port }) => boundAddresses(block).map((address) => ({ port, address }))),
  );
  return [...new Map(sockets.map((socket) => [`${socket.address} ${socket.port}`, socket])).values()];
}

/** One line a zone and address. */
function zoneLines(blocks: readonly ServerBlock[]): string[] {
  const addresses = [...new Set(blocks.flatMap(boundAddresses))];
  return addresses.flatMap((address) =>
    blocks
      .filter((block) => boundAddresses(block).includes(address))
      .flatMap(({ zones }) =>
        zones.map(({ zone, port }) => `${zone}:${port}${address === '0.0.0.0' ? '' : ` on ${address}`}`),
      ),
  );
}

/** The probe of the `loop` plugin comes back within this time. */
const LOOP_MS = 1500;

/**
 * What `reload` says of the file that it watches. Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin/reload/reload.go
 * Differs: the checksum is that of the text, not of the parsed blocks.
 */
export function configurationLines(corefile: Extract<Corefile, { text: string }>): string[] {
  if (!corefile.blocks.some(({ plugins }) => plugins.some(({ name }) => name === 'reload'))) return [];
  return [`[INFO] plugin/reload: Running configuration SHA512 = ${checksumOf(corefile)}`];
}

const checksums = new WeakMap<Corefile, string>();

function checksumOf(corefile: Extract<Corefile, { text: string }>): string {
  const known = checksums.get(corefile);
  if (known !== undefined) return known;
  const made = bytesToHex(sha512(utf8ToBytes(corefile.text)));
  checksums.set(corefile, made);
  return made;
}

/** `health { lameduck DURATION }`: it says that it is unhealthy and answers on. Models: https://coredns.io/plugins/health/ */
function lameduckMs(process: Process): number {
  const corefile = corefileOf(process);
  const blocks = 'error' in corefile ? [] : corefile.blocks.flatMap(({ plugins }) => plugins);
  const option = blocks.find(({ name }) => name === 'health')?.block.find(([word]) => word === 'lameduck');
  return durationMs(option?.[1] ?? '') ?? 0;
}

export const coredns: Workload = {
  images: ['eks/coredns', 'registry.k8s.io/coredns/coredns', 'coredns/coredns'],
  image: { entrypoint: ['/coredns'], cmd: [] },
  start: (process) => {
    const parsed = corefileOf(process);
    if ('error' in parsed) return { readyAfterMs: 0, exit: { code: 1, afterMs: 100 }, logs: [parsed.error] };
    const loop = findLoop(process);
    return {
      readyAfterMs: 200,
      ...(loop ? { exit: { code: 1, afterMs: LOOP_MS } } : {}),
      logs: [
        ...zoneLines(parsed.blocks),
        ...configurationLines(parsed),
        'CoreDNS-1.14.3',
        'linux/amd64, go1.25.3, 6d1a4bd',
        ...(loop ? [loop] : []),
      ],
    };
  },
  listeners,
  lingerMs: lameduckMs,
  http: (process, request, peer) => {
    const plugins = pluginsOf(process);
    const onPort = (plugin: string, fallback: number) =>
      plugins.has(plugin) && portOf(plugins.get(plugin), fallback) === peer.localPort;
    if (onPort('health', 8080) && request.path === '/health') return goResponse(process, 200, 'OK');
    if (onPort('ready', 8181) && request.path === '/ready') return goResponse(process, 200, 'OK');
    return goNotFound(process);
  },
};
