/**
 * kube-proxy on every node: it writes the rules of that node from Services and EndpointSlices, as long as its pod runs there. A node
 * whose kube-proxy is gone keeps the rules it last got.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/iptables/proxier.go
 * Differs: a change is written at once; really kube-proxy gathers changes for up to `minSyncPeriod` (1 s).
 */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { Client } from '../../apiserver/client.ts';
import { forgetAffinities } from '../../dataplane/affinity.ts';
import { compileRules } from '../../dataplane/compile/node-rules.ts';
import { readProxyConfig } from '../../dataplane/compile/proxy-config.ts';
import { type ProxyConfig, type RuleSet, ruleSets } from '../../dataplane/compile/rule-set.ts';
import { forgetFlows } from '../../dataplane/conntrack.ts';
import { runningSince } from '../../workloads/containers.ts';
import type { Controller, ControllerContext } from '../controller.ts';

export const kubeProxy: Controller = {
  name: 'kube-proxy',
  watches: {
    Service: (_change, { client }) => listNodes(client),
    EndpointSlice: (_change, { client }) => listNodes(client),
    Node: ({ object, previous }) => nameOf(object ?? previous),
    Pod: ({ object, previous }) => nodeOfProxy((object ?? previous) as Pod | undefined),
  },
  reconcile(node, context) {
    const proxy = findProxy(context.client, node);
    const startedMs = proxy && startOf(proxy);
    if (startedMs === undefined) return;
    const table = ruleSets(context.cluster);
    const before = table.get(node);
    const config = configOf(context, before, startedMs);
    if (!config) return;
    const rules = compileRules(context.cluster, node, config, startedMs);
    if (before && isSame(before, rules)) return;
    table.set(node, rules);
    forgetAffinities(context.cluster, node, rules.ports);
    forgetStaleUdp(context, node, rules);
  },
};

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

function isSame(a: RuleSet, b: RuleSet): boolean {
  return a.ports === b.ports && a.config === b.config && a.zone === b.zone && a.startedMs === b.startedMs;
}

/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/conntrack/cleanup.go (UDP only; TCP is left to die) */
function forgetStaleUdp({ cluster }: ControllerContext, node: string, { ports }: RuleSet): void {
  const serving = new Map(
    ports
      .filter(({ protocol }) => protocol === 'UDP')
      .map((rule) => [
        rule.portName,
        new Set(rule.endpoints.filter(({ serving }) => serving).map(({ address, port }) => `${address}:${port}`)),
      ]),
  );
  forgetFlows(cluster, node, ({ original, translated, service }) => {
    if (original.protocol !== 'UDP' || !service) return false;
    return !serving.get(service)?.has(`${translated.dst}:${translated.dport}`);
  });
}
