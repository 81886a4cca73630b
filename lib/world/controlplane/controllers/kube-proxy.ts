/**
 * kube-proxy on every node: it writes the rules of that node from Services and EndpointSlices, as long as its pod runs there. A node
 * whose kube-proxy is gone keeps the rules it last got.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/iptables/proxier.go
 * Differs: `minSyncPeriod` of the configuration is not read, it is 1 s; the full sync every `syncPeriod` finds nothing to do here.
 */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { Client } from '../../apiserver/client.ts';
import { forgetAffinities } from '../../dataplane/affinity.ts';
import { compileRules } from '../../dataplane/compile/node-rules.ts';
import { readProxyConfig } from '../../dataplane/compile/proxy-config.ts';
import { type ProxyConfig, type RuleSet, ruleSets } from '../../dataplane/compile/rule-set.ts';
import { forgetFlows } from '../../dataplane/conntrack.ts';
import { syncing } from '../../dataplane/proxy-syncing.ts';
import { DURATIONS } from '../../sim/durations.ts';
import { draw } from '../../sim/random.ts';
import { runningSince } from '../../workloads/containers.ts';
import type { Controller, ControllerContext } from '../controller.ts';
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
    const table = ruleSets(context.cluster);
    const before = table.get(node);
    const config = configOf(context, before, startedMs);
    if (!config) return;
    const rules = compileRules(context.cluster, node, config, startedMs);
    if (before && isSameSet(before, rules)) {
      rest(node, context);
      return;
    }
    if (!isDue(node, context)) return;
    table.set(node, rules);
    forgetAffinities(context.cluster, node, rules.ports);
    forgetStaleUdp(context, node, rules);
  },
};

/**
 * A change is in the rules a moment later, and a second after the last sync at the earliest; what comes in between goes along.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/runner/bounded_frequency_runner.go
 */
function isDue(node: string, { cluster, nowMs, after }: ControllerContext): boolean {
  const table = syncing(cluster);
  const { lastMs, dueMs } = table.get(node) ?? {};
  const now = nowMs();
  if (dueMs !== undefined && dueMs <= now) {
    table.set(node, { lastMs: now });
    return true;
  }
  if (dueMs === undefined) {
    const wayMs = Math.round(DURATIONS.proxySyncMs * (0.5 + draw(cluster.seed, 'proxy-sync', node)));
    const nextMs = Math.max(now + wayMs, (lastMs ?? now - DURATIONS.proxyMinSyncMs) + DURATIONS.proxyMinSyncMs);
    table.set(node, { ...(lastMs === undefined ? {} : { lastMs }), dueMs: nextMs });
    after(nextMs - now, node);
  }
  return false;
}

/** What changed is as it was before. */
function rest(node: string, { cluster }: ControllerContext): void {
  const table = syncing(cluster);
  const { lastMs, dueMs } = table.get(node) ?? {};
  if (dueMs !== undefined) table.set(node, lastMs === undefined ? {} : { lastMs });
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
