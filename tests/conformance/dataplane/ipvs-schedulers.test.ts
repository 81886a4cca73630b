/** Which destination a virtual server takes, connection by connection, and which clients it remembers. */
import { describe, expect, it } from 'vitest';
import { allPaths, type Choose } from '../../../lib/world/dataplane/choice.ts';
import type { Place } from '../../../lib/world/dataplane/trace.ts';
import { traceFlow } from '../../../lib/world/dataplane/tracer.ts';
import type { Flow } from '../../../lib/world/dataplane/walk.ts';
import { setNow } from '../../../lib/world/sim/clock.ts';
import { type ClusterBuilder, podPlace } from '../../dataplane/cluster-builder.ts';
import {
  A,
  agent,
  anIpvsShop,
  B,
  BALANCER,
  CLUSTER_IP,
  endpointA,
  endpointB,
  endpointHere,
  flowOf,
  HERE,
  KERNEL,
  node1,
  outside,
  own,
  spec,
  VIRTUAL_IPS,
  web,
} from './ipvs-world.ts';

/** Whoever sends takes the one whose turn it is. */
const inTurn: Choose = (_purpose, _candidates, turn = 0) => turn;

function sendTo({ cluster }: ClusterBuilder, to: string, from: Place = web, connection: Flow['connection'] = 'Closed') {
  const { backend } = traceFlow({ cluster }, { ...flowOf(from, to, 'TCP'), connection }, inTurn);
  return `${backend?.address}:${backend?.port}`;
}

const times = (n: number, act: () => string) => Array.from({ length: n }, act).join(' ');
const THREE = { endpoints: [endpointHere, endpointA, endpointB] };

describe('schedulers', () => {
  it(`rr and wrr take one after the other, whoever asks (${KERNEL}/ip_vs_rr.c, ip_vs_wrr.c)`, () => {
    for (const scheduler of [undefined, 'wrr'] as const) {
      const shop = anIpvsShop(THREE, scheduler ? { scheduler } : {});
      expect(times(3, () => sendTo(shop, `${CLUSTER_IP}:80`))).toBe(`${HERE} ${A} ${B}`);
      expect(times(2, () => sendTo(shop, `${CLUSTER_IP}:80`, own))).toBe(`${HERE} ${A}`);
    }
  });

  it(`every way in and every node has a list of its own (${VIRTUAL_IPS})`, () => {
    const shop = anIpvsShop(THREE);
    expect(sendTo(shop, `${CLUSTER_IP}:80`)).toBe(HERE);
    expect(sendTo(shop, '10.0.1.20:30080', outside)).toBe(HERE);
    expect(sendTo(shop, `${CLUSTER_IP}:80`, podPlace('cart-a'))).toBe(HERE);
    expect(sendTo(shop, `${CLUSTER_IP}:80`)).toBe(A);
  });

  it(`lc, wlc, sed and nq take the one with the fewest connections, the first of equals (${KERNEL}/ip_vs_lc.c)`, () => {
    for (const scheduler of ['lc', 'wlc', 'sed', 'nq'] as const) {
      const shop = anIpvsShop(THREE, { scheduler });
      expect(times(4, () => sendTo(shop, `${CLUSTER_IP}:80`, web, 'Kept'))).toBe(`${HERE} ${A} ${B} ${HERE}`);
    }
  });

  it(`connections that have ended count with lc and not with sed (${KERNEL}/ip_vs_sed.c: activeconns only)`, () => {
    const [lc, sed] = [anIpvsShopOf('lc'), anIpvsShopOf('sed')];
    expect(times(2, () => sendTo(lc, `${CLUSTER_IP}:80`))).toBe(`${HERE} ${A}`);
    expect(times(2, () => sendTo(sed, `${CLUSTER_IP}:80`))).toBe(`${HERE} ${HERE}`);
  });

  it(`sh: the client's address decides, and always alike (${KERNEL}/ip_vs_sh.c)`, () => {
    const shop = anIpvsShopOf('sh');
    const first = sendTo(shop, `${CLUSTER_IP}:80`);
    expect(times(3, () => sendTo(shop, `${CLUSTER_IP}:80`))).toBe(`${first} ${first} ${first}`);
    // 0x0a00011f × 0x61c88647: the upper eight of 32 bits are 101, the third of three; 0x0a000120 has 199, the second.
    expect([first, sendTo(shop, `${CLUSTER_IP}:80`, own)]).toEqual([B, A]);
    const flow = flowOf(web, `${CLUSTER_IP}:80`, 'TCP');
    const paths = allPaths(shop.cluster, (cluster, choose) => traceFlow({ cluster }, flow, choose));
    expect(paths).toHaveLength(1);
  });

  it(`dh: one destination for all clients (${KERNEL}/ip_vs_dh.c)`, () => {
    const shop = anIpvsShopOf('dh');
    expect(new Set([web, own, agent, node1].map((from) => sendTo(shop, `${CLUSTER_IP}:80`, from))).size).toBe(1);
  });

  it('a list of all ways says whose turn it is, and whose it may be', () => {
    const { cluster } = anIpvsShopOf('rr');
    const flow = flowOf(web, `${CLUSTER_IP}:80`, 'TCP');
    const says = allPaths(cluster, (fork, choose) => traceFlow({ cluster: fork }, flow, choose)).map(
      ({ value }) => value.steps.find(({ stage }) => stage === 'VirtualServer')?.because[1]?.says,
    );
    expect(says).toEqual([
      `${HERE}, next in the list of 3 (rr)`,
      `${A}, one of 3 endpoints, whose turn it may be`,
      `${B}, one of 3 endpoints, whose turn it may be`,
    ]);
  });

  it('one that is not modelled is said and not guessed', () => {
    const { cluster } = anIpvsShop({}, { scheduler: 'mh' });
    const { disposition, steps } = traceFlow({ cluster }, flowOf(web, `${CLUSTER_IP}:80`, 'TCP'), inTurn);
    expect(disposition).toBe('NotModelled');
    expect(steps.at(-1)?.because[0]?.says).toBe('not modelled: scheduler mh of kube-proxy in ipvs mode');
  });
});

function anIpvsShopOf(scheduler: string): ClusterBuilder {
  return anIpvsShop(THREE, { scheduler });
}

describe(`persistence (${KERNEL}/ip_vs_core.c: ip_vs_sched_persist)`, () => {
  const sticky = {
    ...THREE,
    ...spec({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } } }),
  };

  it('a client keeps its destination, and another takes the next', () => {
    const shop = anIpvsShop(sticky);
    expect(times(3, () => sendTo(shop, `${CLUSTER_IP}:80`))).toBe(`${HERE} ${HERE} ${HERE}`);
    expect(times(2, () => sendTo(shop, `${CLUSTER_IP}:80`, own))).toBe(`${A} ${A}`);
  });

  it('every virtual server keeps its own clients', () => {
    const shop = anIpvsShop(sticky);
    sendTo(shop, `${CLUSTER_IP}:80`, own);
    expect(sendTo(shop, `${CLUSTER_IP}:80`)).toBe(A);
    expect(sendTo(shop, `${BALANCER}:80`)).toBe(HERE);
  });

  it('until its time is over', () => {
    const shop = anIpvsShop(sticky);
    sendTo(shop, `${CLUSTER_IP}:80`);
    setNow(shop.cluster.state, 60_001);
    expect(sendTo(shop, `${CLUSTER_IP}:80`)).toBe(A);
  });
});
