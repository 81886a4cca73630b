/**
 * `ipvsadm -Ln` and `ipvsadm -Lnc` of a node, sorted as ipvsadm sorts: by protocol, then by the difference of addresses as a signed number, so
 * that 172.16.0.0/12 stands before 10.0.0.0/8.
 *
 * Models: https://manpages.debian.org/bookworm/ipvsadm/ipvsadm.8.en.html, https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/ipvs/README.md (Debug)
 */
import type { Cluster } from '../../../cluster.ts';
import { joinHostPort, parseIpv4 } from '../../../net/ip.ts';
import { protocolNumber } from '../../../net/protocol.ts';
import { nowMs } from '../../../sim/clock.ts';
import { listAffinities } from '../../affinity.ts';
import { type RuleSet, ruleSets } from '../../compile/rule-set.ts';
import { schedulerOf } from '../../compile/scheduler.ts';
import { listVirtualServers, type VirtualServer } from '../../compile/virtual-servers.ts';
import { type FlowState, LIFETIME_MS } from '../../conntrack.ts';
import { type Destination, flowsOf, listDestinations } from '../../ipvs-connections.ts';
import { serverKey } from '../../schedule.ts';

const TITLE = [
  'IP Virtual Server version 1.2.1 (size=4096)',
  'Prot LocalAddress:Port Scheduler Flags',
  '  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn',
];

function listServers(cluster: Cluster, node: string): { readonly rules?: RuleSet; readonly servers: VirtualServer[] } {
  const rules = ruleSets(cluster).get(node);
  if (!rules) return { servers: [] };
  return { rules, servers: [...listVirtualServers(rules)].sort(byAddress) };
}

interface Addressed {
  readonly address: string;
  readonly port: number;
}

function byAddress(a: VirtualServer, b: VirtualServer): number {
  return protocolNumber(a.protocol) - protocolNumber(b.protocol) || compareAddresses(a, b);
}

function compareAddresses(a: Addressed, b: Addressed): number {
  const [one, other] = [parseIpv4(a.address), parseIpv4(b.address)];
  if (one !== undefined && other !== undefined) return (one - other) | 0 || a.port - b.port;
  if ((one === undefined) !== (other === undefined)) return one === undefined ? 1 : -1;
  return a.address === b.address ? a.port - b.port : a.address < b.address ? -1 : 1;
}

export function ipvsLines(cluster: Cluster, node: string): readonly string[] {
  const { rules, servers } = listServers(cluster, node);
  return [
    ...TITLE,
    ...servers.flatMap((server) => [
      serverLine(server, rules as RuleSet),
      ...[...listDestinations(cluster, node, server)].sort(compareAddresses).map(destinationLine),
    ]),
  ];
}

function serverLine({ protocol, address, port, entry }: VirtualServer, { config }: RuleSet): string {
  const seconds = entry.rule.affinitySeconds;
  const persistent = seconds === undefined ? '' : ` persistent ${seconds}`;
  return `${protocol.padEnd(4)} ${joinHostPort(address, port)} ${schedulerOf(config)}${persistent}`;
}

function destinationLine({ address, port, weight, active, inactive }: Destination): string {
  const where = joinHostPort(address, port).padEnd(28);
  return `  -> ${where} ${'Masq'.padEnd(7)} ${String(weight).padEnd(6)} ${String(active).padEnd(10)} ${String(inactive).padEnd(10)}`;
}

/** How long ipvs keeps an idle connection, ms. Models: https://github.com/torvalds/linux/blob/v6.12/net/netfilter/ipvs/ip_vs_proto_tcp.c, ip_vs_proto_udp.c */
const IPVS_LIFETIME_MS: Readonly<Record<FlowState, number>> = {
  SYN_SENT: 60_000,
  ESTABLISHED: 900_000,
  TIME_WAIT: 120_000,
  CLOSE: 10_000,
  UNREPLIED: 300_000,
  REPLIED: 300_000,
};

const IPVS_STATES: Readonly<Record<FlowState, string>> = {
  SYN_SENT: 'SYN_RECV',
  ESTABLISHED: 'ESTABLISHED',
  TIME_WAIT: 'TIME_WAIT',
  CLOSE: 'CLOSE',
  UNREPLIED: 'UDP',
  REPLIED: 'UDP',
};

const CONNECTIONS_TITLE = [
  'IPVS connection entries',
  'pro expire state       source             virtual            destination',
];

/**
 * With the templates of session affinity, whose source has port 0.
 * Differs: connections go with their flow in conntrack, which forgets UDP sooner than ipvs does.
 */
export function ipvsConnectionLines(cluster: Cluster, node: string): readonly string[] {
  const now = nowMs(cluster.state);
  const { servers } = listServers(cluster, node);
  return [...CONNECTIONS_TITLE, ...servers.flatMap((server) => connectionsOf(cluster, node, server, now))];
}

function connectionsOf(cluster: Cluster, node: string, server: VirtualServer, now: number): string[] {
  const virtual = joinHostPort(server.address, server.port);
  const line = (leftMs: number, state: string, source: string, to: string) =>
    `${server.protocol} ${clock(leftMs).padEnd(6)} ${state.padEnd(11)} ${source.padEnd(18)} ${virtual.padEnd(18)} ${to}`;
  const flows = flowsOf(cluster, node, server).map(({ original, translated, state, expiresMs }) => {
    const leftMs = Math.max(0, expiresMs - LIFETIME_MS[state] + IPVS_LIFETIME_MS[state] - now);
    const to = joinHostPort(translated.dst, translated.dport);
    return line(leftMs, IPVS_STATES[state], joinHostPort(original.src, original.sport), to);
  });
  const templates = listAffinities(cluster, node)
    .filter((entry) => entry.server === serverKey(server))
    .map(({ lastMs, seconds, client, endpoint }) =>
      line(lastMs + seconds * 1000 - now, 'NONE', joinHostPort(client, 0), endpoint),
    );
  return [...flows, ...templates];
}

/** `14:59`, `180:00` */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
