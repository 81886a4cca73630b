/**
 * `/healthz`, `/livez`, `/readyz`, whole or one check at a time.
 *
 * Models: https://kubernetes.io/docs/reference/using-api/health-checks/,
 * https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/server/healthz/healthz.go
 */
import type { ApiResponse } from '../request.ts';
import { plainText } from '../respond.ts';
import { noSuchPath } from '../status.ts';

const HOOKS = [
  'start-apiserver-admission-initializer',
  'generic-apiserver-start-informers',
  'priority-and-fairness-config-consumer',
  'priority-and-fairness-filter',
  'storage-object-count-tracker-hook',
  'start-apiextensions-informers',
  'start-apiextensions-controllers',
  'crd-informer-synced',
  'start-system-namespaces-controller',
  'start-cluster-authentication-info-controller',
  'start-kube-apiserver-identity-lease-controller',
  'start-kube-apiserver-identity-lease-garbage-collector',
  'start-legacy-token-tracking-controller',
  'start-service-ip-repair-controllers',
  'rbac/bootstrap-roles',
  'scheduling/bootstrap-system-priority-classes',
  'priority-and-fairness-config-producer',
  'bootstrap-controller',
  'aggregator-reload-proxy-client-cert',
  'start-kube-aggregator-informers',
  'apiservice-status-local-available-controller',
  'apiservice-status-remote-available-controller',
  'apiservice-registration-controller',
  'apiservice-discovery-controller',
  'kube-apiserver-autoregistration',
].map((name) => `poststarthook/${name}`);

const LAST = ['autoregister-completion', 'apiservice-openapi-controller', 'apiservice-openapiv3-controller'];

const CHECKS: Readonly<Record<string, readonly string[]>> = {
  healthz: ['ping', 'log', 'etcd', ...HOOKS, ...LAST],
  livez: ['ping', 'log', 'etcd', ...HOOKS, ...LAST],
  readyz: ['ping', 'log', 'etcd', 'etcd-readiness', 'informer-sync', ...HOOKS, ...LAST, 'shutdown'],
};

/** Answers `/livez`, `/livez/etcd`, `/readyz?verbose&exclude=etcd`; undefined for another path. */
export function findHealth(path: string, query: Readonly<Record<string, string>>): ApiResponse | undefined {
  const [endpoint = '', ...rest] = path.split('/').filter(Boolean);
  const checks = Object.hasOwn(CHECKS, endpoint) ? CHECKS[endpoint] : undefined;
  if (!checks) return undefined;
  const one = rest.join('/');
  if (one) {
    if (!checks.includes(one)) throw noSuchPath();
    return plainText('ok');
  }
  if (!('verbose' in query)) return plainText('ok');
  const lines = checks.map((check) => `[+]${check} ${check === query.exclude ? 'excluded: ok' : 'ok'}\n`);
  return plainText(`${lines.join('')}${endpoint} check passed\n`);
}
