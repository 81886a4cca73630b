/**
 * UDP flows that a node remembers and that lead to an endpoint which serves no longer: kube-proxy makes the node forget them with every
 * sync. TCP is left to die.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/conntrack/cleanup.go (CleanStaleEntries). Neither a Service
 * without serving endpoints nor one that was deleted loses its flows in 1.35: https://github.com/kubernetes/kubernetes/issues/139628,
 * https://github.com/kubernetes/kubernetes/pull/141371.
 */
import type { Cluster } from '../cluster.ts';
import type { RuleSet, ServicePortRule } from './compile/rule-set.ts';
import { type FlowEntry, forgetFlows } from './conntrack.ts';

/** Called with every sync of a node's rules. */
export function forgetStaleUdp(cluster: Cluster, node: string, rules: RuleSet): void {
  forgetFlows(cluster, node, staleUdp(rules));
}

type Flow = Pick<FlowEntry, 'original' | 'translated'>;

/** Whether kube-proxy with these rules deletes a flow. What was never translated counts too: it began before there were rules. */
export function staleUdp({ ports }: RuleSet): (flow: Flow) => boolean {
  const byFrontend = new Map<string, ReadonlySet<string>>();
  for (const rule of ports) {
    const serving = servingOf(rule);
    if (rule.protocol !== 'UDP' || serving.size === 0) continue;
    for (const frontend of frontendsOf(rule)) byFrontend.set(frontend, serving);
  }
  return ({ original, translated }) => {
    if (original.protocol !== 'UDP') return false;
    const { dst, dport } = original;
    const backend = `${translated.dst} ${translated.dport}`;
    return [`${dst} ${dport}`, nodePortKey(dst, dport)].some((frontend) => {
      const serving = byFrontend.get(frontend);
      return serving !== undefined && !serving.has(backend);
    });
  };
}

function servingOf({ endpoints }: ServicePortRule): ReadonlySet<string> {
  return new Set(endpoints.filter(({ serving }) => serving).map(({ address, port }) => `${address} ${port}`));
}

function frontendsOf({ clusterIp, externalIps, loadBalancerIps, port, nodePort }: ServicePortRule): string[] {
  const virtual = [clusterIp, ...externalIps, ...loadBalancerIps].map((address) => `${address} ${port}`);
  return nodePort === undefined ? virtual : [...virtual, nodePortKey(clusterIp, nodePort)];
}

/** Whatever address it came to, of the family that `like` is of. */
function nodePortKey(like: string, port: number): string {
  return `${like.includes(':') ? 'IPv6' : 'IPv4'} node port ${port}`;
}
