/**
 * How apply merges by the topology of types.
 *
 * The cases follow https://github.com/kubernetes-sigs/structured-merge-diff/tree/v6.3.0/merge (set_test.go, key_test.go,
 * nested_test.go, multiple_appliers_test.go, leaf_test.go), told with Kubernetes' own types.
 */
import { describe, expect, it } from 'vitest';
import type { ApiResponse } from '../../../lib/world/apiserver/request.ts';
import { aServer, type TestServer } from '../../builders/cluster.ts';

type Json = Record<string, unknown>;

const PODS = '/api/v1/namespaces/shop/pods';
const SERVICES = '/api/v1/namespaces/shop/services';

function apply(server: TestServer, path: string, body: Json, fieldManager: string, force = 'false'): ApiResponse {
  const headers = { 'content-type': 'application/apply-patch+yaml' };
  return server.ask('PATCH', path, { body, query: { fieldManager, force }, headers });
}

function update(server: TestServer, path: string, body: Json, fieldManager: string): ApiResponse {
  const headers = { 'content-type': 'application/merge-patch+json' };
  return server.ask('PATCH', path, { body, query: { fieldManager }, headers });
}

const pod = (spec: Json, metadata: Json = {}): Json => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'x', ...metadata },
  spec: { containers: [{ name: 'app', image: 'a:1' }], ...spec },
});
const service = (ports: Json[], rest: Json = {}): Json => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'x' },
  spec: { ports, ...rest },
});
const message = (answer: ApiResponse) => (answer.body as { message: string }).message;
const spec = (answer: ApiResponse) => (answer.body as { spec: Json }).spec;
const meta = (answer: ApiResponse) => (answer.body as { metadata: Json }).metadata;
const fields = (answer: ApiResponse, manager: string) =>
  (meta(answer).managedFields as { manager: string; fieldsV1: Json }[]).find((one) => one.manager === manager)
    ?.fieldsV1;

describe('sets', () => {
  it('each applier owns its own members', () => {
    const server = aServer();
    apply(server, `${PODS}/x`, pod({}, { finalizers: ['a.io/1', 'a.io/2'] }), 'one');
    const both = apply(
      server,
      `${PODS}/x`,
      { ...pod({}), metadata: { name: 'x', finalizers: ['a.io/2', 'a.io/3'] } },
      'two',
    );
    expect(meta(both).finalizers).toEqual(['a.io/1', 'a.io/2', 'a.io/3']);
    expect((fields(both, 'two') as { 'f:metadata': Json })['f:metadata']).toEqual({
      'f:finalizers': { 'v:"a.io/2"': {}, 'v:"a.io/3"': {} },
    });
    const less = apply(server, `${PODS}/x`, pod({}), 'one');
    expect(meta(less).finalizers).toEqual(['a.io/2', 'a.io/3']);
  });

  it('a member twice is refused', () => {
    const answer = apply(aServer(), `${PODS}/x`, pod({}, { finalizers: ['a.io/1', 'a.io/1'] }), 'one');
    expect(message(answer)).toContain('.metadata.finalizers: duplicate entries for key [="a.io/1"]');
  });
});

describe('lists with keys', () => {
  it('a key left out counts as its default', () => {
    const server = aServer();
    apply(server, `${SERVICES}/x`, service([{ port: 80, name: 'http' }]), 'one');
    const answer = apply(
      server,
      `${SERVICES}/x`,
      service([{ port: 80, protocol: 'TCP', targetPort: 8080 }]),
      'two',
      'true',
    );
    expect(spec(answer).ports).toEqual([{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }]);
  });

  it('the same port of another protocol is another item', () => {
    const server = aServer();
    apply(server, `${SERVICES}/x`, service([{ port: 53, name: 'dns', protocol: 'UDP' }]), 'one');
    const answer = apply(server, `${SERVICES}/x`, service([{ port: 53, name: 'dns-tcp', protocol: 'TCP' }]), 'two');
    expect((spec(answer).ports as Json[]).map(({ name }) => name)).toEqual(['dns', 'dns-tcp']);
  });

  it('what is applied keeps its order among the others', () => {
    const server = aServer();
    const container = (name: string) => ({ name, image: 'a:1' });
    const names = (answer: ApiResponse) => (spec(answer).containers as Json[]).map(({ name }) => name);
    const template = (...of: string[]): Json => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'x' },
      spec: {
        selector: { matchLabels: { app: 'x' } },
        template: { metadata: { labels: { app: 'x' } }, spec: { containers: of.map(container) } },
      },
    });
    const path = '/apis/apps/v1/namespaces/shop/deployments/x';
    const inner = (answer: ApiResponse) => ({ ...answer, body: spec(answer).template as Json }) as ApiResponse;
    apply(server, path, template('a', 'b', 'c'), 'one');
    expect(names(inner(apply(server, path, template('c', 'd'), 'two')))).toEqual(['a', 'b', 'c', 'd']);
    expect(names(inner(apply(server, path, template('c', 'a'), 'one')))).toEqual(['c', 'd', 'a']);
  });

  it('an item goes with its last owner, fields of others below it included', () => {
    const server = aServer();
    apply(
      server,
      `${SERVICES}/x`,
      service([
        { port: 80, name: 'a' },
        { port: 81, name: 'b' },
      ]),
      'one',
    );
    update(server, `${SERVICES}/x`, { metadata: { labels: { by: 'hand' } } }, 'hand');
    const answer = apply(server, `${SERVICES}/x`, service([{ port: 80, name: 'a' }]), 'one');
    expect((spec(answer).ports as Json[]).map(({ port }) => port)).toEqual([80]);
    expect(meta(answer).labels).toEqual({ by: 'hand' });
  });

  it('an item that another applier wants too stays with what that one owns', () => {
    const server = aServer();
    apply(server, `${SERVICES}/x`, service([{ port: 80, name: 'a', appProtocol: 'http' }]), 'one');
    apply(
      server,
      `${SERVICES}/x`,
      service([
        { port: 80, name: 'a' },
        { port: 81, name: 'b' },
      ]),
      'two',
    );
    const answer = apply(server, `${SERVICES}/x`, service([]), 'one');
    const [first] = spec(answer).ports as Json[];
    expect(first).toMatchObject({ port: 80, name: 'a' });
    expect(first?.appProtocol).toBeUndefined();
  });
});

