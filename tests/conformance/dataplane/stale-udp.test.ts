/**
 * Which UDP flows kube-proxy deletes with a sync, as its own test lists them. A flow is what `conntrack -L` shows of it: where it was
 * sent to, and who would answer.
 */
import { expect, test } from 'vitest';
import { ruleSets } from '../../../lib/world/dataplane/compile/rule-set.ts';
import { staleUdp } from '../../../lib/world/dataplane/stale-flows.ts';
import type { Packet } from '../../../lib/world/dataplane/trace.ts';
import { ClusterBuilder, type EndpointSpec, nodeName } from '../../dataplane/cluster-builder.ts';

const CLEANUP_TEST =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/conntrack/cleanup_test.go (TestCleanStaleEntries)';
const CLEANUP = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/conntrack/cleanup.go';
const TARGET_PORT = 'https://github.com/kubernetes/kubernetes/pull/130542';
const NO_ENDPOINTS = 'https://github.com/kubernetes/kubernetes/issues/139628';
const DELETED = 'https://github.com/kubernetes/kubernetes/pull/141371';

const CLUSTER_IP = '172.30.1.1';
const NODE_PORT = 32_000;
const SERVING: EndpointSpec = { ip: '10.240.0.2', node: 1 };
const TERMINATING: EndpointSpec = { ip: '10.240.1.2', node: 2, ready: false, serving: true, terminating: true };
const NOT_SERVING: EndpointSpec = { ip: '10.240.1.3', node: 2, ready: false, serving: false };
const GONE = '10.240.0.99';

function rulesOf(endpoints: readonly EndpointSpec[], protocol: 'UDP' | 'TCP' = 'UDP') {
  const builder = new ClusterBuilder()
    .node(1)
    .node(2)
    .service({
      name: 'dns',
      ip: CLUSTER_IP,
      port: 80,
      targetPort: 3000,
      protocol,
      nodePort: NODE_PORT,
      endpoints,
      spec: { type: 'LoadBalancer', externalIPs: ['192.168.99.1'] },
      status: { loadBalancer: { ingress: [{ ip: '10.0.0.10' }, { ip: '10.0.0.11', ipMode: 'Proxy' }] } },
    });
  const rules = ruleSets(builder.sync([1]).cluster).get(nodeName(1));
  if (!rules) throw new Error('no rules');
  return rules;
}

function flow(to: string, answering: string, protocol: Packet['protocol'] = 'UDP') {
  const [dst = '', dport = ''] = to.split(':');
  const [by = '', port = ''] = answering.split(':');
  const original = { src: '10.240.9.9', sport: 40_000, dst, dport: Number(dport), protocol };
  return { original, translated: { ...original, dst: by, dport: Number(port) } };
}

type Case = readonly [
  says: string,
  source: string,
  endpoints: readonly EndpointSpec[],
  to: string,
  by: string,
  deleted: boolean,
];

const ALL = [SERVING, TERMINATING, NOT_SERVING];

const CASES: readonly Case[] = [
  ['cluster IP, a ready endpoint', CLEANUP_TEST, ALL, `${CLUSTER_IP}:80`, '10.240.0.2:3000', false],
  ['cluster IP, one that terminates and serves', CLEANUP_TEST, ALL, `${CLUSTER_IP}:80`, '10.240.1.2:3000', false],
  ['cluster IP, one that does not serve', CLEANUP_TEST, ALL, `${CLUSTER_IP}:80`, '10.240.1.3:3000', true],
  ['cluster IP, one that is gone', CLEANUP_TEST, ALL, `${CLUSTER_IP}:80`, `${GONE}:3000`, true],
  ['load balancer address, one that is gone', CLEANUP_TEST, ALL, '10.0.0.10:80', `${GONE}:3000`, true],
  ['load balancer address, a ready endpoint', CLEANUP_TEST, ALL, '10.0.0.10:80', '10.240.0.2:3000', false],
  ['external IP, one that is gone', CLEANUP_TEST, ALL, '192.168.99.1:80', `${GONE}:3000`, true],
  ['external IP, a ready endpoint', CLEANUP_TEST, ALL, '192.168.99.1:80', '10.240.0.2:3000', false],
  ['node port, one that is gone', CLEANUP_TEST, ALL, `10.0.1.20:${NODE_PORT}`, `${GONE}:3000`, true],
  ['node port, a ready endpoint', CLEANUP_TEST, ALL, `10.0.1.20:${NODE_PORT}`, '10.240.0.2:3000', false],
  ['the node port’s number at any address', CLEANUP_TEST, ALL, `127.0.0.1:${NODE_PORT}`, `${GONE}:3000`, true],
  ['an address with ipMode Proxy is not kube-proxy’s', CLEANUP, ALL, '10.0.0.11:80', `${GONE}:3000`, false],
  ['another port of the cluster IP', CLEANUP_TEST, ALL, `${CLUSTER_IP}:81`, `${GONE}:3000`, false],
  ['an address of nobody’s', CLEANUP_TEST, ALL, '8.8.8.8:53', '8.8.8.8:53', false],
  ['a pod asked directly', CLEANUP_TEST, ALL, `${GONE}:3000`, `${GONE}:3000`, false],
  ['a ready endpoint on the target port of before', TARGET_PORT, ALL, `${CLUSTER_IP}:80`, '10.240.0.2:2999', true],
  ['a flow that was never translated', CLEANUP, ALL, `${CLUSTER_IP}:80`, `${CLUSTER_IP}:80`, true],
  ['no endpoint is left: 1.35 skips the Service', NO_ENDPOINTS, [], `${CLUSTER_IP}:80`, `${GONE}:3000`, false],
  ['none serves: skipped alike', NO_ENDPOINTS, [NOT_SERVING], `${CLUSTER_IP}:80`, '10.240.1.3:3000', false],
];

test.each(CASES)('%s (%s)', (_says, source, endpoints, to, by, deleted) => {
  expect(staleUdp(rulesOf(endpoints))(flow(to, by)), source).toBe(deleted);
});

test(`TCP is left to die (${CLEANUP})`, () => {
  expect(staleUdp(rulesOf(ALL, 'TCP'))(flow(`${CLUSTER_IP}:80`, `${GONE}:3000`, 'TCP'))).toBe(false);
});

test(`the flows of a Service that was deleted are not looked for in 1.35 (${DELETED})`, () => {
  const rules = { ...rulesOf(ALL), ports: [] };
  expect(staleUdp(rules)(flow(`${CLUSTER_IP}:80`, '10.240.0.2:3000'))).toBe(false);
});
