/** https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api */
import { describe, expect, it } from 'vitest';
import { listKinds } from '../../../lib/world/api/kinds.ts';
import { listReviews } from '../../../lib/world/api/reviews.ts';
import { DEFINITION_KIND } from '../../../lib/world/apiserver/custom/definition.ts';
import { aServer } from '../../builders/cluster.ts';

const V2 = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const V2BETA1 = 'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList';

interface Resource {
  resource: string;
  responseKind: unknown;
  scope: string;
  singularResource: string;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
  subresources?: { subresource: string; responseKind: unknown; verbs: string[] }[];
}
interface Groups {
  kind: string;
  apiVersion: string;
  items: { metadata: { name?: string }; versions: { version: string; freshness: string; resources: Resource[] }[] }[];
}

const ask = (path: string, accept?: string) =>
  aServer().ask('GET', path, accept === undefined ? {} : { headers: { accept } });

describe('aggregated discovery', () => {
  /** https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery */
  it('two answers name everything', () => {
    const named = ['/api', '/apis'].flatMap((path) =>
      (ask(path, V2).body as Groups).items.flatMap(({ metadata, versions }) =>
        versions.flatMap(({ version, resources }) =>
          resources.map(({ resource }) => `${metadata.name ?? ''}/${version}/${resource}`),
        ),
      ),
    );
    expect(named.sort()).toEqual(
      [...listKinds(), DEFINITION_KIND, ...listReviews()]
        .map((kind) => `${kind.group}/${kind.version}/${kind.plural}`)
        .sort(),
    );
  });

  it('the answer s type says its version, and the older one is served to who asks for it', () => {
    expect(ask('/apis', `${V2},${V2BETA1},application/json`).headers['content-type']).toBe(V2);
    const older = ask('/apis', `${V2BETA1},application/json`);
    expect(older.headers['content-type']).toBe(V2BETA1);
    expect((older.body as Groups).apiVersion).toBe('apidiscovery.k8s.io/v2beta1');
  });

  it('a version that does not exist falls to the next form', () => {
    const answer = ask(
      '/apis',
      'application/json;g=apidiscovery.k8s.io;v=v3;as=APIGroupDiscoveryList,application/json',
    );
    expect((answer.body as Groups).kind).toBe('APIGroupList');
  });

  /** https://github.com/kubernetes/api/blob/v0.35.0/apidiscovery/v2/types.go */
  it('deployments with their subresources', () => {
    const { items } = ask('/apis', V2).body as Groups;
    const apps = items.find(({ metadata }) => metadata.name === 'apps')?.versions[0];
    expect(apps?.freshness).toBe('Current');
    expect(apps?.resources.find(({ resource }) => resource === 'deployments')).toEqual({
      resource: 'deployments',
      responseKind: { group: 'apps', version: 'v1', kind: 'Deployment' },
      scope: 'Namespaced',
      singularResource: 'deployment',
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      shortNames: ['deploy'],
      categories: ['all'],
      subresources: [
        {
          subresource: 'scale',
          responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
          verbs: ['get', 'patch', 'update'],
        },
        {
          subresource: 'status',
          responseKind: { group: 'apps', version: 'v1', kind: 'Deployment' },
          verbs: ['get', 'patch', 'update'],
        },
      ],
    });
  });

  it('the core group has no name', () => {
    const { items } = ask('/api', V2).body as Groups;
    expect(items.map(({ metadata }) => metadata)).toEqual([{}]);
  });

  it('groups come in the order of their priority', () => {
    const names = (ask('/apis', V2).body as Groups).items.map(({ metadata }) => metadata.name);
    expect(names.indexOf('apps')).toBe(0);
    expect(names.indexOf('batch')).toBeLessThan(names.indexOf('networking.k8s.io'));
  });
});

describe('plain discovery', () => {
  it('a group with another version than v1', () => {
    expect(ask('/apis/autoscaling').body).toEqual({
      kind: 'APIGroup',
      apiVersion: 'v1',
      name: 'autoscaling',
      versions: [{ groupVersion: 'autoscaling/v2', version: 'v2' }],
      preferredVersion: { groupVersion: 'autoscaling/v2', version: 'v2' },
    });
    expect((ask('/apis/autoscaling/v2').body as { groupVersion: string }).groupVersion).toBe('autoscaling/v2');
    expect(ask('/apis/autoscaling/v7').status).toBe(404);
  });

  it('a subresource of another group says so', () => {
    const { resources } = ask('/api/v1').body as { resources: { name: string }[] };
    expect(resources.find(({ name }) => name === 'pods/eviction')).toEqual({
      name: 'pods/eviction',
      singularName: '',
      namespaced: true,
      group: 'policy',
      version: 'v1',
      kind: 'Eviction',
      verbs: ['create'],
    });
  });

  it('the root lists the paths', () => {
    const { paths } = ask('/').body as { paths: string[] };
    expect(paths).toEqual(expect.arrayContaining(['/api/v1', '/apis/apps/v1', '/healthz', '/openapi/v3', '/version']));
  });
});

describe('what a client accepts', () => {
  /** https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers/negotiation/negotiate.go */
  it.each(['application/vnd.kubernetes.protobuf,application/json', '*/*', 'application/*', 'application/json;q=0.5'])(
    '%s is answered in JSON',
    (accept) => {
      expect(ask('/api/v1/namespaces/shop', accept).status).toBe(200);
    },
  );

  it.each(['application/vnd.kubernetes.protobuf', 'text/html', 'application/json;as=Table;v=v2;g=meta.k8s.io'])(
    '%s alone is refused',
    (accept) => {
      const answer = ask('/api/v1/namespaces/shop', accept);
      expect(answer.status).toBe(406);
      expect(answer.body).toMatchObject({
        reason: 'NotAcceptable',
        message: 'only the following media types are accepted: application/json',
      });
    },
  );
});

describe('health', () => {
  /** https://kubernetes.io/docs/reference/using-api/health-checks/ */
  it.each(['/healthz', '/livez', '/readyz', '/readyz/etcd'])('%s is ok', (path) => {
    expect(ask(path).body).toBe('ok');
  });

  it('verbose lists the checks, an excluded one as such', () => {
    const answer = aServer().ask('GET', '/readyz', { query: { verbose: '', exclude: 'etcd' } });
    const lines = (answer.body as string).split('\n');
    expect(lines.slice(0, 3)).toEqual(['[+]ping ok', '[+]log ok', '[+]etcd excluded: ok']);
    expect(lines.at(-2)).toBe('readyz check passed');
  });

  it('a check that there is not is not found', () => {
    expect(ask('/livez/wishes').status).toBe(404);
  });

  it('what is not modelled says so', () => {
    expect(ask('/metrics').body).toMatchObject({ message: 'not modelled: /metrics' });
  });
});
