/**
 * Names of kube-proxy's nftables chains and sets: what they are for, in full, behind a hash of it.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/nftables/proxier.go (servicePortChainNameBase, servicePortEndpointChainNameBase)
 */
import { protocolText } from '../../../net/protocol.ts';
import { base32Hash } from '../../compile/chain-names.ts';
import type { EndpointRule, ServicePortRule } from '../../compile/rule-set.ts';

const HASH_LENGTH = 8;

function baseOf({ service, portName, protocol }: ServicePortRule): string {
  const port = portName.slice(`${service.namespace}/${service.name}:`.length);
  return `${service.namespace}/${service.name}/${protocolText(protocol)}/${port}`;
}

function hashed(name: string): string {
  return `${base32Hash(name, HASH_LENGTH)}-${name}`;
}

/** `service` Cluster policy, `local` Local policy, `external` from outside, `firewall` source ranges. */
export function nftServiceChain(kind: 'service' | 'local' | 'external' | 'firewall', rule: ServicePortRule): string {
  return `${kind}-${hashed(baseOf(rule))}`;
}

/** `endpoint` is the chain that translates, `affinity` the set of the clients that go back to it. */
export function nftEndpointName(kind: 'endpoint' | 'affinity', rule: ServicePortRule, to: EndpointRule): string {
  return `${kind}-${hashed(`${baseOf(rule)}__${to.address.replaceAll(':', '.')}/${to.port}`)}`;
}
