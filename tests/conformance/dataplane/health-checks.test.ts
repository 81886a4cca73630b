/**
 * The ports on which kube-proxy answers for itself and for Services: every expectation stands in the source it names.
 * A case is a node, a path and what its kube-proxy says there.
 */
import { describe, expect, test } from 'vitest';
import type { ProxyConfig } from '../../../lib/world/dataplane/compile/rule-set.ts';
import { syncing } from '../../../lib/world/dataplane/proxy-syncing.ts';
import { socketLines } from '../../../lib/world/dataplane/render/sockets.ts';
import type { Place } from '../../../lib/world/dataplane/trace.ts';
import { traceFlow } from '../../../lib/world/dataplane/tracer.ts';
import { httpExchange } from '../../../lib/world/http/exchange.ts';
import {
  ClusterBuilder,
  type EndpointSpec,
  first,
  nodeName,
  podPlace,
  type ServiceSpec,
} from '../../dataplane/cluster-builder.ts';

const SERVICE_HEALTH =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/healthcheck/service_health.go (ServeHTTP)';
const TEST_SERVER =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/healthcheck/healthcheck_test.go (TestServer)';
const LOCAL_READY =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/endpointschangetracker.go (LocalReadyEndpoints)';
const NEEDS_HEALTH_CHECK =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/api/v1/service/util.go (NeedsHealthCheck)';
const TERMINATING =
  'https://github.com/kubernetes/enhancements/blob/master/keps/sig-network/1669-proxy-terminating-endpoints/README.md';
const PROXY_HEALTH =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/healthcheck/proxy_health.go (NodeEligible, healthzHandler, livezHandler)';
const ELIGIBLE =
  'https://github.com/kubernetes/enhancements/blob/master/keps/sig-network/3836-kube-proxy-improved-ingress-connectivity-reliability/README.md';
const NODE_ADDRESSES =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/healthcheck/service_health.go (newServiceHealthServer)';

const PORT = 32_000;
const A: EndpointSpec = { ip: '10.0.2.31', node: 2 };
const B: EndpointSpec = { ip: '10.0.2.32', node: 2 };
const C: EndpointSpec = { ip: '10.0.3.31', node: 3 };

const LOCAL = { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: PORT };

/** Three nodes with a kube-proxy each, and `default/wp-nginx-service` behind a load balancer. */
function aWorld(service: Partial<ServiceSpec> = {}, config: Partial<ProxyConfig> = {}): ClusterBuilder {
  const builder = new ClusterBuilder();
  for (const node of [1, 2, 3]) {
    builder.node(node).pod({
      name: `kube-proxy-${node}`,
      namespace: 'kube-system',
      node,
      hostNetwork: true,
      image: '602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/kube-proxy:v1.35.0-eksbuild.2',
      container: { command: ['kube-proxy', '--config=/var/lib/kube-proxy-config/config'], args: [] },
    });
  }
  for (const node of [1, 2, 3]) syncing(builder.cluster).set(nodeName(node), { lastMs: -1000 });
  return builder
    .pod({ name: 'web', node: 1, ip: '10.0.1.31' })
    .service({
      name: 'wp-nginx-service',
      namespace: 'default',
      ip: '172.20.14.9',
      nodePort: 30_080,
      endpoints: [A, B, C],
      spec: LOCAL,
      ...service,
    })
    .sync([1, 2, 3], config);
}

const OUTSIDE: Place = { cluster: 'main', address: '203.0.113.9', atNode: nodeName(1) };

function ask(builder: ClusterBuilder, node: number, path = '/healthz', port = PORT, from: Place = OUTSIDE) {
  const place = 'atNode' in from ? { ...from, atNode: nodeName(node) } : from;
  const call = { method: 'GET', url: `http://10.0.${node}.20:${port}${path}` };
  return httpExchange({ cluster: builder.cluster }, place, call, first);
}

function bodyOf(localEndpoints: number, healthy = true): string {
  return `{\n\t"service": {\n\t\t"namespace": "default",\n\t\t"name": "wp-nginx-service"\n\t},\n\t"localEndpoints": ${localEndpoints},\n\t"serviceProxyHealthy": ${healthy}\n}`;
}

interface ServiceCase {
  readonly says: string;
  readonly source: string;
  readonly service?: Partial<ServiceSpec>;
  readonly node: number;
  readonly status: number;
  readonly local: number;
}

const gone = (endpoint: EndpointSpec): EndpointSpec => ({
  ...endpoint,
  ready: false,
  serving: true,
  terminating: true,
});

