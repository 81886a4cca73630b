/** On a node, as root: the kernel's tables and the node's own network. */
import type { Place } from '../world/dataplane/trace.ts';
import type { WorldAccess } from './access.ts';
import { networkTools } from './nettools/catalogue.ts';
import { refusedTools } from './nettools/refused.ts';
import { worldHost } from './nettools/world-host.ts';
import type { Surroundings } from './shell/shell.ts';

export type NodePlace = Extract<Place, { node: string }>;

const TOOLS = [
  'curl',
  'dig',
  'nslookup',
  'nc',
  'ping',
  'ip',
  'ss',
  'iptables-save',
  'ip6tables-save',
  'nft',
  'ipvsadm',
  'ipset',
  'conntrack',
];

const REFUSED = [
  ...(['iptables', 'tcpdump', 'ethtool', 'sysctl', 'bridge', 'tc', 'getent', 'ps', 'top'] as const),
  ...(['systemctl', 'journalctl', 'crictl', 'ctr', 'dmesg', 'nsenter'] as const),
];

export function nodeMachine(access: WorldAccess, place: NodePlace): Surroundings {
  return {
    files: access.files(place),
    tools: [...networkTools(worldHost(access, place, place.node), TOOLS, 'Distribution'), ...refusedTools(REFUSED)],
    user: 'root',
    uid: 0,
    hostname: place.node.split('.')[0] ?? place.node,
    home: '/root',
    env: { TERM: 'xterm-256color', LANG: 'C.UTF-8' },
    shell: 'bash',
  };
}
