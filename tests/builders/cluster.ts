/** Clusters to try things on: empty state, the namespaces and accounts that every cluster has, no controllers. */
import type { Change } from '../../lib/world/apiserver/client.ts';
import type { ApiRequest, ApiResponse } from '../../lib/world/apiserver/request.ts';
import { type ApiServer, createApiServer } from '../../lib/world/apiserver/server.ts';
import type { Cluster } from '../../lib/world/cluster.ts';
import { State } from '../../lib/world/sim/state.ts';

/** 2026-01-02T03:04:05Z */
export const EPOCH_MS = 1_767_323_045_000;

export interface TestServer extends ApiServer {
  readonly cluster: Cluster;
  /** Every committed write so far. */
  readonly changes: Change[];
  /** One request whose answer is no stream. */
  ask(method: ApiRequest['method'], path: string, rest?: Omit<ApiRequest, 'method' | 'path'>): ApiResponse;
}

export function aCluster(seed = 7): Cluster {
  return { name: 'main', state: new State(), seed, epochMs: EPOCH_MS };
}

/** A server over that cluster as it stands. */
export function aServerOn(cluster: Cluster): TestServer {
  const changes: Change[] = [];
  const server = createApiServer(cluster, { onChange: (change) => changes.push(change) });
  return {
    ...server,
    cluster,
    changes,
    ask(method, path, rest = {}) {
      const answer = server.handle({ method, path, ...rest });
      if ('watch' in answer) throw new Error(`${path} answers with a stream`);
      return answer;
    },
  };
}

/** A server with the namespaces `default`, `kube-system` and `shop`, each with its default account. */
export function aServer(seed = 7): TestServer {
  const server = aServerOn(aCluster(seed));
  for (const name of ['default', 'kube-system', 'shop']) {
    server.load('Namespace', { kind: 'Namespace', apiVersion: 'v1', metadata: { name }, spec: {}, status: {} });
    const metadata = { name: 'default', namespace: name };
    server.load('ServiceAccount', { kind: 'ServiceAccount', apiVersion: 'v1', metadata });
  }
  server.changes.length = 0;
  return server;
}
