/** What a packet meets differently under each of kube-proxy's modes: stages ask these traits and never the mode's name. */
import { cidrContains, parseCidr } from '../../net/cidr.ts';
import { isLoopback } from '../../net/ip.ts';
import type { RuleSet } from './rule-set.ts';

export interface ModeTraits {
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
  nodePortAddresses: 'All',
  localhostNodePorts: 'Configurable',
  undefinedPort: 'Unmatched',
  unallocatedAddress: 'Unmatched',
  ownExternalTraffic: 'Unfiltered',
  sourceRanges: 'WithEndpoints',
};

/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/nftables/README.md, proxier.go */
const NFTABLES: ModeTraits = {
  nodePortAddresses: 'Primary',
  localhostNodePorts: 'Never',
  undefinedPort: 'Rejected',
  unallocatedAddress: 'Dropped',
  ownExternalTraffic: 'Filtered',
  sourceRanges: 'Always',
};

/** Undefined: a mode that is not modelled. */
export function findTraits({ config }: RuleSet): ModeTraits | undefined {
  if (config.mode === 'iptables') return IPTABLES;
  return config.mode === 'nftables' ? NFTABLES : undefined;
}

/**
 * Whether packets to this address of the node are asked for a node port.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/util/nodeport_addresses.go
 */
export function takesNodePorts(rules: RuleSet, traits: ModeTraits, address: string): boolean {
  const { nodePortAddresses: listed, localhostNodePorts } = rules.config;
  if (isLoopback(address) && (traits.localhostNodePorts === 'Never' || !localhostNodePorts)) return false;
  if (listed.length === 0) return traits.nodePortAddresses === 'All' || address === rules.addresses[0];
  return listed.some((text) => {
    if (text === 'primary') return address === rules.addresses[0];
    const range = parseCidr(text);
    return range !== undefined && cidrContains(range, address);
  });
}

/** Whether `nodePortAddresses` leaves none out. */
export function takesAllNodePorts({ config }: RuleSet, traits: ModeTraits): boolean {
  const { nodePortAddresses: listed } = config;
  return listed.length === 0 ? traits.nodePortAddresses === 'All' : listed.includes('0.0.0.0/0');
}
