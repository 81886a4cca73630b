/** What a packet meets differently under each of kube-proxy's modes: stages ask these traits and never the mode's name. */
import { cidrContains, parseAnyCidr } from '../../net/cidr.ts';
import { type IpFamily, isLoopback, isSameFamily } from '../../net/ip.ts';
import type { RuleSet } from './rule-set.ts';
import { isScheduler, schedulerOf } from './scheduler.ts';

export interface ModeTraits {
  /** Rules translate a Service's address on its way; or the node has it as one of its own, and the kernel serves it there. */
  readonly serviceAddresses: 'Translated' | 'Held';
  /** Which of a node's addresses take node ports where `nodePortAddresses` names none. */
  readonly nodePortAddresses: 'All' | 'Primary';
  readonly localhostNodePorts: 'Configurable' | 'Never';
  /** A port that a cluster IP does not have. */
  readonly undefinedPort: 'Unmatched' | 'Rejected';
  /** An address of the Service ranges that no Service has. */
  readonly unallocatedAddress: 'Unmatched' | 'Dropped';
  /** Whether the filter for external addresses without endpoints sees what a process of the node sends. */
  readonly ownExternalTraffic: 'Unfiltered' | 'Filtered';
  /** Whether `loadBalancerSourceRanges` holds for a Service without endpoints too. */
  readonly sourceRanges: 'WithEndpoints' | 'Always';
}

/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/iptables/proxier.go */
const IPTABLES: ModeTraits = {
  serviceAddresses: 'Translated',
  nodePortAddresses: 'All',
  localhostNodePorts: 'Configurable',
  undefinedPort: 'Unmatched',
  unallocatedAddress: 'Unmatched',
  ownExternalTraffic: 'Unfiltered',
  sourceRanges: 'WithEndpoints',
};

/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/nftables/README.md, proxier.go */
const NFTABLES: ModeTraits = {
  serviceAddresses: 'Translated',
  nodePortAddresses: 'Primary',
  localhostNodePorts: 'Never',
  undefinedPort: 'Rejected',
  unallocatedAddress: 'Dropped',
  ownExternalTraffic: 'Filtered',
  sourceRanges: 'Always',
};

/**
 * Every way in is a virtual server of the kernel. What comes to an address without one meets KUBE-IPVS-FILTER, if it is a Service's.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/ipvs/proxier.go
 */
const IPVS: ModeTraits = {
  serviceAddresses: 'Held',
  nodePortAddresses: 'All',
  localhostNodePorts: 'Never',
  undefinedPort: 'Rejected',
  unallocatedAddress: 'Unmatched',
  ownExternalTraffic: 'Filtered',
  sourceRanges: 'Always',
};

/** Undefined: a mode, or a scheduler of ipvs, that is not modelled. */
export function findTraits({ config }: RuleSet): ModeTraits | undefined {
  if (config.mode === 'iptables') return IPTABLES;
  if (config.mode === 'nftables') return NFTABLES;
  return config.mode === 'ipvs' && isScheduler(schedulerOf(config)) ? IPVS : undefined;
}

/**
 * Whether packets to this address of the node are asked for a node port.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/util/nodeport_addresses.go
 */
export function takesNodePorts(rules: RuleSet, traits: ModeTraits, address: string): boolean {
  const { nodePortAddresses: listed } = rules.config;
  if (isLoopback(address) && !takesLocalhost(rules, traits, address)) return false;
  if (takesPrimaryOnly(rules, traits)) {
    const own = findPrimary(rules, address);
    return own === undefined || own === address;
  }
  const ranges = listed.length === 0 ? listed : listed.filter((text) => isSameFamily(text, address));
  if (ranges.length === 0) return true;
  return ranges.some((text) => {
    const range = parseAnyCidr(text);
    return range !== undefined && cidrContains(range, address);
  });
}

/** Of IPv6 it never does. */
function takesLocalhost({ config }: RuleSet, traits: ModeTraits, address: string): boolean {
  return traits.localhostNodePorts === 'Configurable' && config.localhostNodePorts && !address.includes(':');
}

function takesPrimaryOnly({ config }: RuleSet, traits: ModeTraits): boolean {
  const { nodePortAddresses: listed } = config;
  return listed.length === 0 ? traits.nodePortAddresses === 'Primary' : listed.includes('primary');
}

/** The node's first address of the family that `like` is of. */
function findPrimary({ addresses }: RuleSet, like: string): string | undefined {
  return addresses.find((address) => isSameFamily(address, like));
}

/** Whether `nodePortAddresses` leaves no address of that family out; a family that none of its ranges names is not narrowed at all. */
export function takesAllNodePorts(rules: RuleSet, traits: ModeTraits, family: IpFamily = 'IPv4'): boolean {
  const [any, all] = family === 'IPv6' ? ['::', '::/0'] : ['0.0.0.0', '0.0.0.0/0'];
  if (takesPrimaryOnly(rules, traits)) return findPrimary(rules, any) === undefined;
  const ranges = rules.config.nodePortAddresses.filter((text) => isSameFamily(text, any));
  return ranges.length === 0 || ranges.includes(all);
}
