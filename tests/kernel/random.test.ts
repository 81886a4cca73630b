/**
 * Random Services on random nodes: the kernel does nothing that the model rules out. `HOPLAB_KERNEL_RULE_SETS` says how many sets of rules
 * are tried (6 when absent; each is some 900 flows), `HOPLAB_KERNEL_SEED` which.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceSpec } from '../dataplane/cluster-builder.ts';
import { aHouseholdOfPods, clusterOf, type KernelCase, MODES } from './cases.ts';
import { compare, listFlows } from './flows.ts';
import { House } from './house.ts';

const COUNT = Number(process.env.HOPLAB_KERNEL_RULE_SETS ?? 6);
const SEED = Number(process.env.HOPLAB_KERNEL_SEED ?? 20_261_123);

let house: House;
beforeAll(async () => {
  house = await House.build(aHouseholdOfPods().sync().cluster);
});
let flows = 0;
afterAll(async () => {
  await house.close();
  console.log(`kernel flows: ${flows} opened over ${2 * COUNT} random sets of rules`);
});

const endpoint = fc
  .tuple(
    fc.constantFrom(
      { ip: '10.0.1.32', node: 1 },
      { ip: '10.0.2.31', node: 2 },
      { ip: '10.0.3.31', node: 3 },
      { ip: '10.0.2.20', node: 2 },
      { ip: '10.0.3.99', node: 3 },
      { ip: '10.0.1.31', node: 1 },
    ),
    fc.constantFrom('ready', 'ready', 'unready', 'leaving', 'gone'),
  )
  .map(([where, state]) => ({
    ...where,
    ready: state === 'ready',
    serving: state === 'ready' || state === 'leaving',
    terminating: state === 'leaving' || state === 'gone',
  }));

const policy = fc.constantFrom('Cluster', 'Local');

const exposure = fc.constantFrom('ClusterIP', 'NodePort', 'ExternalIp', 'LoadBalancer', 'SourceRanges');

const service = fc.record({
  protocol: fc.constantFrom('TCP', 'UDP'),
  endpoints: fc.uniqueArray(endpoint, { maxLength: 4, selector: ({ ip }) => ip }),
  internal: policy,
  external: policy,
  exposure,
});

const ruleSet = fc.record({
  services: fc.array(service, { minLength: 2, maxLength: 4 }),
  clusterCidr: fc.constantFrom('', '', '10.0.0.0/20', '10.0.1.0/24'),
  masqueradeAll: fc.boolean(),
  localhostNodePorts: fc.boolean(),
});

type RandomService = ReturnType<typeof fc.sample<typeof service extends fc.Arbitrary<infer T> ? T : never>>[number];

function specOf({ protocol, endpoints, internal, external, exposure: how }: RandomService, index: number): ServiceSpec {
  const loadBalancer = how === 'LoadBalancer' || how === 'SourceRanges';
  return {
    name: `s${index}`,
    ip: `172.20.14.${10 + index}`,
    port: 80 + index,
    portName: 'main',
    protocol: protocol as 'TCP' | 'UDP',
    targetPort: protocol === 'UDP' ? 8081 : 8080,
    endpoints,
    ...(how === 'ClusterIP' || how === 'ExternalIp' ? {} : { nodePort: 30_080 + index }),
    ...(loadBalancer
      ? { status: { loadBalancer: { ingress: [{ ip: `198.51.100.${10 + index}`, ipMode: 'VIP' }] } } }
      : {}),
    spec: {
      internalTrafficPolicy: internal,
      ...(how === 'ClusterIP' ? {} : { externalTrafficPolicy: external }),
      ...(how === 'ExternalIp' ? { externalIPs: [`203.0.113.${10 + index}`] } : {}),
      ...(loadBalancer ? { type: 'LoadBalancer' } : {}),
      ...(how === 'SourceRanges' ? { loadBalancerSourceRanges: ['10.9.9.1/32', '10.0.1.0/24'] } : {}),
    },
  };
}

const cases: KernelCase[] = fc
  .sample(ruleSet, { numRuns: COUNT, seed: SEED })
  .map(({ services, ...config }, index) => ({
    feature: `rule set ${index + 1}`,
    services: services.map(specOf),
    config,
  }));

describe.each(MODES)('%s', (mode) => {
  test.each(cases)('$feature', async (one) => {
    const { cluster } = clusterOf(one, mode);
    house.loadRules(cluster);
    const { opened, mismatches } = await compare(house, cluster, listFlows(cluster), 3);
    flows += opened;
    expect({ mismatches, of: one }).toEqual({ mismatches: [], of: one });
  });
});