const SERVICE_CASES: readonly ServiceCase[] = [
  { says: 'two local endpoints', source: TEST_SERVER, node: 2, status: 200, local: 2 },
  { says: 'one local endpoint', source: TEST_SERVER, node: 3, status: 200, local: 1 },
  { says: 'none on this node', source: TEST_SERVER, node: 1, status: 503, local: 0 },
  {
    says: 'no endpoint anywhere',
    source: TEST_SERVER,
    service: { endpoints: [] },
    node: 2,
    status: 503,
    local: 0,
  },
  {
    says: 'an endpoint that is not ready does not count',
    source: LOCAL_READY,
    service: { endpoints: [A, { ...B, ready: false }] },
    node: 2,
    status: 200,
    local: 1,
  },
  {
    says: 'only terminating ones here: traffic still goes to them, new connections are turned away',
    source: TERMINATING,
    service: { endpoints: [gone(A), C] },
    node: 2,
    status: 503,
    local: 0,
  },
  {
    says: 'an endpoint without a node is nobody’s',
    source: LOCAL_READY,
    service: { endpoints: [{ ip: '10.0.2.31' }] },
    node: 2,
    status: 503,
    local: 0,
  },
];

describe('a Service’s health check port', () => {
  test.each(SERVICE_CASES)('$says', ({ service, node, status, local, source }) => {
    const { outcome, status: got, body, headers } = ask(aWorld(service), node);
    expect(outcome, source).toBe('Response');
    expect({ got, body }, source).toEqual({ got: status, body: bodyOf(local) });
    expect(Object.fromEntries(headers)['X-Load-Balancing-Endpoint-Weight'], source).toBe(String(local));
  });

  test('the headers as a scan of a real node shows them, 127 bytes for this Service', () => {
    const { headers } = ask(aWorld({ endpoints: [A] }), 2);
    expect(headers.map(([name, value]) => (name === 'Date' ? name : `${name}: ${value}`))).toEqual([
      'Content-Type: application/json',
      'X-Content-Type-Options: nosniff',
      'X-Load-Balancing-Endpoint-Weight: 1',
      'Date',
      'Content-Length: 127',
    ]);
  });

  test.each(['/', '/healthz', '/any/other?path=1'])(`every path is answered alike: %s (${SERVICE_HEALTH})`, (path) => {
    expect(ask(aWorld(), 2, path)).toMatchObject({ status: 200, body: bodyOf(2) });
  });

  test(`an ill kube-proxy turns all away (${SERVICE_HEALTH})`, () => {
    const world = aWorld();
    syncing(world.cluster).set(nodeName(2), { lastMs: -90_000, dueMs: 30_000, queuedMs: -60_000 });
    expect(ask(world, 2)).toMatchObject({ status: 503, body: bodyOf(2, false) });
    syncing(world.cluster).set(nodeName(2), { lastMs: -90_000, dueMs: 30_000, queuedMs: -59_999 });
    expect(ask(world, 2)).toMatchObject({ status: 200, body: bodyOf(2) });
  });

  test(`there is none with externalTrafficPolicy Cluster (${NEEDS_HEALTH_CHECK})`, () => {
    expect(ask(aWorld({ spec: { type: 'LoadBalancer' } }), 2)).toMatchObject({ outcome: 'Refused' });
  });

  test('pods, nodes and machines outside reach it, and the trace names the field', () => {
    const world = aWorld();
    for (const from of [podPlace('web'), { cluster: 'main', node: nodeName(3) }, OUTSIDE]) {
      expect(ask(world, 2, '/healthz', PORT, from)).toMatchObject({ status: 200 });
    }
    const flow = { from: podPlace('web'), to: { address: '10.0.2.20', port: PORT }, protocol: 'TCP' } as const;
    const steps = traceFlow({ cluster: world.cluster }, flow, first).steps;
    const fields = steps.flatMap(({ because }) => because.map(({ ref }) => `${ref.kind} ${ref.field}`));
    expect(fields).toContain('Service spec.healthCheckNodePort');
  });

  test('ss on the node shows it beside kube-proxy’s own', () => {
    const lines = socketLines(aWorld().cluster, { cluster: 'main', node: nodeName(1) });
    const ports = lines.filter((line) => line.includes('"kube-proxy"')).map((line) => /:(\d+)/.exec(line)?.[1]);
    expect(ports).toEqual(['10249', '10256', String(PORT)]);
  });

  test(`it listens where node ports are taken (${NODE_ADDRESSES})`, () => {
    const narrow = aWorld({}, { nodePortAddresses: ['10.0.2.0/24'] });
    expect(ask(narrow, 2)).toMatchObject({ status: 200 });
    expect(ask(narrow, 3)).toMatchObject({ outcome: 'Refused' });
    expect(ask(aWorld({}, { mode: 'nftables' }), 2)).toMatchObject({ status: 200 });
    const itself = { cluster: 'main', node: nodeName(2) } as const;
    const localhost = { method: 'GET', url: `http://127.0.0.1:${PORT}/healthz` };
    const iptables = aWorld().cluster;
    const nftables = aWorld({}, { mode: 'nftables' }).cluster;
    expect(httpExchange({ cluster: iptables }, itself, localhost, first).status).toBe(200);
    expect(httpExchange({ cluster: nftables }, itself, localhost, first).outcome).toBe('Refused');
  });

  test(`of two families the first counts its endpoints, an address each (${LOCAL_READY})`, () => {
    const ips = ['172.20.14.9', 'fd00:172:20::9'];
    const world = aWorld({ spec: { ...LOCAL, clusterIPs: ips, ipFamilies: ['IPv4', 'IPv6'] } });
    world.put('EndpointSlice', {
      metadata: {
        name: 'wp-nginx-service-6',
        namespace: 'default',
        labels: { 'kubernetes.io/service-name': 'wp-nginx-service' },
      },
      addressType: 'IPv6',
      ports: [{ name: '', port: 8080, protocol: 'TCP' }],
      endpoints: ['fd00:10::31', 'fd00:10::32', 'fd00:10::33'].map((ip) => ({
        addresses: [ip],
        conditions: { ready: true },
        nodeName: nodeName(2),
      })),
    });
    expect(ask(world.sync(), 2)).toMatchObject({ status: 200, body: bodyOf(2) });
  });

  test('where no kube-proxy runs nobody listens', () => {
    const world = aWorld();
    world.pod({
      name: 'kube-proxy-2',
      namespace: 'kube-system',
      node: 2,
      hostNetwork: true,
      image: 'registry.k8s.io/kube-proxy:v1.35.0',
      waiting: 'CrashLoopBackOff',
    });
    expect(ask(world, 2)).toMatchObject({ outcome: 'Refused' });
  });
});

