/**
 * What the server serves, as clients discover it, and the paths without resources.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/discovery
 */
import type { Cluster } from '../../cluster.ts';
import { acceptedBy, notAcceptable, takesJson } from '../negotiate.ts';
import { findOpenApi } from '../openapi/answer.ts';
import type { ApiRequest, ApiResponse } from '../request.ts';
import { json } from '../respond.ts';
import { notModelled } from '../status.ts';
import { aggregatedType, discoveryList, findAggregated } from './aggregated.ts';
import { findHealth } from './health.ts';
import { groupBody, groupList, resourceList } from './plain.ts';
import { listGroups, versionsOf } from './resources.ts';
import { VERSION } from './version.ts';

/** `/api` or `/apis`, in the first form of the client's list that there is. */
function root(cluster: Cluster, name: 'api' | 'apis', { headers }: ApiRequest): ApiResponse {
  for (const clause of acceptedBy(headers?.accept)) {
    if (!takesJson(clause)) continue;
    const version = findAggregated(clause);
    if (version) {
      const answer = json(200, discoveryList(cluster, name, version));
      return { ...answer, headers: { 'content-type': aggregatedType(version) } };
    }
    if (clause.params.as === undefined) return json(200, name === 'api' ? coreVersions() : groupList(cluster));
  }
  throw notAcceptable();
}

function coreVersions(): object {
  const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress: '10.0.10.5:443' }];
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs };
}

const ALWAYS = ['/.well-known/openid-configuration', '/api', '/api/v1', '/apis', '/apis/'];
const LATER = ['/healthz', '/livez', '/metrics', '/openapi/v2', '/openapi/v3', '/openapi/v3/', '/readyz', '/version'];

function paths(cluster: Cluster): object {
  const groups = listGroups(cluster).flatMap(({ name, versions }) => [
    `/apis/${name}`,
    ...versions.map((version) => `/apis/${name}/${version}`),
  ]);
  return { paths: [...new Set([...ALWAYS, ...groups.sort(), ...LATER])] };
}

/** Answers a path that names no resource; undefined when there is nothing there. */
export function findFixedAnswer(cluster: Cluster, request: ApiRequest): ApiResponse | undefined {
  const { path, query = {} } = request;
  switch (path.replace(/\/+$/, '')) {
    case '':
      return json(200, paths(cluster));
    case '/version':
      return json(200, VERSION);
    case '/metrics':
    case '/.well-known/openid-configuration':
    case '/openid/v1/jwks':
      throw notModelled(path);
    case '/api':
      return root(cluster, 'api', request);
    case '/apis':
      return root(cluster, 'apis', request);
    default:
      return findHealth(path, query) ?? findOpenApi(cluster, request) ?? groupAnswer(cluster, path);
  }
}

function groupAnswer(cluster: Cluster, path: string): ApiResponse | undefined {
  const [first, ...rest] = path.split('/').filter(Boolean);
  if (first !== 'api' && first !== 'apis') return undefined;
  const [group, version, extra] = first === 'api' ? ['', ...rest] : rest;
  if (group === undefined || extra !== undefined) return undefined;
  if (version !== undefined) {
    return versionsOf(cluster, group).includes(version) ? json(200, resourceList(cluster, group, version)) : undefined;
  }
  const found = listGroups(cluster).find(({ name }) => name === group);
  return found && json(200, { kind: 'APIGroup', apiVersion: 'v1', ...groupBody(found) });
}
