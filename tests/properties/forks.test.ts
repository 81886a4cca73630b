/** What the benchmark relies on, held without a clock: forks share, probes leave nothing, shared parts change nothing. */
import { describe, expect, test } from 'vitest';
import { buildShop } from '../../bench/scenes/shop.ts';
import { grade } from '../../lib/assessment/grade.ts';
import { converse } from '../../lib/world/conversation.ts';
import { type Choose, listPaths, partOf } from '../../lib/world/dataplane/choice.ts';
import type { Place } from '../../lib/world/dataplane/trace.ts';
import { State } from '../../lib/world/sim/state.ts';
import type { World } from '../../lib/world/world.ts';

const { variant, start } = buildShop();

function clientOf(world: World): Place {
  const pod = world
    .client()
    .list('Pod', 'shop')
    .find(({ metadata }) => metadata.name.startsWith('client-'));
  return { cluster: 'main', pod: { namespace: 'shop', name: pod?.metadata.name ?? '' } };
}

const http = (url: string) => ({ kind: 'http', from: clientOf(start), call: { method: 'GET', url } }) as const;

/** Counts how often parts of conversations are really run. */
function countParts() {
  const counted = {
    lookUps: 0,
    connections: 0,
    within: (given: Choose): Choose => {
      const choose: Choose = (purpose, candidates) => given(purpose, candidates);
      choose.part = (part) =>
        partOf(given, {
          ...part,
          run: (inner) => {
            counted[part.question.includes(' look up ') ? 'lookUps' : 'connections'] += 1;
            return part.run(counted.within(inner));
          },
        });
      return choose;
    },
  };
  return counted;
}

/** One CoreDNS pod loses its process, and the EndpointSlice has not heard of it. */
function silenceOneDnsServer(world: World): void {
  const pods = world.state.table<{ metadata: { name: string }; status: object }>('main/objects/pods');
  const [key, pod] = pods.entries().find(([name]) => name.startsWith('kube-system/coredns-')) ?? [];
  if (!key || !pod) throw new Error('no CoreDNS pod');
  pods.set(key, { ...pod, status: { ...pod.status, containerStatuses: [{ name: 'coredns', state: {} }] } });
}

/** Every way of a call, each with the hash of the world after it; `part` is what the listing may take over. */
function listWays(url: string, part: 'taken over' | 'run again') {
  return listPaths((given) => {
    const fork = start.fork();
    const again: Choose = (purpose, candidates) => given(purpose, candidates);
    const exchange = converse(fork.cluster(), http(url), part === 'taken over' ? given : again);
    return { exchange, world: fork.hash() };
  });
}

describe('a fork', () => {
  test('holds the very objects of the original: nothing is copied', () => {
    const fork = start.fork();
    for (const name of start.state.tableNames()) {
      const original = start.state.table(name).entries();
      for (const [index, entry] of fork.state.table(name).entries().entries()) {
        expect(entry[1]).toBe(original[index]?.[1]);
      }
    }
  });

  test('that looks at its cluster writes nothing', () => {
    const before = start.hash();
    const fork = start.fork();
    fork.client().list('Pod');
    expect(fork.hash()).toBe(before);
  });

  test('that is written to leaves the original alone', () => {
    const before = start.hash();
    const fork = start.fork();
    fork.request('main', { method: 'DELETE', path: '/apis/apps/v1/namespaces/shop/deployments/orders' });
    fork.advance(60_000);
    expect(fork.hash()).not.toBe(before);
    expect(start.hash()).toBe(before);
  });
});

