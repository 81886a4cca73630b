/**
 * Extending the addresses of Services, and taking a range away again.
 * https://kubernetes.io/docs/tasks/network/extend-service-ip-ranges/,
 * https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/servicecidrs/servicecidrs_controller.go
 */
import { describe, expect, it } from 'vitest';
import { StatusError } from '../../lib/world/apiserver/status.ts';
import { simulatedCluster } from './simulated-cluster.ts';

const range = (name: string, ...cidrs: string[]) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  metadata: { name },
  spec: { cidrs },
});

const service = (name: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { ports: [{ port: 80 }], ...spec },
});

type Simulated = ReturnType<typeof simulatedCluster>;

const addressOf = ({ client }: Simulated, name: string) => client.find('Service', name, 'default')?.spec.clusterIP;

function readyOf({ client }: Simulated, name: string) {
  const ready = client.find('ServiceCIDR', name)?.status.conditions?.find(({ type }) => type === 'Ready');
  return ready && { status: ready.status, reason: ready.reason, message: ready.message };
}

const READY = { status: 'True', reason: '', message: 'Kubernetes Service CIDR is ready' };
const IN_USE = {
  status: 'False',
  reason: 'Terminating',
  message: 'There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR',
};

function refusal(act: () => void): string {
  try {
    act();
  } catch (error) {
    if (error instanceof StatusError) return error.message;
    throw error;
  }
  return 'nobody refused';
}

describe('ServiceCIDR', () => {
  it('the default one is named kubernetes, is ready and is kept by its finalizer', () => {
    const one = simulatedCluster();
    expect(readyOf(one, 'kubernetes')).toEqual(READY);
    expect(one.client.find('ServiceCIDR', 'kubernetes')?.metadata.finalizers).toEqual([
      'networking.k8s.io/service-cidr-finalizer',
    ]);
  });

  it('a new one extends what Services may have, asked for or drawn', () => {
    const one = simulatedCluster();
    const wish = service('asked', { clusterIP: '10.96.0.9' });
    expect(refusal(() => one.apply(wish))).toContain(
      'failed to allocate IP 10.96.0.9: the provided network does not match the current range',
    );
    one.apply(range('more', '10.96.0.0/28'), wish);
    expect(addressOf(one, 'asked')).toBe('10.96.0.9');
    expect(one.client.find('IPAddress', '10.96.0.9')?.spec.parentRef).toEqual({
      resource: 'services',
      namespace: 'default',
      name: 'asked',
    });
    for (let n = 0; n < 24; n++) one.apply(service(`drawn-${n}`));
    const drawn = Array.from({ length: 24 }, (_, n) => addressOf(one, `drawn-${n}`) ?? '');
    const inNew = drawn.filter((address) => address.startsWith('10.96.0.'));
    expect(inNew.length).toBeGreaterThan(0);
    expect(inNew.length).toBeLessThan(24);
    expect(new Set(drawn).size).toBe(24);
  });

  it('a full range sends the next Service to another one; network and broadcast addresses are never given', () => {
    const one = simulatedCluster();
    one.apply(range('tiny', '10.96.0.0/30'));
    for (let n = 0; n < 20; n++) one.apply(service(`s-${n}`));
    const all = Array.from({ length: 20 }, (_, n) => addressOf(one, `s-${n}`) ?? '');
    expect(all.filter((address) => address.startsWith('10.96.')).toSorted()).toEqual(['10.96.0.1', '10.96.0.2']);
    expect(refusal(() => one.apply(service('edge', { clusterIP: '10.96.0.3' })))).toContain(
      'the provided network does not match the current range',
    );
  });

  it('an IPAddress that somebody holds is taken', () => {
    const one = simulatedCluster();
    one.apply({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IPAddress',
      metadata: { name: '172.20.7.7' },
      spec: {
        parentRef: { group: 'gateway.networking.k8s.io', resource: 'gateways', namespace: 'default', name: 'g' },
      },
    });
    expect(refusal(() => one.apply(service('late', { clusterIP: '172.20.7.7' })))).toContain(
      'failed to allocate IP 172.20.7.7: provided IP is already allocated',
    );
  });

  it('stays while an address lies in it alone, gives no new ones, and goes ten seconds after it is free', () => {
    const one = simulatedCluster();
    one.apply(range('more', '10.96.0.0/24'), service('user', { clusterIP: '10.96.0.9' }));
    one.client.delete('ServiceCIDR', 'more');
    one.pass(60);
    expect(readyOf(one, 'more')).toEqual(IN_USE);
    expect(refusal(() => one.apply(service('late', { clusterIP: '10.96.0.10' })))).toContain('does not match');
    one.client.delete('Service', 'user', 'default');
    one.pass(1);
    expect(one.client.find('ServiceCIDR', 'more')).toBeUndefined();
  });

  it('one that is free at once still waits ten seconds', () => {
    const one = simulatedCluster();
    one.apply(range('more', '10.96.0.0/24'));
    one.client.delete('ServiceCIDR', 'more');
    one.pass(9);
    expect(one.client.find('ServiceCIDR', 'more')).toBeDefined();
    one.pass(2);
    expect(one.client.find('ServiceCIDR', 'more')).toBeUndefined();
  });

  it('goes although its addresses are in use once another range covers them', () => {
    const one = simulatedCluster();
    one.apply(range('more', '10.96.0.0/24'), service('user', { clusterIP: '10.96.0.9' }));
    one.client.delete('ServiceCIDR', 'more');
    one.pass(30);
    one.apply(range('wide', '10.96.0.0/16'));
    one.pass(1);
    expect(one.client.find('ServiceCIDR', 'more')).toBeUndefined();
    expect(addressOf(one, 'user')).toBe('10.96.0.9');
  });

  it('the default one cannot go while it holds default/kubernetes; where another covers it, it comes back', () => {
    const one = simulatedCluster();
    one.client.delete('ServiceCIDR', 'kubernetes');
    one.pass(60);
    expect(readyOf(one, 'kubernetes')).toEqual(IN_USE);
    const before = one.client.find('ServiceCIDR', 'kubernetes')?.metadata.uid;
    one.apply(range('wide', '172.16.0.0/12'));
    one.pass(1);
    const after = one.client.find('ServiceCIDR', 'kubernetes');
    expect(after?.metadata.uid).not.toBe(before);
    expect(readyOf(one, 'kubernetes')).toEqual(READY);
  });
});
