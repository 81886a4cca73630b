import { expect, test } from 'vitest';
import { topologyOf } from '../../../lib/world/dataplane/topology.ts';
import { coredns } from '../../../lib/world/workloads/coredns.ts';
import { processOf } from '../../../lib/world/workloads/process.ts';
import { aShop } from '../../dataplane/cluster-builder.ts';
import { withDns } from '../../dataplane/dns-builder.ts';

/** How the CoreDNS pod 10.0.2.53 begins with that Corefile. */
function begin(corefile: string) {
  const { cluster } = withDns(aShop(), corefile).sync();
  const pod = topologyOf(cluster).podByName.get('kube-system/coredns-a');
  if (!pod) throw new Error('no pod');
  const { exit, logs } = coredns.start(processOf(cluster, pod, 'app'));
  return { code: exit?.code, last: logs.at(-1) ?? '' };
}

const loopOf = (from: string, zone: string, asked = '') =>
  `[FATAL] plugin/loop: Loop (${from}:51413 -> :53) detected for zone "${zone}", see https://coredns.io/plugins/loop#troubleshooting. Query: "HINFO 4547991504243258144.3688648895315093531.${asked}"`;

// Source: https://coredns.io/plugins/loop/ ("The plugin will try to send the query for up to 30 seconds … CoreDNS will terminate")
test.each([
  ['the cluster DNS as upstream', '.:53 {\nloop\nforward . 172.20.0.10\n}', loopOf('10.0.2.53', '.')],
  ['the resolver stub of a node', '.:53 {\nloop\nforward . 127.0.0.53\n}', loopOf('127.0.0.1', '.')],
  [
    'a stub domain that is sent back',
    '.:53 {\nloop\nforward . /etc/resolv.conf\n}\ncorp.example:53 {\nloop\nforward . 172.20.0.10\n}',
    loopOf('10.0.2.53', 'corp.example.', 'corp.example.'),
  ],
  [
    'two blocks that point at each other',
    '.:53 {\nloop\nforward . 127.0.0.1:5301\n}\n.:5301 {\nforward . 127.0.0.1:53\n}',
    loopOf('127.0.0.1', '.'),
  ],
])('%s ends CoreDNS', (_, corefile, line) => {
  expect(begin(corefile)).toEqual({ code: 1, last: line });
});

test.each([
  ['an upstream of the VPC', '.:53 {\nloop\nforward . /etc/resolv.conf\n}'],
  ['a block that leads out', '.:53 {\nloop\nforward . 127.0.0.1:5301\n}\n.:5301 {\nforward . 10.0.0.2\n}'],
  ['only a zone below is sent back', '.:53 {\nloop\nforward corp.example 172.20.0.10\nforward . 10.0.0.2\n}'],
  ['nobody watches', '.:53 {\nforward . 172.20.0.10\n}'],
])('%s does not', (_, corefile) => {
  expect(begin(corefile)).toEqual({ code: undefined, last: expect.stringContaining('linux/amd64') });
});