describe('a probe', () => {
  test('leaves the world as it was', () => {
    const before = start.hash();
    start.probe('main', (_, cluster, choose) => converse(cluster, http('http://orders/'), choose));
    expect(start.hash()).toBe(before);
  });

  test('follows every pod behind every DNS server, and the shares add up', () => {
    const ways = listWays('http://orders/', 'taken over');
    expect(new Set(ways.map(({ value }) => value.exchange.backend?.pod?.name)).size).toBe(9);
    expect(ways).toHaveLength(18);
    expect(ways.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1);
  });

  test.each(['http://orders/', 'http://orders.shop.svc.cluster.local/', 'http://nobody/'])(
    'of %s says the same and leaves the same world whether the look-up is run again or taken over',
    (url) => {
      expect(listWays(url, 'taken over')).toEqual(listWays(url, 'run again'));
    },
  );

  test('runs a look-up once for each DNS server and a connection once for each way, however many calls and forks follow', () => {
    const world = start.fork();
    world.advance(1);
    const parts = countParts();
    const ask = (asked: World, url: string) =>
      asked.probe('main', (_, cluster, choose) => converse(cluster, http(url), parts.within(choose)));
    expect(ask(world, 'http://orders/')).toHaveLength(18);
    expect(parts).toMatchObject({ lookUps: 2, connections: 18 });
    ask(world, 'http://orders/other');
    ask(world.fork(), 'http://orders/');
    expect(parts).toMatchObject({ lookUps: 2, connections: 18 });
    ask(world, 'http://orders:8080/');
    expect(parts.lookUps).toBe(2);
    ask(world, 'http://carts/');
    expect(parts.lookUps).toBe(4);
  });

  test('asks again after any write', () => {
    const world = start.fork();
    const parts = countParts();
    const ask = () =>
      world.probe('main', (_, cluster, choose) => converse(cluster, http('http://orders/'), parts.within(choose)));
    world.advance(1);
    ask();
    world.request('main', { method: 'DELETE', path: '/api/v1/namespaces/shop/services/orders' });
    expect(ask().map(({ value }) => value.outcome)).toEqual(['CouldNotResolve', 'CouldNotResolve']);
    expect(parts.lookUps).toBe(4);
  });

  test('is a way for each pod where DNS servers agree, with the same shares and answers', () => {
    const each = start.probe('main', (_, cluster, choose) => converse(cluster, http('http://orders/'), choose));
    const merged = start.probe(
      'main',
      (_, cluster, choose) => converse(cluster, http('http://orders/'), choose),
      'Merged',
    );
    expect(merged).toHaveLength(9);
    expect(merged.map(({ value }) => value)).toEqual(each.slice(0, 9).map(({ value }) => value));
    for (const { value, probability } of merged) {
      const same = each.filter((one) => one.value.backend?.pod?.name === value.backend?.pod?.name);
      expect(same.reduce((sum, one) => sum + one.probability, 0)).toBeCloseTo(probability);
      for (const one of same) expect({ ...one.value, dns: undefined }).toEqual({ ...value, dns: undefined });
    }
  });

  test('is a way for each DNS server where one of them says otherwise', () => {
    const world = start.fork();
    silenceOneDnsServer(world);
    const ways = world.probe(
      'main',
      (_, cluster, choose) => converse(cluster, http('http://orders/'), choose).outcome,
      'Merged',
    );
    expect(ways.filter(({ value }) => value === 'CouldNotResolve')).toHaveLength(1);
    expect(ways.filter(({ value }) => value === 'Response')).toHaveLength(9);
    expect(ways.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1);
  });
});

test('grading leaves the world as it was, and full marks say that the benchmark asks what it means to ask', () => {
  const before = start.hash();
  const graded = grade({ variant, world: start, start, answers: {} });
  expect(graded.tasks.map(({ points }) => points)).toEqual([20, 5, 10]);
  expect(start.hash()).toBe(before);
});

test('a state that becomes another has its content, and neither sees what the other writes after', () => {
  const one = new State();
  const other = new State();
  one.table<number>('a').set('x', 1);
  other.table<number>('a').set('y', 2);
  other.table<number>('b').set('z', 3);
  const kept = one.table<number>('a');
  one.become(other);
  expect(kept.entries()).toEqual([['y', 2]]);
  expect(one.tableNames()).toEqual(['a', 'b']);
  one.table<number>('a').set('y', 4);
  other.table<number>('b').set('z', 5);
  expect(other.table<number>('a').get('y')).toBe(2);
  expect(one.table<number>('b').get('z')).toBe(3);
});

test('a version names the content: forks share it, a write ends it, and who becomes another takes its version', () => {
  const one = new State();
  one.table<number>('a').set('x', 1);
  const version = one.version();
  expect(one.fork().version()).toBe(version);
  one.table('a').get('x');
  one.table('b').entries();
  expect(one.version()).toBe(version);
  const other = one.fork();
  other.table<number>('a').set('x', 1);
  expect(other.version()).not.toBe(version);
  expect(one.version()).toBe(version);
  other.become(one);
  expect(other.version()).toBe(version);
  other.table<number>('a').delete('x');
  expect(other.version()).not.toBe(version);
});
