/**
 * Events are kept for an hour after they were last written.
 * Source: https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ (--event-ttl, 1h0m0s)
 */
import { describe, expect, it } from 'vitest';
import { pod } from './manifests.ts';
import { simulatedCluster } from './simulated-cluster.ts';

const AGNHOST = 'registry.k8s.io/e2e-test-images/agnhost:2.53';

describe('events', () => {
  it('are there within the hour and gone after it', () => {
    const world = simulatedCluster();
    world.apply(pod('web', { image: AGNHOST, container: { args: ['netexec'] } }));
    world.settle();
    expect(world.events('web').map((text) => text.split(':')[0])).toContain('Scheduled');
    world.pass(3_500);
    expect(world.events('web')).not.toEqual([]);
    world.pass(120);
    expect(world.events('web')).toEqual([]);
  });

  it('live on while they are repeated', () => {
    const world = simulatedCluster();
    world.apply(pod('broken', { image: 'registry.example/no-such-image:1' }));
    world.pass(7_200);
    const reasons = world.events('broken').map((text) => text.split(':')[0]);
    expect(reasons).toContain('BackOff');
    expect(reasons).not.toContain('Scheduled');
  });
});
