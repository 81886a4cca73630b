/** Warnings, and paths without resources. */
import { describe, expect, test } from 'vitest';
import { aServer } from '../../builders/cluster.ts';
import { aManifest, collectionPath } from '../../builders/manifests.ts';

const PODS = collectionPath('Pod');

describe('warnings', () => {
  const DEPRECATED = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';
  test('Endpoints are deprecated, however one asks (KEP-4974)', () => {
    const server = aServer();
    const path = collectionPath('Endpoints');
    expect(server.ask('GET', path).warnings).toEqual([DEPRECATED]);
    expect(server.ask('POST', path, { body: aManifest('Endpoints', 'x') }).warnings).toEqual([DEPRECATED]);
  });

  test('a field without effect here is named when it first stands there', () => {
    const server = aServer();
    const path = collectionPath('Service');
    const body = aManifest('Service', 'x', { spec: { ports: [{ port: 80 }], externalIPs: ['192.0.2.1'] } });
    const { warnings } = server.ask('POST', path, { body });
    const patch = {
      headers: { 'content-type': 'application/merge-patch+json' },
      body: { metadata: { labels: { a: 'b' } } },
    };
    for (const warning of warnings) expect(warning).toMatch(/^not modelled: .+ has no effect here$/);
    expect(server.ask('PATCH', `${path}/x`, patch).warnings).toEqual([]);
  });

  test('an unknown field, as strictly as one asks', () => {
    const body = aManifest('ConfigMap', 'x', { dada: {} });
    const ask = (fieldValidation: string) =>
      aServer().ask('POST', collectionPath('ConfigMap'), { body, query: { fieldValidation } });
    expect(ask('Strict').status).toBe(400);
    expect(ask('Warn')).toMatchObject({ status: 201, warnings: ['unknown field "dada"'] });
    expect(ask('Ignore')).toMatchObject({ status: 201, warnings: [] });
  });

  test('ports and variables said twice', () => {
    const ports = [{ containerPort: 80 }, { containerPort: 80 }];
    const env = [
      { name: 'A', value: '1' },
      { name: 'A', value: '2' },
    ];
    const body = aManifest('Pod', 'x', { spec: { containers: [{ name: 'app', image: 'x', ports, env }] } });
    expect(aServer().ask('POST', PODS, { body }).warnings).toEqual([
      'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
      'spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]',
    ]);
  });
});

describe('paths without resources', () => {
  test.each([
    ['/version', { major: '1', minor: '35' }],
    ['/api', { kind: 'APIVersions', versions: ['v1'] }],
    ['/apis', { kind: 'APIGroupList' }],
    ['/apis/apps', { kind: 'APIGroup', name: 'apps' }],
    ['/apis/apps/v1', { kind: 'APIResourceList', groupVersion: 'apps/v1' }],
  ])('%s', (path, body) => expect(aServer().ask('GET', path)).toMatchObject({ status: 200, body }));

  test.each(['/healthz', '/livez', '/readyz'])('%s', (path) => {
    expect(aServer().ask('GET', path)).toMatchObject({ status: 200, body: 'ok' });
  });
});
