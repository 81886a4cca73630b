/** The three kinds of patches. */
import { describe, expect, test } from 'vitest';
import { made, patch } from './single-object.ts';

describe('strategic merge (https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/strategicpatch/patch.go)', () => {
  const containers = [
    {
      name: 'app',
      image: 'a:1',
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
      args: ['x', 'y'],
    },
    { name: 'proxy', image: 'p:1' },
  ];
  const template = { metadata: { labels: { app: 'x' } }, spec: { containers } };
  const start = () => made('Deployment', { spec: { selector: { matchLabels: { app: 'x' } }, template } });
  const patched = (spec: object): { name: string; image: string; env?: object[]; args?: string[] }[] => {
    const answer = patch(start(), 'Deployment', { spec: { template: { spec } } });
    expect(answer).toMatchObject({ status: 200 });
    return (answer.body as { spec: { template: { spec: { containers: [] } } } }).spec.template.spec.containers;
  };

  test('a list with a key merges by it', () => {
    const [first, second] = patched({ containers: [{ name: 'app', image: 'a:2' }] });
    expect(first).toMatchObject({ name: 'app', image: 'a:2', env: containers[0]?.env, args: ['x', 'y'] });
    expect(second).toMatchObject({ name: 'proxy', image: 'p:1' });
  });

  test('a new item is added, a list without a key replaced, a null removes', () => {
    const all = patched({
      containers: [
        { name: 'log', image: 'l:1' },
        { name: 'app', args: ['z'], env: null },
      ],
    });
    expect(all.map(({ name }) => name).sort()).toEqual(['app', 'log', 'proxy']);
    const app = all.find(({ name }) => name === 'app');
    expect(app?.args).toEqual(['z']);
    expect(app).not.toHaveProperty('env');
  });

  test('$patch: delete and replace', () => {
    expect(patched({ containers: [{ name: 'proxy', $patch: 'delete' }] }).map(({ name }) => name)).toEqual(['app']);
    const replaced = patched({ containers: [{ $patch: 'replace' }, { name: 'only', image: 'o' }] });
    expect(replaced.map(({ name }) => name)).toEqual(['only']);
  });

  test('$setElementOrder', () => {
    const order = [{ name: 'proxy' }, { name: 'app' }];
    const all = patched({ '$setElementOrder/containers': order, containers: [{ name: 'app', image: 'a:2' }] });
    expect(all.map(({ name, image }) => `${name} ${image}`)).toEqual(['proxy p:1', 'app a:2']);
  });

  test('$deleteFromPrimitiveList', () => {
    const server = made('ConfigMap');
    patch(server, 'ConfigMap', { metadata: { finalizers: ['a.io/one', 'a.io/two'] } });
    const answer = patch(server, 'ConfigMap', { metadata: { '$deleteFromPrimitiveList/finalizers': ['a.io/one'] } });
    expect(answer.body).toMatchObject({ metadata: { finalizers: ['a.io/two'] } });
  });

  test('a merge patch replaces lists', () => {
    const body = { spec: { template: { spec: { containers: [{ name: 'app', image: 'a:2' }] } } } };
    const answer = patch(start(), 'Deployment', body, 'merge-patch');
    const { spec } = (answer.body as { spec: { template: { spec: { containers: object[] } } } }).spec.template;
    expect(spec.containers).toHaveLength(1);
    expect(spec.containers[0]).not.toHaveProperty('env');
  });

  test('a JSON patch adds, removes, replaces, moves, copies and tests', () => {
    const server = made('ConfigMap', { data: { a: '1', b: '2' } });
    const body = [
      { op: 'test', path: '/data/a', value: '1' },
      { op: 'add', path: '/data/c', value: '3' },
      { op: 'replace', path: '/data/a', value: '9' },
      { op: 'move', from: '/data/b', path: '/data/d' },
      { op: 'copy', from: '/data/c', path: '/data/e' },
      { op: 'remove', path: '/data/c' },
    ];
    expect(patch(server, 'ConfigMap', body, 'json-patch').body).toMatchObject({ data: { a: '9', d: '2', e: '3' } });
  });
});
