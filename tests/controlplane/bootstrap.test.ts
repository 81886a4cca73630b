import { describe, expect, it } from 'vitest';
import { simulatedCluster } from './simulated-cluster.ts';

describe('a fresh cluster', () => {
  it('has four ready nodes in two zones, named as EC2 names them', () => {
    const nodes = simulatedCluster().client.list('Node');
    expect(nodes.map(({ metadata }) => metadata.name)).toEqual(
      [1, 2, 3, 4].map((n) => `ip-10-0-${n}-20.us-west-2.compute.internal`),
    );
    expect(nodes.map(({ metadata }) => metadata.labels?.['topology.kubernetes.io/zone'])).toEqual([
      'us-west-2a',
      'us-west-2b',
      'us-west-2a',
      'us-west-2b',
    ]);
    for (const { status, spec } of nodes) {
      expect(status.conditions?.map(({ type, status }) => `${type}=${status}`)).toEqual([
        'MemoryPressure=False',
        'DiskPressure=False',
        'PIDPressure=False',
        'Ready=True',
      ]);
      expect(spec.taints ?? []).toEqual([]);
    }
  });

  it('runs DNS and a proxy and a CNI on each node', () => {
    const { client } = simulatedCluster();
    const running = client.list('Pod', 'kube-system').filter(({ status }) => status.phase === 'Running');
    const count = (prefix: string) => running.filter(({ metadata }) => metadata.name.startsWith(prefix)).length;
    expect([count('coredns-'), count('kube-proxy-'), count('aws-node-')]).toEqual([2, 4, 4]);
    expect(client.find('Service', 'kube-dns', 'kube-system')?.spec.clusterIP).toBe('172.20.0.10');
    expect(client.find('Service', 'kubernetes', 'default')?.spec.clusterIP).toBe('172.20.0.1');
    expect(client.list('Event').filter(({ type }) => type === 'Warning')).toEqual([]);
  });

  it('rests: no timer is set', () => {
    expect(simulatedCluster().cluster.state.table('timers').size).toBe(0);
  });
});
