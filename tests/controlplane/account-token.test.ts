/** The token in a pod is one that the API server takes, for the rights of the pod's service account. */
import { describe, expect, it } from 'vitest';
import { createApiServer } from '../../lib/world/apiserver/server.ts';
import { containerFiles } from '../../lib/world/files/container-files.ts';
import { pod } from './manifests.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

const PATH = '/var/run/secrets/kubernetes.io/serviceaccount/token';

function running(): SimulatedCluster {
  const world = simulatedCluster();
  world.apply(pod('web'));
  world.settle();
  return world;
}

function tokenIn({ cluster, client }: SimulatedCluster): string {
  const web = client.find('Pod', 'web', 'default');
  if (!web) throw new Error('no pod web');
  const [{ name } = { name: '' }] = web.spec.containers;
  return containerFiles(cluster, web, name).files.get(PATH)?.() ?? '';
}

function listPods({ cluster }: SimulatedCluster, token: string) {
  const headers = { authorization: `Bearer ${token}` };
  return createApiServer(cluster, { onChange: () => {} }).handle({
    method: 'GET',
    path: '/api/v1/namespaces/default/pods',
    headers,
  });
}

describe('the token of a pod', () => {
  // https://kubernetes.io/docs/reference/access-authn-authz/rbac/: an account without bindings has no rights to pods.
  it('is taken for its account, which may not list pods', () => {
    const world = running();
    expect(listPods(world, tokenIn(world))).toMatchObject({
      status: 403,
      body: {
        message:
          'pods is forbidden: User "system:serviceaccount:default:default" cannot list resource "pods" in API group "" in the namespace "default"',
      },
    });
  });

  it('opens what a role grants', () => {
    const world = running();
    const account = { kind: 'ServiceAccount', name: 'default', namespace: 'default' };
    world.apply({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'reader' },
      subjects: [account],
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    });
    expect(listPods(world, tokenIn(world))).toMatchObject({ status: 200, body: { kind: 'PodList' } });
  });

  it('another text is nobody', () => {
    const world = running();
    expect(listPods(world, `${tokenIn(world)}x`)).toMatchObject({ status: 401 });
  });

  // https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/token/token_manager.go (requiresRefresh)
  it('stays the same until it is renewed, and the old one is still taken', () => {
    const world = running();
    const first = tokenIn(world);
    world.pass(600);
    expect(tokenIn(world)).toBe(first);
    world.pass(3000);
    expect(tokenIn(world)).not.toBe(first);
    expect(listPods(world, first)).toMatchObject({ status: 403 });
  });
});
