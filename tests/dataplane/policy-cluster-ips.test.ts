/**
 * The VPC CNI's agent sees the cluster IP. Expectations follow getMatchingServiceClusterIPs and LookupServiceListenPort of
 * https://github.com/aws/amazon-network-policy-controller-k8s.
 */
import { expect, test } from 'vitest';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import { aShop, type ClusterBuilder, first, podPlace } from './cluster-builder.ts';

const CLUSTER_IP = '172.20.14.9';

function withCni(shop: ClusterBuilder): ClusterBuilder {
  const args = ['--enable-network-policy=true'];
  return shop
    .put('DaemonSet', {
      metadata: { name: 'aws-node', namespace: 'kube-system' },
      spec: { template: { spec: { containers: [{ name: 'aws-eks-nodeagent', args }] } } },
      status: {},
    })
    .put('ConfigMap', {
      metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system' },
      data: { 'enable-network-policy-controller': 'true' },
    });
}

function carts(selector: Record<string, string>, labels: Record<string, string>): ClusterBuilder {
  const shop = aShop({ spec: { selector } });
  for (const [name, node] of [
    ['cart-a', 2],
    ['cart-b', 3],
  ] as const)
    shop.pod({
      name,
      node,
      ip: `10.0.${node}.31`,
      labels,
      container: { ports: [{ name: 'web', containerPort: 8080 }] },
    });
  return shop.sync();
}

interface Allowed {
  readonly to: unknown;
  readonly port?: number | string;
  readonly endPort?: number;
}

function answerOf(shop: ClusterBuilder, { to, port, endPort }: Allowed, address = CLUSTER_IP, dport = 80): string {
  const ports = port === undefined ? {} : { ports: [{ protocol: 'TCP', port, ...(endPort ? { endPort } : {}) }] };
  shop.put('NetworkPolicy', {
    metadata: { name: 'web', namespace: 'shop' },
    spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [to], ...ports }] },
  });
  const flow = { from: podPlace('web'), to: { address, port: dport }, protocol: 'TCP' } as const;
  return traceFlow({ cluster: shop.cluster }, flow, first).reason;
}

const CART = { app: 'cart' };
const TIERED = { app: 'cart', tier: 'api' };
const toCart = { podSelector: { matchLabels: CART } };
const toTiered = { podSelector: { matchLabels: TIERED } };
const toAddress = { ipBlock: { cidr: `${CLUSTER_IP}/32` } };

test('the port of a rule is that of the pods, also through a cluster IP', () => {
  expect(answerOf(withCni(carts(CART, CART)), { to: toCart, port: 8080 })).toBe('Listening');
  expect(answerOf(withCni(carts(CART, CART)), { to: toCart, port: 'web' })).toBe('Listening');
  expect(answerOf(withCni(carts(CART, CART)), { to: toCart, port: 80 })).toBe('NetworkPolicyDenied');
});

test('the podSelector has to fit the selector of the Service, not the labels of its pods alone', () => {
  expect(answerOf(withCni(carts(CART, TIERED)), { to: toTiered })).toBe('NetworkPolicyDenied');
  expect(answerOf(withCni(carts(CART, TIERED)), { to: toTiered }, '10.0.2.31', 8080)).toBe('Listening');
  expect(answerOf(withCni(carts(TIERED, TIERED)), { to: toTiered })).toBe('Listening');
  expect(answerOf(carts(CART, TIERED), { to: toTiered })).toBe('Listening');
});

test('an ipBlock may name a cluster IP where the engine sees it, and leads nowhere elsewhere', () => {
  expect(answerOf(withCni(carts(CART, CART)), { to: toAddress, port: 80 })).toBe('Listening');
  expect(answerOf(carts(CART, CART), { to: toAddress, port: 80 })).toBe('NetworkPolicyDenied');
});

test('a node port is the address of a node to the agent, and no pod', () => {
  expect(answerOf(withCni(carts(CART, CART)), { to: toCart }, '10.0.2.20', 30_080)).toBe('NetworkPolicyDenied');
});

test('endPort goes on counting from the port of the Service', () => {
  expect(answerOf(withCni(carts(CART, CART)), { to: toCart, port: 8000, endPort: 8100 })).toBe('NetworkPolicyDenied');
  expect(answerOf(withCni(carts(CART, CART)), { to: toCart, port: 8080, endPort: 8100 })).toBe('Listening');
});
