/** Every check with a world that passes and one that fails it: a check that cannot fail is no check. */
import { describe, expect, it } from 'vitest';
import { CHECKS, runCheck } from '../../lib/assessment/checks/catalogue.ts';
import type { CheckContext, Finding } from '../../lib/assessment/checks/check.ts';
import type { World } from '../../lib/world/world.ts';
import { smallWorld } from './small-world.ts';

const healthy = smallWorld();
const nobodySelected = smallWorld({ selector: { app: 'nobody' } });
const everybodySelected = smallWorld({ selector: { tier: 'backend' } });
const sticky = smallWorld({
  sessionAffinity: 'ClientIP',
  sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } },
});
const wrongPort = smallWorld({ ports: [{ port: 80, protocol: 'TCP', targetPort: 9999 }] });

function found(uses: string, world: World, args: Record<string, unknown>, more: Partial<CheckContext> = {}): Finding {
  const context = { world: world.fork(), start: healthy.fork(), answers: {}, task: 't', others: () => [], ...more };
  return runCheck({ uses, with: args }, context);
}

const from = { namespace: 'shop', pods: { app: 'client' } };
const http = { from, url: 'http://cart/hostname', answeredBy: { app: 'cart' }, backends: 2 };
const flow = { from, to: 'cart:80', takenBy: { app: 'cart' } };
const sticks = {
  from,
  url: 'http://cart/hostname',
  everySeconds: 30,
  calls: 6,
  demands: 'the same backend while it lives',
};
const service = { kind: 'Service', namespace: 'shop', name: 'cart' };
const holds = { verdict: 'passed' } as Finding;
const fails = { verdict: 'failed', actual: 'x', lookAt: 'y' } as Finding;

/** name, what passes, what fails. */
const EXAMPLES: readonly [string, () => Finding, () => Finding][] = [
  ['http', () => found('http', healthy, http), () => found('http', everybodySelected, http)],
  ['reaches', () => found('reaches', healthy, flow), () => found('reaches', wrongPort, flow)],
  [
    'isolates',
    () => found('isolates', nobodySelected, { from, to: 'cart:80' }),
    () => found('isolates', healthy, { from, to: 'cart:80' }),
  ],
  [
    'resolves',
    () => found('resolves', healthy, { from, name: 'cart', to: { service: 'cart', namespace: 'shop' } }),
    () => found('resolves', healthy, { from, name: 'cart.default', to: { service: 'cart', namespace: 'shop' } }),
  ],
  [
    'path',
    () => found('path', healthy, { from, to: 'cart:80', passes: ['ServiceDNAT'] }),
    () => found('path', healthy, { from, to: 'cart:80', avoids: ['ServiceDNAT'] }),
  ],
  [
    'object',
    () => found('object', healthy, { ...service, cel: 'self.spec.ports[0].port == 80', says: 'port 80' }),
    () => found('object', healthy, { ...service, cel: 'self.spec.ports[0].port == 81', says: 'port 81' }),
  ],
  [
    'selects',
    () => found('selects', healthy, { namespace: 'shop', service: 'cart', pods: { app: 'cart' } }),
    () => found('selects', everybodySelected, { namespace: 'shop', service: 'cart', pods: { app: 'cart' } }),
  ],
  ['untouched', () => found('untouched', healthy, service), () => found('untouched', wrongPort, service)],
  ['keeps', () => found('keeps', sticky, sticks), () => found('keeps', healthy, sticks)],
  [
    'answers',
    () => found('answers', healthy, { question: 'q', accept: ['Yes'], lookAt: 'l' }, { answers: { t: ' yes ' } }),
    () => found('answers', healthy, { question: 'q', accept: ['Yes'], lookAt: 'l' }),
  ],
  [
    'survives',
    () => found('survives', healthy, { perturbation: { uses: 'wait', seconds: 5 } }, { others: () => [holds] }),
    () => found('survives', healthy, { perturbation: { uses: 'wait', seconds: 5 } }, { others: () => [fails] }),
  ],
];

describe('every check', () => {
  it('has its examples', () => {
    expect(EXAMPLES.map(([name]) => name).sort()).toEqual(CHECKS.map(({ uses }) => uses).sort());
  });

  it.each(EXAMPLES)('%s passes where it should', (_, passes) => {
    const finding = passes();
    expect(finding, JSON.stringify(finding)).toMatchObject({ verdict: 'passed' });
  });

  it.each(EXAMPLES)('%s fails where it should, and says expected, actual and where to look', (_, __, failing) => {
    const finding = failing();
    expect(finding, JSON.stringify(finding)).toMatchObject({ verdict: 'failed' });
    for (const text of [finding.expected, finding.actual, finding.lookAt]) expect(text).not.toBe('');
  });

  it('leaves the world it judges as it was', () => {
    const before = healthy.hash();
    for (const [, passes, failing] of EXAMPLES) {
      passes();
      failing();
    }
    expect(healthy.hash()).toBe(before);
  });

  it('that crashes is our fault and not a pass', () => {
    const finding = found('object', healthy, { ...service, cel: 'self.((', says: 'nonsense' });
    expect(finding.verdict).toBe('error');
  });

  // https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow
  it('keeps finds the moment in which a pod without preStop is still in the rules', () => {
    const demands = 'an answer to every call';
    const during = { uses: 'restart', namespace: 'shop', workload: 'cart' };
    const args = { from, url: 'http://cart/hostname', everySeconds: 1, calls: 60, during, demands };
    const abrupt = found('keeps', healthy, args);
    expect(abrupt).toMatchObject({ verdict: 'failed', trace: { disposition: 'Refused' } });
    expect(abrupt.actual).toMatch(/s in: a call gets Refused, 50 % of them$/);
    expect(found('keeps', smallWorld({}, { preStop: { sleep: { seconds: 5 } } }), args)).toMatchObject({
      verdict: 'passed',
    });
  });

  it('says how many calls fail, with the trace of one', () => {
    const finding = found('http', everybodySelected, http);
    expect(finding.actual).toMatch(/answered by other-.*, in 33 % of calls/);
    expect(finding.trace).toMatchObject({ schema: 'hoplab.trace/1', disposition: 'Delivered' });
  });
});
