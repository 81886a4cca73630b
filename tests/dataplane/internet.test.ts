/** Addresses outside the cluster that a world knows: hosts of the internet, and the metadata service of each instance. */
import { expect, test } from 'vitest';
import { addInternetHost } from '../../lib/world/dataplane/internet.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import { ask } from '../../lib/world/dns/server.ts';
import { answerVpc } from '../../lib/world/dns/vpc-resolver.ts';
import { aShop, type ClusterBuilder, first, podPlace } from './cluster-builder.ts';

function connected(): ClusterBuilder {
  const shop = aShop().sync();
  const ports = [{ port: 443, protocol: 'TCP' }] as const;
  addInternetHost(shop.cluster.state, { name: 'pay.partner.example', address: '203.0.113.20', ports });
  return shop;
}

function reach({ cluster }: ClusterBuilder, address: string, port: number) {
  return traceFlow({ cluster }, { from: podPlace('web'), to: { address, port }, protocol: 'TCP' }, first);
}

test('a host of the internet takes its own ports and refuses others', () => {
  const trace = reach(connected(), '203.0.113.20', 443);
  expect([trace.reason, trace.backend?.node, trace.response]).toEqual(['Listening', 'pay.partner.example', 'Reply']);
  expect(trace.sourceSeen).toBeUndefined();
  expect(reach(connected(), '203.0.113.20', 80)).toMatchObject({ disposition: 'Refused', response: 'Reset' });
});

test('what no world names stays not modelled', () => {
  expect(reach(connected(), '203.0.113.21', 443).reason).toBe('UnmodelledDestination');
});

test('the metadata service answers every pod that nothing keeps from it', () => {
  expect(reach(connected(), '169.254.169.254', 80).reason).toBe('Listening');
  expect(reach(connected(), '169.254.169.254', 443).reason).toBe('NoRoute');
});

test('the resolver of the VPC knows the names of those hosts', () => {
  const { cluster } = connected();
  const answer = (name: string, type: 'A' | 'AAAA') => answerVpc(cluster, { name, type });
  expect(answer('pay.partner.example.', 'A')).toMatchObject({ rcode: 'NOERROR', answers: [{ data: '203.0.113.20' }] });
  expect(answer('pay.partner.example.', 'AAAA')).toMatchObject({ rcode: 'NOERROR', answers: [] });
  expect(answer('get.partner.example.', 'A')).toMatchObject({ rcode: 'NXDOMAIN' });
});

test('a host of the internet that listens on 53 is a resolver', () => {
  const shop = connected();
  const ports = [{ port: 53, protocol: 'UDP' }] as const;
  addInternetHost(shop.cluster.state, { name: 'ns.elsewhere.example', address: '192.0.2.53', ports });
  const server = { address: '192.0.2.53', port: 53, transport: 'UDP' } as const;
  const { answers } = ask(
    { cluster: shop.cluster },
    podPlace('web'),
    server,
    [{ name: 'pay.partner.example.', type: 'A' }],
    first,
  );
  expect(answers).toMatchObject([{ rcode: 'NOERROR', answers: [{ data: '203.0.113.20' }] }]);
});
