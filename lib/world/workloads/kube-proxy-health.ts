/**
 * What kube-proxy answers to those who ask after its health, or after a Service's endpoints on its node.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/healthcheck/proxy_health.go, service_health.go
 */
import type { HealthCheck } from '../dataplane/compile/health-checks.ts';
import { findObject } from '../dataplane/objects.ts';
import { HEALTH_TIMEOUT_MS, type Syncing, syncing } from '../dataplane/proxy-syncing.ts';
import { nowMs } from '../sim/clock.ts';
import { goResponse, wallMs } from './answers.ts';
import { rfc3339Nano } from './timestamps.ts';
import type { HttpResponse, Process } from './workload.ts';

/** With this the Cluster Autoscaler marks a node that it is about to delete. */
const TO_BE_DELETED = 'ToBeDeletedByClusterAutoscaler';

/** Go's zero time. */
const NEVER = '0001-01-01T00:00:00Z';

const HEADERS = { 'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff' };

function standOf({ cluster, pod }: Process): Syncing {
  return syncing(cluster).get(pod.spec.nodeName ?? '') ?? {};
}

/** Ill is who has known of a change for too long and has not written it. */
function isHealthy(process: Process): boolean {
  const { queuedMs } = standOf(process);
  return queuedMs === undefined || nowMs(process.cluster.state) - queuedMs < HEALTH_TIMEOUT_MS;
}

/** A node that is being deleted, or is about to be, takes no new connections from a load balancer. */
function isEligible({ cluster, pod }: Process): boolean {
  const node = findObject(cluster, 'Node', pod.spec.nodeName ?? '');
  if (!node || node.metadata.deletionTimestamp !== undefined) return false;
  return !(node.spec.taints ?? []).some(({ key }) => key === TO_BE_DELETED);
}

/** `/healthz` asks after the node too, `/livez` after the process only. Both address families are there, IPv4's first. */
export function proxyHealthAnswer(process: Process, path: '/healthz' | '/livez'): HttpResponse {
  const healthy = isHealthy(process);
  const eligible = isEligible(process);
  const now = rfc3339Nano(wallMs(process));
  const { lastMs } = standOf(process);
  const synced = lastMs === undefined ? NEVER : rfc3339Nano(process.cluster.epochMs + lastMs);
  const proxier = { lastUpdated: synced, healthy };
  const ok = healthy && (path === '/livez' || eligible);
  const body = {
    lastUpdated: ok ? now : synced,
    currentTime: now,
    ...(path === '/healthz' ? { nodeEligible: eligible } : {}),
    healthy,
    // Proxiers are known from their first sync on.
    ...(lastMs === undefined ? {} : { status: { IPv4: proxier, IPv6: proxier } }),
  };
  return goResponse(process, ok ? 200 : 503, JSON.stringify(body), HEADERS);
}

/** Every path is answered alike. */
export function serviceHealthAnswer(process: Process, { service, localEndpoints }: HealthCheck): HttpResponse {
  const healthy = isHealthy(process);
  const body = [
    '{',
    '\t"service": {',
    `\t\t"namespace": "${service.namespace}",`,
    `\t\t"name": "${service.name}"`,
    '\t},',
    `\t"localEndpoints": ${localEndpoints},`,
    `\t"serviceProxyHealthy": ${healthy}`,
    '}',
  ].join('\n');
  return goResponse(process, localEndpoints > 0 && healthy ? 200 : 503, body, {
    ...HEADERS,
    'X-Load-Balancing-Endpoint-Weight': String(localEndpoints),
  });
}
