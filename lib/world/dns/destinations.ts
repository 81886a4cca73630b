/**
 * The order in which `getaddrinfo` gives the addresses of a host: first those that the place can send to at all, then those whose source is of
 * their own kind (unique-local with unique-local), then IPv6 before IPv4.
 *
 * Models: https://www.rfc-editor.org/rfc/rfc6724#section-6 (rules 1, 5 and 6) with glibc's tables, https://man7.org/linux/man-pages/man5/gai.conf.5.html
 */
import type { Network } from '../dataplane/network.ts';
import { nodeSource, podSource } from '../dataplane/sources.ts';
import { topologyOf } from '../dataplane/topology.ts';
import type { Place } from '../dataplane/trace.ts';

export function sortDestinations(net: Network, from: Place, addresses: readonly string[]): string[] {
  const rank = (address: string): number => {
    const source = sourceOf(net, from, address);
    const unusable = source === undefined ? 4 : 0;
    const foreign = source !== undefined && labelOf(source) !== labelOf(address) ? 2 : 0;
    return unusable + foreign + (address.includes(':') ? 0 : 1);
  };
  return addresses
    .map((address) => ({ address, rank: rank(address) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ address }) => address);
}

function sourceOf(net: Network, from: Place, address: string): string | undefined {
  if ('address' in from) return from.address.includes(':') === address.includes(':') ? from.address : undefined;
  const topology = topologyOf(net.cluster);
  if ('pod' in from) {
    const pod = topology.podByName.get(`${from.pod.namespace}/${from.pod.name}`);
    return pod && podSource(net, pod, address);
  }
  const node = topology.nodeByName.get(from.node);
  return node && nodeSource(net, node, address);
}

/** Labels of the table, as far as addresses of a cluster differ in them. */
function labelOf(address: string): 'IPv4' | 'UniqueLocal' | 'Loopback' | 'Global' {
  if (!address.includes(':')) return 'IPv4';
  if (address === '::1') return 'Loopback';
  return /^f[cd]/.test(address) ? 'UniqueLocal' : 'Global';
}