describe('what is atomic', () => {
  it('a selector is one field', () => {
    const server = aServer();
    apply(server, `${SERVICES}/x`, service([{ port: 80 }], { selector: { app: 'a' } }), 'one');
    const answer = apply(
      server,
      `${SERVICES}/x`,
      service([{ port: 80 }], { selector: { app: 'a', tier: 'b' } }),
      'two',
    );
    expect(message(answer)).toBe('Apply failed with 1 conflict: conflict with "one": .spec.selector');
    const forced = apply(server, `${SERVICES}/x`, service([{ port: 80 }], { selector: { tier: 'b' } }), 'two', 'true');
    expect(spec(forced).selector).toEqual({ tier: 'b' });
  });

  it('an owner reference is one field, told by the uid', () => {
    const server = aServer();
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid: 'u-1' };
    const answer = server.ask('POST', SERVICES, {
      body: { ...service([{ port: 80 }]), metadata: { name: 'x', ownerReferences: [owner] } },
      query: { fieldManager: 'maker' },
    });
    expect((fields(answer, 'maker') as { 'f:metadata': Json })['f:metadata']).toEqual({
      'f:ownerReferences': { '.': {}, 'k:{"uid":"u-1"}': {} },
    });
  });

  it('a list without keys is replaced as a whole', () => {
    const server = aServer();
    const toleration = (key: string) => ({ key, operator: 'Exists' });
    const template = (...keys: string[]): Json => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'x' },
      spec: {
        selector: { matchLabels: { app: 'x' } },
        template: {
          metadata: { labels: { app: 'x' } },
          spec: { containers: [{ name: 'a', image: 'a' }], tolerations: keys.map(toleration) },
        },
      },
    });
    const path = '/apis/apps/v1/namespaces/shop/deployments/x';
    apply(server, path, template('a', 'b'), 'one');
    const answer = apply(server, path, template('c'), 'one');
    const { spec: inner } = spec(answer).template as { spec: { tolerations: Json[] } };
    expect(inner.tolerations.map(({ key }) => key)).toEqual(['c']);
  });
});

describe('maps', () => {
  const labelled = (labels: Json): Json => ({ ...service([{ port: 80 }]), metadata: { name: 'x', labels } });

  it('labels merge by name', () => {
    const server = aServer();
    apply(server, `${SERVICES}/x`, labelled({ a: '1', b: '1' }), 'one');
    apply(server, `${SERVICES}/x`, labelled({ c: '1' }), 'two');
    expect(meta(apply(server, `${SERVICES}/x`, labelled({ a: '2' }), 'one')).labels).toEqual({ a: '2', c: '1' });
  });

  it('a label that was changed by hand belongs to the hand', () => {
    const server = aServer();
    apply(server, `${SERVICES}/x`, labelled({ a: '1' }), 'one');
    update(server, `${SERVICES}/x`, { metadata: { labels: { a: '2' } } }, 'hand');
    expect(message(apply(server, `${SERVICES}/x`, labelled({ a: '1' }), 'one'))).toBe(
      'Apply failed with 1 conflict: conflict with "hand" using v1: .metadata.labels.a',
    );
    const given = apply(server, `${SERVICES}/x`, labelled({}), 'one');
    expect(meta(given).labels).toEqual({ a: '2' });
  });

  it('a label removed by hand is nobody s, and comes back without a conflict', () => {
    const server = aServer();
    apply(server, `${SERVICES}/x`, labelled({ a: '1', b: '1' }), 'one');
    const removed = update(server, `${SERVICES}/x`, { metadata: { labels: { b: null } } }, 'hand');
    expect(fields(removed, 'hand')).toBeUndefined();
    expect(meta(apply(server, `${SERVICES}/x`, labelled({ a: '1', b: '3' }), 'one')).labels).toEqual({
      a: '1',
      b: '3',
    });
  });
});

describe('many managers', () => {
  /** https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/managedfields/internal/capmanagers.go */
  it('of more than ten that update, the oldest become one', () => {
    const server = aServer();
    server.ask('POST', SERVICES, { body: service([{ port: 80 }]), query: { fieldManager: 'maker' } });
    let answer: ApiResponse | undefined;
    for (let n = 0; n < 14; n++) {
      answer = update(server, `${SERVICES}/x`, { metadata: { labels: { [`l${n}`]: 'x' } } }, `hand-${n}`);
    }
    const managers = (meta(answer as ApiResponse).managedFields as { manager: string }[]).map(({ manager }) => manager);
    expect(managers).toHaveLength(10);
    expect(managers).toContain('ancient-changes');
  });
});
