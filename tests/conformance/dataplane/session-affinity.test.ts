/** Whom `sessionAffinity: ClientIP` brings back where, and until when; each story with the source that tells it. */
import { describe, expect, test } from 'vitest';
import { forgetAffinities } from '../../../lib/world/dataplane/affinity.ts';
import { ruleSets } from '../../../lib/world/dataplane/compile/rule-set.ts';
import type { Place } from '../../../lib/world/dataplane/trace.ts';
import { traceFlow } from '../../../lib/world/dataplane/tracer.ts';
import { nowMs, setNow } from '../../../lib/world/sim/clock.ts';
import { ClusterBuilder, type EndpointSpec, nodeName, podPlace } from '../../dataplane/cluster-builder.ts';

const VIRTUAL_IPS = 'https://kubernetes.io/docs/reference/networking/virtual-ips/#session-affinity';
const SEP_CHAIN =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/iptables/proxier.go (writeServiceToEndpointRules, -m recent --rcheck --reap and --set)';
const RECENT =
  'https://man7.org/linux/man-pages/man8/iptables-extensions.8.html (recent: --rcheck, --seconds, --rsource)';
const NFT_SET =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/nftables/proxier.go (affinity sets with timeout, update)';

const TIMEOUT_S = 60;
const A: EndpointSpec = { ip: '10.0.2.31', node: 2 };
const B: EndpointSpec = { ip: '10.0.3.31', node: 3 };
const C: EndpointSpec = { ip: '10.0.1.32', node: 1 };
const VIP = { address: '172.20.14.9', port: 80 };
const NODE_PORT = { address: '10.0.1.20', port: 30_080 };

const MODES = ['iptables', 'nftables'] as const;

/** What stands at the first and at the last place of the endpoints there are. */
type Pick = 'first' | 'last';

class Story {
  readonly #builder = new ClusterBuilder();
  readonly #mode: (typeof MODES)[number];

  constructor(mode: (typeof MODES)[number], endpoints: readonly EndpointSpec[], spec: Record<string, unknown> = {}) {
    this.#mode = mode;
    this.#builder.node(1).node(2).node(3);
    for (const [name, node, ip] of [
      ['web', 1, '10.0.1.31'],
      ['other', 1, '10.0.1.33'],
      ['cart-a', 2, '10.0.2.31'],
      ['cart-b', 3, '10.0.3.31'],
      ['cart-c', 1, '10.0.1.32'],
    ] as const) {
      this.#builder.pod({ name, node, ip });
    }
    this.rules(endpoints, spec);
  }

