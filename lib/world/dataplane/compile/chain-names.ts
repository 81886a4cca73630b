/**
 * Names of kube-proxy's chains, from hashes.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/iptables/proxier.go (portProtoHash, servicePortEndpointChainName)
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { joinHostPort } from '../../net/ip.ts';
import { protocolText } from '../../net/protocol.ts';
import type { EndpointRule, ServicePortRule } from './rule-set.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LENGTH = 16;

/** The first characters of the base32 text of a SHA-256. */
export function base32Hash(text: string, length = LENGTH): string {
  let bits = 0;
  let count = 0;
  let name = '';
  for (const byte of sha256(utf8ToBytes(text))) {
    bits = ((bits << 8) | byte) & 0xffff;
    for (count += 8; count >= 5 && name.length < length; count -= 5) name += BASE32[(bits >> (count - 5)) & 31];
  }
  return name;
}

type PortName = Pick<ServicePortRule, 'portName' | 'protocol'>;

const services = new WeakMap<PortName, string>();

/** `SVC` Cluster policy, `SVL` Local policy, `EXT` from outside, `FW` source ranges. */
export function serviceChain(kind: 'SVC' | 'SVL' | 'EXT' | 'FW', rule: PortName): string {
  const known = services.get(rule) ?? base32Hash(`${rule.portName}${protocolText(rule.protocol)}`);
  services.set(rule, known);
  return `KUBE-${kind}-${known}`;
}

export function endpointChain(
  { portName, protocol }: PortName,
  { address, port }: Pick<EndpointRule, 'address' | 'port'>,
): string {
  return `KUBE-SEP-${base32Hash(`${portName}${protocolText(protocol)}${joinHostPort(address, port)}`)}`;
}
