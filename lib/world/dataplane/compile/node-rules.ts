/** The rules that a node's kernel holds: what its kube-proxy last wrote, or what it would write. */
import type { Cluster } from '../../cluster.ts';
import type { Network } from '../network.ts';
import { type Kept, remember } from '../objects.ts';
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
  const zone = topologyOf(cluster).nodeByName.get(node)?.zone;
  return Object.freeze({ node, zone, config, startedMs, ports: compileServices(cluster) });
}

const kept = new WeakMap<object, Kept<Map<string, RuleSet>>>();

function assumedRules(cluster: Cluster, node: string): RuleSet {
  const byNode = remember(
    () => new Map<string, RuleSet>(),
    kept,
    compileServices(cluster),
    topologyOf(cluster),
    configSource(cluster),
  );
  const known = byNode.get(node) ?? compileRules(cluster, node, readProxyConfig(cluster) ?? DEFAULT_PROXY_CONFIG, 0);
  byNode.set(node, known);
  return known;
}