describe('kube-proxy’s own health', () => {
  const taint = { key: 'ToBeDeletedByClusterAutoscaler', value: '1795000000', effect: 'NoSchedule' };

  function marked(node: object, metadata: object = {}): ClusterBuilder {
    const status = { addresses: [{ type: 'InternalIP', address: '10.0.2.20' }] };
    return aWorld().put('Node', { metadata: { name: nodeName(2), ...metadata }, spec: node, status });
  }

  const NODES: readonly [says: string, world: () => ClusterBuilder, healthz: number, eligible: boolean][] = [
    ['a node as any other', () => aWorld(), 200, true],
    ['a node that the Cluster Autoscaler is about to delete', () => marked({ taints: [taint] }), 503, false],
    ['a node that is being deleted', () => marked({}, { deletionTimestamp: -1000 }), 503, false],
    ['a node with another taint', () => marked({ taints: [{ key: 'dedicated', effect: 'NoSchedule' }] }), 200, true],
  ];

  test.each(NODES)(`%s (${PROXY_HEALTH}; ${ELIGIBLE})`, (_says, world, healthz, nodeEligible) => {
    const asked = ask(world(), 2, '/healthz', 10_256);
    expect(asked.status).toBe(healthz);
    expect(JSON.parse(asked.body)).toMatchObject({ nodeEligible, healthy: true });
    const alive = ask(world(), 2, '/livez', 10_256);
    expect(alive.status).toBe(200);
    expect(JSON.parse(alive.body)).not.toHaveProperty('nodeEligible');
  });

  test(`a proxy that is behind for twice syncPeriod says so on both (${PROXY_HEALTH})`, () => {
    const world = aWorld();
    syncing(world.cluster).set(nodeName(2), { lastMs: -90_000, dueMs: 30_000, queuedMs: -60_000 });
    for (const path of ['/healthz', '/livez']) {
      const { status, body } = ask(world, 2, path, 10_256);
      expect(status).toBe(503);
      const { lastUpdated, currentTime, healthy } = JSON.parse(body);
      expect({ healthy, behindMs: Date.parse(currentTime) - Date.parse(lastUpdated) }).toEqual({
        healthy: false,
        behindMs: 90_000,
      });
    }
  });

  test(`fields in the order of the Go types (${PROXY_HEALTH})`, () => {
    const { body, headers } = ask(aWorld(), 2, '/healthz', 10_256);
    expect(body).toMatch(
      /^\{"lastUpdated":"[^"]+Z","currentTime":"[^"]+Z","nodeEligible":true,"healthy":true,"status":\{"IPv4":\{"lastUpdated":"[^"]+","healthy":true\},"IPv6":\{"lastUpdated":"[^"]+","healthy":true\}\}\}$/,
    );
    expect(headers[0]).toEqual(['Content-Type', 'application/json']);
  });

  test(`before the first sync it is well, and knows no proxier (${PROXY_HEALTH})`, () => {
    const world = aWorld();
    syncing(world.cluster).delete(nodeName(2));
    const { status, body } = ask(world, 2, '/livez', 10_256);
    expect(status).toBe(200);
    expect(Object.keys(JSON.parse(body))).toEqual(['lastUpdated', 'currentTime', 'healthy']);
  });

  test('any other path is not there', () => {
    expect(ask(aWorld(), 2, '/', 10_256)).toMatchObject({ status: 404, body: '404 page not found\n' });
  });
});
