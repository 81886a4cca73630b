/**
 * What an echo reply shows of its way: its time to live and how long it took.
 *
 * Models: https://docs.kernel.org/networking/ip-sysctl.html (ip_default_ttl 64; every host that forwards takes one), pods of
 * https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.1/docs/cni-proposal.md (a pod's packets are routed by its node);
 * round trips of https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-network-bandwidth.html: below 0.1 ms inside
 * a node, a few tenths within a zone, up to one and a half between zones.
 * Differs: the clock of the world moves on by whole ms.
 */
import type { Cluster } from '../../world/cluster.ts';
import { type Topology, topologyOf } from '../../world/dataplane/topology.ts';
import type { Trace } from '../../world/dataplane/trace.ts';
import { nowMs } from '../../world/sim/clock.ts';
import { draw } from '../../world/sim/random.ts';

export interface Echo {
  readonly ttl: number;
  readonly rttMs: number;
}

const DEFAULT_TTL = 64;

/** Undefined: nobody answered. */
export function echoOf(cluster: Cluster, trace: Trace | undefined): Echo | undefined {
  const first = trace?.steps[0];
  if (!trace?.backend || !first || trace.response !== 'Reply') return undefined;
  const topology = topologyOf(cluster);
  const [here, there] = [first.packet.src, trace.backend.address];
  const [from, to] = [first.node, trace.backend.node];
  const pods = [here, there].filter((address) => topology.podByAddress.has(address)).length;
  const forwards = here === there ? 0 : from === to ? Number(pods === 2) : pods;
  const path = `${here} ${there}`;
  const [shortest, spread] = here === there ? [0.02, 0.03] : roundTrip(topology, from, to);
  const typical = shortest + spread * draw(cluster.seed, 'round-trip', path);
  const noise = 0.9 + 0.35 * draw(cluster.seed, 'round-trip-noise', path, nowMs(cluster.state));
  return { ttl: DEFAULT_TTL - forwards, rttMs: Math.round(typical * noise * 1000) / 1000 };
}

/** The shortest and how much longer it may typically be, ms. */
function roundTrip({ nodeByName }: Topology, from: string, to: string): readonly [number, number] {
  if (from === to) return [0.04, 0.05];
  return nodeByName.get(from)?.zone === nodeByName.get(to)?.zone ? [0.15, 0.2] : [0.5, 0.7];
}
