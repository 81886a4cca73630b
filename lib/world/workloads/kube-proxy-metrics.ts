/**
 * `/metrics` of kube-proxy, as far as syncs go.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/metrics/metrics.go,
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
import { SYNC_BOUNDS_MS, type SyncTimes, syncing } from '../dataplane/proxy-syncing.ts';
import { familyOf, type IpFamily } from '../net/ip.ts';
import { goResponse } from './answers.ts';
import type { HttpResponse, Process } from './workload.ts';

/** What a real one serves beside them. */
const LEFT_OUT =
  '# not modelled: families of the Go runtime, the process, its API client, changes, conntrack and health requests, and all of the other address family';

const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores';

/** Those of full and partial syncs are not in ipvs mode, which knows no such difference. */
export function metricsAnswer(process: Process, mode: string): HttpResponse {
  const { cluster, pod } = process;
  const family = familyOf(pod.status.hostIP ?? '');
  const { full, partial, lastMs } = syncing(cluster).get(pod.spec.nodeName ?? '') ?? {};
  const kinds =
    mode === 'ipvs'
      ? []
      : [
          ...histogram('sync_full_proxy_rules', 'SyncProxyRules latency in seconds for full resyncs', family, full),
          ...histogram(
            'sync_partial_proxy_rules',
            'SyncProxyRules latency in seconds for partial resyncs',
            family,
            partial,
          ),
        ];
  const lines = [
    LEFT_OUT,
    ...kinds,
    ...histogram('sync_proxy_rules', 'SyncProxyRules latency in seconds', family, both(full, partial)),
    ...(lastMs === undefined ? [] : lastSync(family, (cluster.epochMs + lastMs) / 1000)),
  ];
  return goResponse(process, 200, `${lines.join('\n')}\n`, { 'Content-Type': CONTENT_TYPE });
}

function both(one: SyncTimes | undefined, other: SyncTimes | undefined): SyncTimes | undefined {
  if (!one || !other) return one ?? other;
  return {
    sumMs: one.sumMs + other.sumMs,
    counts: one.counts.map((count, at) => count + (other.counts[at] ?? 0)),
  };
}

/** A family that was never observed is not served. */
function histogram(name: string, help: string, ip: IpFamily, times: SyncTimes | undefined): string[] {
  if (!times) return [];
  const family = `kubeproxy_${name}_duration_seconds`;
  const bounds = [...SYNC_BOUNDS_MS.map((bound) => String(bound / 1000)), '+Inf'];
  let total = 0;
  const buckets = bounds.map((bound, at) => {
    total += times.counts[at] ?? 0;
    return `${family}_bucket{ip_family="${ip}",le="${bound}"} ${total}`;
  });
  return [
    `# HELP ${family} [ALPHA] ${help}`,
    `# TYPE ${family} histogram`,
    ...buckets,
    `${family}_sum{ip_family="${ip}"} ${goFloat(times.sumMs / 1000)}`,
    `${family}_count{ip_family="${ip}"} ${total}`,
  ];
}

function lastSync(ip: IpFamily, seconds: number): string[] {
  const family = 'kubeproxy_sync_proxy_rules_last_timestamp_seconds';
  return [
    `# HELP ${family} [ALPHA] The last time proxy rules were successfully synced`,
    `# TYPE ${family} gauge`,
    `${family}{ip_family="${ip}"} ${goFloat(seconds)}`,
  ];
}

/** Go's shortest `%g`: an exponent of two digits from 10^21 on in JavaScript, from 10^6 on there. */
function goFloat(value: number): string {
  if (value < 1e6) return String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e+');
  return `${digits}e+${exponent.padStart(2, '0')}`;
}
