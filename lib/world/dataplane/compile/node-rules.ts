/** The rules that a node's kernel holds: what its kube-proxy last wrote, or what it would write. */
import type { Cluster } from '../../cluster.ts';
import type { Network } from '../network.ts';
import { entriesOf, type Kept, remember } from '../objects.ts';
import { topologyOf } from '../topology.ts';
import { configSource, DEFAULT_PROXY_CONFIG, readProxyConfig } from './proxy-config.ts';
import { type ProxyConfig, type RuleSet, ruleSets } from './rule-set.ts';
import { compileServices } from './services.ts';

/** Undefined: no kube-proxy has ever run on that node. */
export function findRules(net: Network, node: string): RuleSet | undefined {
  return net.assume ? assumedRules(net.cluster, node) : ruleSets(net.cluster).get(node);
}

/** What kube-proxy writes now on that node. */
export function compileRules(cluster: Cluster, node: string, config: ProxyConfig, startedMs: number): RuleSet {
  const { zone, addresses = [] } = topologyOf(cluster).nodeByName.get(node) ?? {};
  const ports = compileServices(cluster);
  return Object.freeze({ node, zone, addresses, serviceCidrs: listServiceCidrs(cluster), config, startedMs, ports });
}

/** Ranges whose ServiceCIDR is being deleted take no new addresses, and still belong to Services. */
function listServiceCidrs(cluster: Cluster): readonly string[] {
  return entriesOf(cluster, 'ServiceCIDR').flatMap(([, { spec }]) => spec.cidrs ?? []);
}

const kept = new WeakMap<object, Kept<Map<string, RuleSet>>>();

function assumedRules(cluster: Cluster, node: string): RuleSet {
  const byNode = remember(
    () => new Map<string, RuleSet>(),
    kept,
    compileServices(cluster),
    topologyOf(cluster),
    configSource(cluster),
    entriesOf(cluster, 'ServiceCIDR'),
  );
  const known = byNode.get(node) ?? compileRules(cluster, node, readProxyConfig(cluster) ?? DEFAULT_PROXY_CONFIG, 0);
  byNode.set(node, known);
  return known;
}
