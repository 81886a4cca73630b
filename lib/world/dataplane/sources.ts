/** From which of its addresses a place sends: the one of the receiver's family. */
import type { Pod } from '../api/core/v1/pod.schema.ts';
import { familyOf, isLoopback } from '../net/ip.ts';
import type { Ref } from '../ref.ts';
import { findRules } from './compile/node-rules.ts';
import { isHeld } from './compile/virtual-servers.ts';
import type { Network } from './network.ts';
import { findAddressHolder } from './node-cache.ts';
import { findObject } from './objects.ts';
import { because } from './refs.ts';
import type { Drop } from './stages/stage.ts';
import { type NodeView, nodeAddressTo, podAddressTo, topologyOf } from './topology.ts';

/** Undefined: the pod has no address of that family, nor a way out for it. */
export function podSource(net: Network, pod: Pod, to: string): string | undefined {
  if (isLoopback(to)) return loopbackOf(to);
  if (pod.spec.hostNetwork && isOwnAddress(net, pod.spec.nodeName ?? '', to)) return to;
  const own = podAddressTo(pod, to);
  if (own !== undefined || to.includes(':')) return own;
  const node = topologyOf(net.cluster).nodeByName.get(pod.spec.nodeName ?? '');
  if (!node) return undefined;
  if (pod.spec.hostNetwork) return nodeSource(net, node, to);
  return hasIpv4Egress(net) ? hostLocalAddress(pod) : undefined;
}

export function nodeSource(net: Network, node: NodeView, to: string): string | undefined {
  if (isLoopback(to)) return loopbackOf(to);
  if (isOwnAddress(net, node.name, to)) return to;
  return nodeAddressTo(node, to) ?? (to.includes(':') ? undefined : instanceIpv4(node));
}

/** An address of the node's own dummy interfaces: what the node sends to itself comes from where it goes. */
function isOwnAddress(net: Network, node: string, address: string): boolean {
  if (findAddressHolder(net.cluster, node, address)) return true;
  const rules = findRules(net, node);
  return rules !== undefined && isHeld(rules, address);
}

function loopbackOf(to: string): string {
  return to.includes(':') ? '::1' : '127.0.0.1';
}

/** What `connect` says at once: there is no route of that family. */
export function unroutable(to: string, ref: Ref): Drop {
  return {
    kind: 'Drop',
    disposition: 'Rejected',
    reason: 'NoRoute',
    response: 'IcmpHostUnreachable',
    action: 'network is unreachable',
    because: because(ref, `it has no ${familyOf(to)} address, and no route for that family`),
  };
}

const HOST_LOCAL = '169.254.172.';
/** The plugin's range is a /22, which a node never fills. */
const HOST_LOCAL_SIZE = 252;

/**
 * Pods of an IPv6 cluster under the VPC CNI get an address of 169.254.172.0/22 that means something on their node only; what leaves from it
 * takes the node's IPv4 address.
 *
 * Models: https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.21.1/README.md (ENABLE_V4_EGRESS), https://docs.aws.amazon.com/eks/latest/best-practices/ipv6.html
 */
export function hasIpv4Egress({ cluster }: Network): boolean {
  const cni = findObject(cluster, 'DaemonSet', 'aws-node', 'kube-system')?.spec.template.spec;
  const value = (name: string) =>
    cni?.containers.flatMap(({ env }) => env ?? []).find((variable) => variable.name === name)?.value;
  return value('ENABLE_IPv6') === 'true' && value('ENABLE_V4_EGRESS') !== 'false';
}

export function isHostLocal(address: string): boolean {
  return address.startsWith(HOST_LOCAL);
}

/** Differs: made of the pod's own address, where the plugin hands out one after the other. */
export function hostLocalAddress({ status }: Pod): string {
  let sum = 0;
  for (const character of status.podIP ?? '') sum = (sum * 31 + character.charCodeAt(0)) % HOST_LOCAL_SIZE;
  return `${HOST_LOCAL}${2 + sum}`;
}

/** The instance's own IPv4 address where the Node names only the other: EKS names nodes after it. */
export function instanceIpv4({ name }: NodeView): string | undefined {
  return /^ip-(\d+)-(\d+)-(\d+)-(\d+)(\.|$)/.exec(name)?.slice(1, 5).join('.');
}
