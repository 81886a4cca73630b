/**
 * The packets that one network interface may send a second to the VPC's resolver: what is more is dropped, and nobody is told.
 *
 * Models: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html#vpc-dns-limits (1024 packets a second for each network interface)
 * Differs: only what `ghcr.io/hoplab/lookups` says it asks is counted, as an even stream of names that no cache knows; a node is one interface;
 * instance metadata and the time service, which share the allowance, ask nothing. `linklocal_allowance_exceeded` of ethtool is not there.
 */
import type { Cluster } from '../cluster.ts';
import { findAddressHolder } from '../dataplane/node-cache.ts';
import { entriesIn, findObject } from '../dataplane/objects.ts';
import { type Topology, topologyOf } from '../dataplane/topology.ts';
import { vpcResolverAddress } from '../dataplane/vpc-address.ts';
import { runningSince } from '../workloads/containers.ts';
import { findLookUpLoad, type LookUpLoad } from '../workloads/lookups.ts';
import { processOf } from '../workloads/process.ts';
import { absoluteName, isInZone } from './message.ts';
import { candidateNames, resolvConfOf } from './resolv-conf.ts';

const PACKETS_PER_SECOND = 1024;
const CLUSTER_ZONE = 'cluster.local.';
/** A and AAAA. */
const TYPES = 2;

interface Source extends LookUpLoad {
  readonly pod: { readonly namespace: string; readonly name: string };
  readonly node: string;
}

/** The chance that a packet of this node to the resolver is dropped. */
export function linkLocalLoss(cluster: Cluster, node: string): number {
  const sources = sourcesOf(cluster);
  if (sources.length === 0) return 0;
  const packets = sources.reduce((sum, source) => sum + packetsThrough(cluster, source, node), 0);
  return packets > PACKETS_PER_SECOND ? 1 - PACKETS_PER_SECOND / packets : 0;
}

const candidates = new WeakMap<Topology, readonly Source['pod'][]>();

function sourcesOf(cluster: Cluster): Source[] {
  const topology = topologyOf(cluster);
  const pods = candidates.get(topology) ?? listCandidates(topology);
  candidates.set(topology, pods);
  return pods.flatMap((pod) => {
    const found = topology.podByName.get(`${pod.namespace}/${pod.name}`);
    const container = found?.spec.containers[0];
    if (!found || !container || runningSince(found, container.name) === undefined) return [];
    const load = findLookUpLoad(processOf(cluster, found, container.name));
    return load ? [{ ...load, pod, node: found.spec.nodeName ?? '' }] : [];
  });
}

function listCandidates({ podByName }: Topology): Source['pod'][] {
  return [...podByName.values()]
    .filter(({ spec }) => spec.containers[0]?.image?.includes('/lookups'))
    .map(({ metadata }) => ({ namespace: metadata.namespace, name: metadata.name }));
}

/** Of that source's questions a second, those that leave this node for the resolver. */
function packetsThrough(cluster: Cluster, source: Source, node: string): number {
  const conf = resolvConfOf(cluster, { cluster: cluster.name, pod: source.pod });
  const [server = ''] = conf.nameservers;
  const wanted = `name-0.${source.domain}`;
  const tried = candidateNames(wanted, conf);
  // There is such a name: nothing behind it is tried.
  const names = tried.slice(0, tried.indexOf(absoluteName(wanted)) + 1);
  const beyond = names.filter((name) => !isInZone(name, CLUSTER_ZONE));
  const asked = server === vpcResolverAddress(cluster) ? names : beyond;
  const packets = source.perSecond * asked.length * TYPES;
  return packets * shareOf(cluster, source, server, node);
}

/** Which part of what a source asks leaves here: all of it at its own node, where the resolver or the node's cache is asked. */
function shareOf(cluster: Cluster, source: Source, server: string, node: string): number {
  const own = server === vpcResolverAddress(cluster) || findAddressHolder(cluster, source.node, server) !== undefined;
  if (own) return source.node === node ? 1 : 0;
  const nodes = serversOf(cluster, server);
  return nodes.length === 0 ? 0 : nodes.filter((one) => one === node).length / nodes.length;
}

/** The nodes of the pods behind the cluster's DNS address, one for each. */
function serversOf(cluster: Cluster, server: string): readonly string[] {
  if (findObject(cluster, 'Service', 'kube-dns', 'kube-system')?.spec.clusterIP !== server) return [];
  const slices = entriesIn(cluster, 'EndpointSlice', 'kube-system')
    .map(([, slice]) => slice)
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'kube-dns');
  return slices
    .flatMap(({ endpoints }) => endpoints ?? [])
    .flatMap(({ nodeName, conditions }) => (nodeName && conditions?.ready !== false ? [nodeName] : []));
}
