/** Which objects a list gives. */
import { describe, expect, test } from 'vitest';
import { aServer } from '../../builders/cluster.ts';
import { collectionPath } from '../../builders/manifests.ts';
import { aPod } from '../../builders/objects.ts';

const PODS = collectionPath('Pod');

describe(`label and field selectors (https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/labels/selector.go)`, () => {
  const labelled = () => {
    const server = aServer();
    const all = { a: { app: 'web', tier: 'front' }, b: { app: 'web' }, c: { app: 'db', weight: '5' }, d: {} };
    for (const [name, labels] of Object.entries(all)) {
      const pod = aPod(name).inNamespace('shop').labelled(labels).build();
      server.load('Pod', name === 'a' ? { ...pod, status: { phase: 'Running' } } : pod);
    }
    return server;
  };
  test.each([
    ['app=web', 'ab'],
    ['app==web', 'ab'],
    ['app!=web', 'cd'],
    ['app', 'abc'],
    ['!app', 'd'],
    ['app in (web, db)', 'abc'],
    ['app notin (web)', 'cd'],
    ['app=web,tier', 'a'],
    ['app=web,!tier', 'b'],
    ['weight>4', 'c'],
    ['weight<5', ''],
    ['', 'abcd'],
  ])('%s', (labelSelector, expected) => {
    const { body } = labelled().ask('GET', PODS, { query: { labelSelector } });
    const { items } = body as { items: { metadata: { name: string } }[] };
    expect(items.map(({ metadata: { name } }) => name).join('')).toBe(expected);
  });

  test.each([
    ['metadata.name=b', 'b'],
    ['metadata.name!=b', 'acd'],
    ['status.phase=Running', 'a'],
    ['status.phase!=Running,metadata.namespace=shop', 'bcd'],
    ['spec.nodeName=', 'abcd'],
  ])('%s', (fieldSelector, expected) => {
    const { body } = labelled().ask('GET', PODS, { query: { fieldSelector } });
    const { items } = body as { items: { metadata: { name: string } }[] };
    expect(items.map(({ metadata: { name } }) => name).join('')).toBe(expected);
  });

  test('a list comes in pages', () => {
    const server = labelled();
    const first = server.ask('GET', PODS, { query: { limit: '3' } }).body as {
      items: object[];
      metadata: { continue: string };
    };
    expect(first).toMatchObject({ metadata: { remainingItemCount: 1 } });
    expect(first.items).toHaveLength(3);
    const rest = server.ask('GET', PODS, { query: { limit: '3', continue: first.metadata.continue } });
    expect(rest.body).toMatchObject({ items: [{ metadata: { name: 'd' } }] });
    const bad = server.ask('GET', PODS, { query: { continue: 'x' } });
    expect(bad).toMatchObject({
      status: 400,
      body: { message: 'invalid continue token: continue key is not valid: illegal base64 data at input byte 0' },
    });
  });
});