  rules(endpoints: readonly EndpointSpec[], spec: Record<string, unknown> = {}): void {
    const affinity = {
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: TIMEOUT_S } },
    };
    const service = { ip: VIP.address, portName: 'http', nodePort: NODE_PORT.port, endpoints };
    this.#builder.service({ ...service, name: 'cart', spec: { type: 'NodePort', ...affinity, ...spec } });
    this.#builder.service({ ...service, name: 'shelf', ip: '172.20.14.10', nodePort: 30_081, spec: affinity });
    const { cluster } = this.#builder.sync([1, 2, 3], { mode: this.#mode });
    for (const [, written] of ruleSets(cluster).entries()) forgetAffinities(cluster, written);
  }

  pass(seconds: number): void {
    const { state } = this.#builder.cluster;
    setNow(state, nowMs(state) + seconds * 1000);
  }

  /** Who answers a new connection, if chance points at the first or the last endpoint. */
  connect(pick: Pick, from: Place = podPlace('web'), to = VIP): string | undefined {
    const choose = (_purpose: string, all: readonly unknown[]) => (pick === 'first' ? 0 : all.length - 1);
    const flow = { from, to, protocol: 'TCP' } as const;
    return traceFlow({ cluster: this.#builder.cluster }, flow, choose).backend?.address;
  }

  /** The same connection goes on. */
  goOn(pick: Pick): string | undefined {
    const choose = (_purpose: string, all: readonly unknown[]) => (pick === 'first' ? 0 : all.length - 1);
    const flow = { from: podPlace('web'), to: VIP, protocol: 'TCP', sourcePort: 40_000, connection: 'Kept' } as const;
    return traceFlow({ cluster: this.#builder.cluster }, flow, choose).backend?.address;
  }
}

describe.each(MODES)('%s', (mode) => {
  const begin = (endpoints: readonly EndpointSpec[] = [A, B], spec: Record<string, unknown> = {}) =>
    new Story(mode, endpoints, spec);

  test(`a client is brought back for the time-out (${VIRTUAL_IPS})`, () => {
    const story = begin();
    expect(story.connect('first')).toBe(A.ip);
    story.pass(TIMEOUT_S - 1);
    expect(story.connect('last')).toBe(A.ip);
  });

  test(`and no longer (${VIRTUAL_IPS})`, () => {
    const story = begin();
    story.connect('first');
    story.pass(TIMEOUT_S + 1);
    expect(story.connect('last')).toBe(B.ip);
  });

  test(`every new connection begins the time anew (${SEP_CHAIN}; ${NFT_SET})`, () => {
    const story = begin();
    story.connect('first');
    for (let at = 0; at < 5; at++) {
      story.pass(TIMEOUT_S - 10);
      expect(story.connect('last')).toBe(A.ip);
    }
  });

  test(`what an open connection sends does not (${RECENT})`, () => {
    const story = begin();
    expect(story.goOn('first')).toBe(A.ip);
    story.pass(TIMEOUT_S - 10);
    expect(story.goOn('last')).toBe(A.ip);
    story.pass(TIMEOUT_S - 10);
    expect(story.connect('last')).toBe(B.ip);
  });

  test(`an open connection stays where it is after the time-out (${VIRTUAL_IPS})`, () => {
    const story = begin();
    expect(story.goOn('first')).toBe(A.ip);
    story.pass(TIMEOUT_S + 1);
    expect(story.goOn('last')).toBe(A.ip);
  });

  test(`by client address: another client is free (${RECENT})`, () => {
    const story = begin();
    story.connect('first');
    expect(story.connect('last', podPlace('other'))).toBe(B.ip);
    expect(story.connect('first', podPlace('other'))).toBe(B.ip);
  });

  test(`by Service port: another Service is free (${SEP_CHAIN})`, () => {
    const story = begin();
    story.connect('first');
    expect(story.connect('last', podPlace('web'), { address: '172.20.14.10', port: 80 })).toBe(B.ip);
  });

  test('each node remembers for itself: a client that comes in elsewhere may go elsewhere', () => {
    const story = begin();
    const from = (atNode: number): Place => ({ cluster: 'main', address: '203.0.113.9', atNode: nodeName(atNode) });
    expect(story.connect('first', from(1))).toBe(A.ip);
    expect(story.connect('last', from(2), { address: '10.0.2.20', port: 30_080 })).toBe(B.ip);
    expect(story.connect('last', from(1))).toBe(A.ip);
  });

  test(`by either way in: the node port and the cluster IP lead into one chain (${SEP_CHAIN})`, () => {
    const story = begin();
    expect(story.connect('first')).toBe(A.ip);
    expect(story.connect('last', podPlace('web'), NODE_PORT)).toBe(A.ip);
  });

  test(`an endpoint that goes takes its clients’ memory along (${SEP_CHAIN})`, () => {
    const story = begin();
    expect(story.connect('first')).toBe(A.ip);
    story.rules([B]);
    expect(story.connect('first')).toBe(B.ip);
    story.rules([A, B]);
    expect(story.connect('first')).toBe(B.ip);
  });

  test(`a client that two endpoints know is taken by the first of them (${SEP_CHAIN})`, () => {
    const story = begin([A, B, C], { externalTrafficPolicy: 'Local' });
    const outside: Place = { cluster: 'main', address: '203.0.113.9', atNode: nodeName(2) };
    expect(story.connect('first', outside)).toBe(C.ip);
    expect(story.connect('first', outside, { address: '10.0.2.20', port: 30_080 })).toBe(A.ip);
    expect(story.connect('last', outside)).toBe(C.ip);
  });

  test(`an endpoint that the node sends nobody to any more forgets its clients too (${SEP_CHAIN})`, () => {
    const story = begin();
    expect(story.connect('first')).toBe(A.ip);
    const leaving = { ...A, ready: false, serving: true, terminating: true };
    story.rules([leaving, B]);
    expect(story.connect('first')).toBe(B.ip);
    story.rules([A, B]);
    expect(story.connect('first')).toBe(B.ip);
  });

  test(`so does one that is not ready any more (${SEP_CHAIN})`, () => {
    const story = begin();
    expect(story.connect('first')).toBe(A.ip);
    story.rules([{ ...A, ready: false }, B]);
    expect(story.connect('first')).toBe(B.ip);
  });

  test(`under the Local policy only this node’s endpoints are asked (${SEP_CHAIN})`, () => {
    const story = begin([A, B, C], { externalTrafficPolicy: 'Local' });
    const outside: Place = { cluster: 'main', address: '203.0.113.9', atNode: nodeName(1) };
    expect(story.connect('last', outside)).toBe(B.ip);
    expect(story.connect('first', outside, NODE_PORT)).toBe(C.ip);
  });

  test('without it every connection is a new draw', () => {
    const story = begin([A, B], { sessionAffinity: 'None', sessionAffinityConfig: undefined });
    expect(story.connect('first')).toBe(A.ip);
    expect(story.connect('last')).toBe(B.ip);
  });
});
