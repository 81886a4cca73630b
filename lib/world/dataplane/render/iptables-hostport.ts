/**
 * Chains of the portmap plugin, which the VPC CNI runs behind its own: host ports of the pods on a node.
 *
 * Models: https://github.com/containernetworking/plugins/blob/v1.7.1/plugins/meta/portmap/portmap_iptables.go
 * Differs: the sandbox's id, which names the chains, is made of the pod's uid.
 */
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { Cluster } from '../../cluster.ts';
import { familyOf, type IpFamily, isSameFamily, joinHostPort } from '../../net/ip.ts';
import { hostRange } from '../compile/source-ranges.ts';
import { podAddresses, topologyOf } from '../topology.ts';
import { type Chains, comment } from './iptables-table.ts';

const NETWORK = 'aws-cni';
const MARK = '0x2000/0x2000';
const CHAIN_LENGTH = 28;
const FROM_LOCALHOST = '127.0.0.1/32';

interface Mapping {
  readonly protocol: string;
  readonly hostPort: number;
  readonly hostIp: string | undefined;
  /** The pod's, of the family that is printed. */
  readonly address: string;
  readonly containerPort: number;
}

/** Adds the chains to table nat of that family; nothing where no pod of the node has a host port. */
export function addHostPorts(chains: Chains, cluster: Cluster, node: string, family: IpFamily): void {
  const byPod = mappingsOf(cluster, node, family);
  if (byPod.size === 0) return;
  const append = (chain: string, rule: string) => chains.set(chain, [...(chains.get(chain) ?? []), rule]);
  for (const hook of ['PREROUTING', 'OUTPUT']) append(hook, '-m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT');
  const masquerade = `${comment('CNI portfwd requiring masquerade')} -j CNI-HOSTPORT-MASQ`;
  chains.set('POSTROUTING', [masquerade, ...(chains.get('POSTROUTING') ?? [])]);
  chains.set('CNI-HOSTPORT-DNAT', []);
  chains.set('CNI-HOSTPORT-MASQ', [`-m mark --mark ${MARK} -j MASQUERADE`]);
  chains.set('CNI-HOSTPORT-SETMARK', [`${comment('CNI portfwd masquerade mark')} -j MARK --set-xmark ${MARK}`]);
  for (const [pod, mappings] of byPod) addPod(append, pod, mappings);
}

function mappingsOf(cluster: Cluster, node: string, family: IpFamily): Map<Pod, Mapping[]> {
  const byPod = new Map<Pod, Mapping[]>();
  for (const [key, open] of topologyOf(cluster).hostPorts) {
    const [at, protocol = '', hostPort] = key.split(' ');
    if (at !== node) continue;
    for (const { pod, hostIp, containerPort } of open) {
      const address = podAddresses(pod).find((one) => familyOf(one) === family);
      if (address === undefined || (hostIp && !isSameFamily(hostIp, address))) continue;
      const mapping = { protocol: protocol.toLowerCase(), hostPort: Number(hostPort), hostIp, address, containerPort };
      byPod.set(pod, [...(byPod.get(pod) ?? []), mapping]);
    }
  }
  return byPod;
}

function addPod(append: (chain: string, rule: string) => void, pod: Pod, mappings: readonly Mapping[]): void {
  const sandbox = bytesToHex(sha256(utf8ToBytes(`sandbox ${pod.metadata.uid}`)));
  const chain = `CNI-DN-${bytesToHex(sha512(utf8ToBytes(`${NETWORK}${sandbox}`)))}`.slice(0, CHAIN_LENGTH);
  const says = comment(`dnat name: \\"${NETWORK}\\" id: \\"${sandbox}\\"`);
  for (const protocol of new Set(mappings.map((mapping) => mapping.protocol))) {
    const ports = mappings.filter((mapping) => mapping.protocol === protocol).map(({ hostPort }) => hostPort);
    append('CNI-HOSTPORT-DNAT', `-p ${protocol} ${says} -m multiport --dports ${ports.join(',')} -j ${chain}`);
  }
  for (const { protocol, hostPort, hostIp, address, containerPort } of mappings) {
    const to = hostIp ? `-d ${hostRange(hostIp)} ` : '';
    const match = `-p ${protocol} -m ${protocol} --dport ${hostPort}`;
    append(chain, `-s ${hostRange(address)} ${to}${match} -j CNI-HOSTPORT-SETMARK`);
    // Of IPv6 nothing is sent on from the node's own loopback address.
    if (familyOf(address) === 'IPv4') append(chain, `-s ${FROM_LOCALHOST} ${to}${match} -j CNI-HOSTPORT-SETMARK`);
    append(chain, `${to}${match} -j DNAT --to-destination ${joinHostPort(address, containerPort)}`);
  }
}
