/**
 * kube-proxy on every node: it writes the rules of that node from Services and EndpointSlices, as long as its pod runs there. A node
 * whose kube-proxy is gone keeps the rules it last got.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/iptables/proxier.go
 * Differs: what `syncPeriod` is for finds nothing to do here: nobody flushes its chains (iptables, nftables), and nobody takes a virtual
 * server away (ipvs).
 */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { Client } from '../../apiserver/client.ts';
import { forgetAffinities } from '../../dataplane/affinity.ts';
import { compileRules } from '../../dataplane/compile/node-rules.ts';
import { readProxyConfig } from '../../dataplane/compile/proxy-config.ts';
import { type ProxyConfig, type RuleSet, ruleSets } from '../../dataplane/compile/rule-set.ts';
import { forgetStaleUdp } from '../../dataplane/stale-flows.ts';
import { runningSince } from '../../workloads/containers.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import { syncRules } from '../proxy-sync.ts';
import { isSame } from '../same.ts';

export const kubeProxy: Controller = {
  name: 'kube-proxy',
  watches: {
    Service: (_change, { client }) => listNodes(client),
    EndpointSlice: (_change, { client }) => listNodes(client),
    ServiceCIDR: (_change, { client }) => listNodes(client),
    Node: ({ object, previous }) => nameOf(object ?? previous),
    Pod: ({ object, previous }) => nodeOfProxy((object ?? previous) as Pod | undefined),
  },
  reconcile(node, context) {
    const proxy = findProxy(context.client, node);
    const startedMs = proxy && startOf(proxy);
    if (startedMs === undefined) return;
    const before = ruleSets(context.cluster).get(node);
    const config = configOf(context, before, startedMs);
    if (!config) return;
    const wanted = compileRules(context.cluster, node, config, startedMs);
    const install = (rules: RuleSet) => write(context, node, rules);
    syncRules({ node, context, wanted, before, install, isSame: isSameSet });
  },
};

function write({ cluster }: ControllerContext, node: string, rules: RuleSet): void {
  ruleSets(cluster).set(node, rules);
  forgetAffinities(cluster, rules);
  forgetStaleUdp(cluster, node, rules);
}

function listNodes(client: Client): string[] {
  return client.list('Node').map(({ metadata }) => metadata.name);
}

function nameOf(node: { readonly metadata: { readonly name: string } } | undefined): string[] {
  return node ? [node.metadata.name] : [];
}

/** Models: https://docs.aws.amazon.com/eks/latest/userguide/managing-kube-proxy.html (DaemonSet kube-proxy, label k8s-app) */
function isProxy({ metadata, spec }: Pod): boolean {
  return (
    metadata.namespace === 'kube-system' && metadata.labels?.['k8s-app'] === 'kube-proxy' && spec.nodeName !== undefined
  );
}

function nodeOfProxy(pod: Pod | undefined): string[] {
  return pod && isProxy(pod) ? [pod.spec.nodeName as string] : [];
}

/** The node's kube-proxy; of two, the one that runs. */
function findProxy(client: Client, node: string): Pod | undefined {
  const proxies = client.list('Pod', 'kube-system').filter((pod) => isProxy(pod) && pod.spec.nodeName === node);
  return proxies.find((pod) => startOf(pod) !== undefined);
}

function startOf(pod: Pod): number | undefined {
  const container = pod.spec.containers[0];
  return container && runningSince(pod, container.name);
}

/** Configuration is read once, when the process starts. Undefined: it cannot be read, and the process does not come up. */
function configOf(
  { cluster }: ControllerContext,
  before: RuleSet | undefined,
  startedMs: number,
): ProxyConfig | undefined {
  return before?.startedMs === startedMs ? before.config : readProxyConfig(cluster);
}

/** By content: whether equal rules are one object is a matter of caches, and must not set a timer. */
function isSameSet(a: RuleSet, b: RuleSet): boolean {
  const { ports, config, addresses, serviceCidrs, ...rest } = a;
  return (
    rest.zone === b.zone &&
    rest.startedMs === b.startedMs &&
    isSame(config, b.config) &&
    isSame(addresses, b.addresses) &&
    isSame(serviceCidrs, b.serviceCidrs) &&
    isSame(ports, b.ports)
  );
}
