/**
 * The process of a kube-proxy pod: its own two ports and the health check ports of Services. The rules it writes are the controller's part.
 * Models: https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/
 */
import type { Pod } from '../api/core/v1/pod.schema.ts';
import type { Cluster } from '../cluster.ts';
import { findHealthCheck, healthCheckAddresses, listHealthChecks } from '../dataplane/compile/health-checks.ts';
import { DEFAULT_PROXY_CONFIG, readProxyConfig } from '../dataplane/compile/proxy-config.ts';
import { metricsAddressOf } from '../dataplane/compile/proxy-periods.ts';
import { type ProxyConfig, type RuleSet, ruleSets } from '../dataplane/compile/rule-set.ts';
import { dateMark } from '../log-text.ts';
import { goNotFound, goResponse } from './answers.ts';
import { proxyHealthAnswer, serviceHealthAnswer } from './kube-proxy-health.ts';
import { metricsAnswer } from './kube-proxy-metrics.ts';
import type { HttpResponse, Listener, Process, Workload } from './workload.ts';

const HEALTHZ_PORT = 10_256;
const METRICS_PORT = 10_249;

/** As a process that starts now reads it. */
function readConfig(cluster: Cluster): ProxyConfig {
  return readProxyConfig(cluster) ?? DEFAULT_PROXY_CONFIG;
}

function rulesOf(cluster: Cluster, pod: Pod): RuleSet | undefined {
  return ruleSets(cluster).get(pod.spec.nodeName ?? '');
}

/** As the process read it when it started. */
function configOf(cluster: Cluster, pod: Pod): ProxyConfig {
  return rulesOf(cluster, pod)?.config ?? readConfig(cluster);
}

function metrics(process: Process, path: string): HttpResponse {
  const { cluster, pod } = process;
  if (path === '/proxyMode') return goResponse(process, 200, configOf(cluster, pod).mode);
  if (path === '/healthz') return goResponse(process, 200, 'ok');
  return path === '/metrics' ? metricsAnswer(process, configOf(cluster, pod).mode) : goNotFound(process);
}

function healthCheckListeners(rules: RuleSet | undefined): Listener[] {
  if (!rules) return [];
  const addresses = healthCheckAddresses(rules);
  return listHealthChecks(rules).flatMap(({ port }) =>
    addresses.map((address): Listener => ({ port, protocol: 'TCP', address, speaks: 'http' })),
  );
}

/** Of ipvs it warns, and says for each family which scheduler it takes by itself. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/cmd/kube-proxy/app/server_linux.go (KEP-5495) */
function startLines({ mode, scheduler }: ProxyConfig): string[] {
  const line = (level: 'I' | 'E', where: string, says: string) =>
    `${level}${dateMark('Klog')}       1 ${where}] ${says}`;
  if (mode !== 'ipvs') return [line('I', 'server_linux.go:138', `"Using ${mode} Proxier"`)];
  const deprecated =
    "The ipvs proxier is now deprecated and may be removed in a future release. Please use 'nftables' instead.";
  const byDefault = scheduler ? [] : ['IPv4', 'IPv6'];
  return [
    line('I', 'server_linux.go:194', '"Using ipvs Proxier"'),
    line('E', 'server_linux.go:196', `"${deprecated}"`),
    ...byDefault.map((family) =>
      line('I', 'proxier.go:351', `"IPVS scheduler not specified, use rr by default" ipFamily="${family}"`),
    ),
  ];
}

export const kubeProxy: Workload = {
  images: ['eks/kube-proxy', 'registry.k8s.io/kube-proxy'],
  image: { entrypoint: [], cmd: ['kube-proxy', '--config=/var/lib/kube-proxy-config/config'] },
  start: ({ cluster }) => ({
    readyAfterMs: 500,
    logs: startLines(readConfig(cluster)),
  }),
  reads: rulesOf,
  listeners: ({ cluster, pod }) => [
    { port: HEALTHZ_PORT, protocol: 'TCP', address: '0.0.0.0', speaks: 'http' },
    { port: METRICS_PORT, protocol: 'TCP', address: metricsAddressOf(configOf(cluster, pod)), speaks: 'http' },
    ...healthCheckListeners(rulesOf(cluster, pod)),
  ],
  http: (process, { path }, { localPort }) => {
    if (localPort === METRICS_PORT) return metrics(process, path);
    if (localPort === HEALTHZ_PORT) {
      return path === '/healthz' || path === '/livez' ? proxyHealthAnswer(process, path) : goNotFound(process);
    }
    const rules = rulesOf(process.cluster, process.pod);
    const check = rules && findHealthCheck(rules, localPort);
    return check ? serviceHealthAnswer(process, check) : goNotFound(process);
  },
};
