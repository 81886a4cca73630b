/** Chance and memory in the kernel: how new connections are shared out, and whom session affinity sends back to the same endpoint. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Choose } from '../../lib/world/dataplane/choice.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import { type ClusterBuilder, podPlace } from '../dataplane/cluster-builder.ts';
import type { Fate } from './agent.ts';
import { aHouseholdOfPods, clusterOf, MODES, type Mode } from './cases.ts';
import { attemptOf, type Flow, fateText, possibleFates } from './flows.ts';
import { House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await House.build(aHouseholdOfPods().sync().cluster);
});
afterAll(() => house.close());

const ENDPOINTS = [
  { ip: '10.0.1.32', node: 1 },
  { ip: '10.0.2.31', node: 2 },
  { ip: '10.0.3.31', node: 3 },
];
const TO_CART = { protocol: 'TCP', address: '172.20.14.9', port: 80 } as const;

function aCart(mode: Mode, count: number, spec: Record<string, unknown> = {}): ClusterBuilder {
  const endpoints = ENDPOINTS.slice(0, count);
  const services = [{ name: 'cart', ip: TO_CART.address, nodePort: 30_080, endpoints, spec }];
  const builder = clusterOf({ feature: '', services }, mode);
  house.loadRules(builder.cluster);
  return builder;
}

function fromPod(name: string): Flow {
  return { from: podPlace(name), namespace: name, ...TO_CART };
}

describe('new connections are shared out with the chances that a trace shows', () => {
  test.each(MODES.flatMap((mode) => [2, 3].map((count) => ({ mode, count }))))(
    '$count endpoints, $mode',
    async ({ mode, count }) => {
      const { cluster } = aCart(mode, count);
      const flow = fromPod('web');
      const { candidates } = traceFlow({ cluster }, { from: flow.from, to: TO_CART, protocol: 'TCP' }, () => 0);
      const tries = 900;
      const fates = await house.agent.connect(Array.from({ length: tries }, () => attemptOf(house, flow)));
      for (const { address, port, probability } of candidates) {
        const taken = fates.filter((fate) => fate.kind === 'Answered' && fate.by === `${address}:${port}`).length;
        const sigma = Math.sqrt(tries * probability * (1 - probability));
        expect(Math.abs(taken - tries * probability)).toBeLessThan(5 * sigma);
      }
    },
  );
});

describe('session affinity', () => {
  test.each(MODES)('each client goes back to the endpoint it had, %s', async (mode) => {
    const { cluster } = aCart(mode, 3, { sessionAffinity: 'ClientIP' });
    const flows: Flow[] = ['web', 'cart-a', 'cart-b', 'cart-c'].map(fromPod);
    for (let round = 0; round < 6; round++) {
      for (const flow of flows) {
        const [fate] = (await house.agent.connect([attemptOf(house, flow)])) as [Fate];
        const possible = possibleFates(cluster, flow);
        expect(possible).toContain(fateText(fate));
        expect(possible.size).toBe(round === 0 ? 3 : 1);
        // The model takes the way the kernel took, so that both remember the same.
        traceFlow({ cluster }, { from: flow.from, to: TO_CART, protocol: 'TCP' }, asIn(fate));
      }
    }
  });
});

describe('a client that two endpoints know', () => {
  test.each(MODES)('is taken by the first of them, not by the last it was at, %s', async (mode) => {
    const here = { ip: '10.0.1.32', node: 1 };
    const there = { ip: '10.0.3.31', node: 3 };
    const spec = { sessionAffinity: 'ClientIP', externalTrafficPolicy: 'Local' };
    const service = { name: 'cart', ip: TO_CART.address, nodePort: 30_080, endpoints: [here, there], spec };
    const { cluster } = clusterOf({ feature: '', services: [service] }, mode);
    const clusterIp: Flow = { ...fromPod('cart-b'), ...TO_CART };
    const nodePort: Flow = { ...fromPod('cart-b'), protocol: 'TCP', address: '10.0.3.20', port: 30_080 };
    const ask = async (flow: Flow): Promise<string> => {
      const [fate] = (await house.agent.connect([attemptOf(house, flow)])) as [Fate];
      expect(possibleFates(cluster, flow)).toContain(fateText(fate));
      traceFlow({ cluster }, { from: flow.from, to: flow, protocol: 'TCP' }, asIn(fate));
      return fate.kind === 'Answered' ? fate.by : fate.kind;
    };
    // Until chance sends it to the other node first.
    for (let tries = 0, by = ''; by !== `${here.ip}:8080` && tries < 20; tries++) {
      house.loadRules(cluster);
      cluster.state.table('main/affinity').delete('ip-10-0-3-20');
      by = await ask(clusterIp);
    }
    expect(await ask(nodePort)).toBe(`${there.ip}:8080`);
    for (let again = 0; again < 3; again++) expect(await ask(clusterIp)).toBe(`${here.ip}:8080`);
  });
});

/** Chooses the endpoint that answered. */
function asIn(fate: Fate): Choose {
  return (_, candidates) =>
    candidates.findIndex((candidate) => {
      const { address, port } = candidate as unknown as { readonly address: string; readonly port: number };
      return fate.kind === 'Answered' && fate.by === `${address}:${port}`;
    });
}
