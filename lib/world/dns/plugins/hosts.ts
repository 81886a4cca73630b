/**
 * Names written down: in the Corefile itself (`hosts { 10.0.0.9 db.example.com fallthrough }`) or in a file beside it.
 * Models: https://coredns.io/plugins/hosts/
 * Differs: without a file of its own the plugin also reads the container's /etc/hosts, which is left out here.
 */
import { isIpv4 } from '../../net/ip.ts';
import { findMountedFile } from '../../workloads/mounts.ts';
import type { PluginConfig } from '../corefile.ts';
import { absoluteName, type DnsRecord, isInZone } from '../message.ts';
import { failure, notModelled, type Plugin, type Query } from './plugin.ts';

const DEFAULT_TTL = 3600;
const OPTIONS = ['ttl', 'no_reverse', 'reload', 'fallthrough'];

interface Line {
  readonly address: string;
  readonly names: readonly string[];
}

export const hosts: Plugin = {
  name: 'hosts',
  answer(query, config, next) {
    const { name, type } = query.question;
    const zones = config.args.filter((arg) => !arg.startsWith('/')).map(absoluteName);
    const lines = linesOf(query, config);
    if (lines === undefined) return notModelled(`CoreDNS hosts ${config.args[0]}`);
    const ttl = Number(config.block.find(([option]) => option === 'ttl')?.[1] ?? DEFAULT_TTL);
    if (type === 'PTR') {
      const names = config.block.some(([option]) => option === 'no_reverse') ? [] : namesAt(lines, name);
      return names.length > 0 ? found(names.map((data) => ({ name, ttl, type, data }))) : next();
    }
    if (zones.length > 0 && !zones.some((zone) => isInZone(name, zone))) return next();
    const known = lines.filter(({ names }) => names.includes(name)).map(({ address }) => address);
    if (known.length > 0) {
      const wanted = known.filter((address) => type === (isIpv4(address) ? 'A' : 'AAAA'));
      return found(wanted.map((data) => ({ name, ttl, type, data })));
    }
    // It has no SOA to deny a name with.
    return fallsThrough(config, name) ? next() : failure('SERVFAIL');
  },
};

function found(answers: readonly DnsRecord[]) {
  return { rcode: 'NOERROR', flags: ['qr', 'aa', 'rd'], answers, authority: [], afterMs: 0 } as const;
}

/** Undefined: a file that no volume brings. */
function linesOf({ net, pod, container }: Query, { args, block }: PluginConfig): Line[] | undefined {
  const written = block.filter(([option = '']) => !OPTIONS.includes(option));
  const [path = ''] = args;
  if (!path.startsWith('/')) return written.map(toLine);
  const file = findMountedFile(net.cluster, pod, container, path);
  const words = file?.text.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
  return words && [...words.filter(([address]) => address), ...written].map(toLine);
}

function toLine([address = '', ...names]: readonly string[]): Line {
  return { address, names: names.map(absoluteName) };
}

function namesAt(lines: readonly Line[], reverse: string): string[] {
  const address = reverse
    .replace(/\.in-addr\.arpa\.$/, '')
    .split('.')
    .reverse()
    .join('.');
  return lines.filter((line) => line.address === address).flatMap(({ names }) => names);
}

function fallsThrough({ block }: PluginConfig, name: string): boolean {
  const option = block.find(([word]) => word === 'fallthrough');
  if (!option) return false;
  return option.length === 1 || option.slice(1).some((zone) => isInZone(name, absoluteName(zone)));
}
