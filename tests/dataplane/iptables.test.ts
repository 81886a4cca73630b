import { describe, expect, test } from 'vitest';
import { serviceChain } from '../../lib/world/dataplane/compile/chain-names.ts';
import { conntrackLines } from '../../lib/world/dataplane/render/conntrack.ts';
import { iptablesSave } from '../../lib/world/dataplane/render/iptables-save.ts';
import { probability } from '../../lib/world/dataplane/render/iptables-table.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import { aShop, type ClusterBuilder, first, nodeName, podPlace } from './cluster-builder.ts';

function rules(builder: ClusterBuilder, table: string, node = 1): string[] {
  const lines = iptablesSave(builder.cluster, nodeName(node));
  const start = lines.indexOf(`*${table}`);
  return lines.slice(start, lines.indexOf('COMMIT', start)).filter((line) => line.startsWith('-A '));
}

// Names seen on real clusters: https://github.com/kubernetes/kubernetes/issues (iptables-save of kubeadm clusters)
describe('chain names are kube-proxy’s own', () => {
  test.each([
    ['default/kubernetes:https', 'TCP', 'KUBE-SVC-NPX46M4PTMTKRN6Y'],
    ['kube-system/kube-dns:dns', 'UDP', 'KUBE-SVC-TCOU7JCQXEZGVUNU'],
    ['kube-system/kube-dns:dns-tcp', 'TCP', 'KUBE-SVC-ERIFXISQEP7F7OF4'],
    ['kube-system/kube-dns:metrics', 'TCP', 'KUBE-SVC-JD5MR3NA4I4DYORP'],
  ] as const)('%s %s', (portName, protocol, chain) => {
    expect(serviceChain('SVC', { portName, protocol })).toBe(chain);
  });
});

test.each([
  [3, '0.33333333349'],
  [2, '0.50000000000'],
  [4, '0.25000000000'],
])('one of %i as the kernel keeps it', (count, text) => {
  expect(probability(1 / count)).toBe(text);
});

describe('nat', () => {
  test('a Service of two endpoints, a node port, hairpin marks, no pod range', () => {
    const nat = rules(aShop().sync(), 'nat');
    const svc = nat
      .find((line) => line.includes('cluster IP'))
      ?.split(' ')
      .at(-1) as string;
    const [a, b] = nat.filter((line) => line.startsWith(`-A ${svc} `));
    const sep = a?.split(' ').at(-1);
    expect(nat).toContain(
      `-A KUBE-SERVICES -d 172.20.14.9/32 -p tcp -m comment --comment "shop/cart:http cluster IP" -m tcp --dport 80 -j ${svc}`,
    );
    expect(a).toBe(
      `-A ${svc} -m comment --comment "shop/cart:http -> 10.0.2.31:8080" -m statistic --mode random --probability 0.50000000000 -j ${sep}`,
    );
    expect(b).toMatch(
      /^-A KUBE-SVC-\w{16} -m comment --comment "shop\/cart:http -> 10\.0\.3\.31:8080" -j KUBE-SEP-\w{16}$/,
    );
    expect(nat).toContain(`-A ${sep} -s 10.0.2.31/32 -m comment --comment "shop/cart:http" -j KUBE-MARK-MASQ`);
    expect(nat).toContain(
      `-A ${sep} -p tcp -m comment --comment "shop/cart:http" -m tcp -j DNAT --to-destination 10.0.2.31:8080`,
    );
    const ext = svc.replace('SVC', 'EXT');
    expect(nat).toContain(
      `-A KUBE-NODEPORTS -p tcp -m comment --comment "shop/cart:http" -m tcp --dport 30080 -j ${ext}`,
    );
    expect(nat).toContain(
      `-A ${ext} -m comment --comment "masquerade traffic for shop/cart:http external destinations" -j KUBE-MARK-MASQ`,
    );
    expect(nat.filter((line) => line.startsWith('-A KUBE-SERVICES ')).at(-1)).toBe(
      '-A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS',
    );
    expect(nat.some((line) => line.includes('! -s'))).toBe(false);
  });

  test('a configured pod range marks everybody else', () => {
    const nat = rules(aShop().sync([1], { clusterCidr: '10.0.0.0/16' }), 'nat');
    expect(nat.find((line) => line.includes('! -s'))).toMatch(
      /^-A KUBE-SVC-\w{16} ! -s 10\.0\.0\.0\/16 -d 172\.20\.14\.9\/32 -p tcp -m comment --comment "shop\/cart:http cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ$/,
    );
  });

  test('session affinity asks before the draw and remembers in the endpoint’s chain', () => {
    const nat = rules(aShop({ spec: { sessionAffinity: 'ClientIP' } }).sync(), 'nat');
    expect(nat.filter((line) => line.includes('--rcheck --seconds 10800 --reap'))).toHaveLength(2);
    expect(nat.filter((line) => line.includes('-m recent --set'))).toHaveLength(2);
  });
});

describe('filter', () => {
  test('a Service without endpoints is rejected, for its address and for its node port', () => {
    const filter = rules(aShop({ endpoints: [] }).sync(), 'filter');
    expect(filter).toContain(
      '-A KUBE-SERVICES -d 172.20.14.9/32 -p tcp -m comment --comment "shop/cart:http has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable',
    );
    expect(filter).toContain(
      '-A KUBE-EXTERNAL-SERVICES -p tcp -m comment --comment "shop/cart:http has no endpoints" -m addrtype --dst-type LOCAL -m tcp --dport 30080 -j REJECT --reject-with icmp-port-unreachable',
    );
  });

  test('a Local policy without a local endpoint drops', () => {
    const filter = rules(aShop({ spec: { internalTrafficPolicy: 'Local', type: 'NodePort' } }).sync(), 'filter');
    expect(filter.find((line) => line.includes('has no local endpoints'))).toMatch(/ -j DROP$/);
  });
});

test('rules are those of the node: a stale one shows its own', () => {
  const shop = aShop().sync();
  shop
    .service({ name: 'cart', ip: '172.20.14.9', portName: 'http', endpoints: [{ ip: '10.0.2.31', node: 2 }] })
    .sync([2, 3]);
  const targets = (node: number) => rules(shop, 'nat', node).filter((line) => line.includes('--to-destination')).length;
  expect([targets(1), targets(2)]).toEqual([2, 1]);
});

test('conntrack shows both directions', () => {
  const shop = aShop().sync();
  const flow = {
    from: podPlace('web'),
    to: { address: '172.20.14.9', port: 80 },
    protocol: 'TCP',
    sourcePort: 41_822,
  } as const;
  traceFlow({ cluster: shop.cluster }, { ...flow, connection: 'Kept' }, first);
  traceFlow({ cluster: shop.cluster }, { ...flow, sourcePort: 41_823, to: { address: '10.0.2.99', port: 80 } }, first);
  expect(conntrackLines(shop.cluster, nodeName(1))).toEqual([
    'tcp      6 86400 ESTABLISHED src=10.0.1.31 dst=172.20.14.9 sport=41822 dport=80 src=10.0.2.31 dst=10.0.1.31 sport=8080 dport=41822 [ASSURED] mark=0 use=1',
    'tcp      6 120 SYN_SENT src=10.0.1.31 dst=10.0.2.99 sport=41823 dport=80 [UNREPLIED] src=10.0.2.99 dst=10.0.1.31 sport=80 dport=41823 mark=0 use=1',
  ]);
});
