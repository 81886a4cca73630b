import { expect, test } from 'vitest';
import { decidingHop, findTraceDocument, type TraceStep } from './tracedocument.ts';

const packet = { src: '10.0.1.7', sport: 40000, dst: '172.20.0.10', dport: 53, protocol: 'UDP' };
const ref = { cluster: 'main', apiVersion: 'v1', kind: 'Service', namespace: 'kube-system', name: 'kube-dns' };
const silent: TraceStep = { node: 'ip-10-0-1-20', stage: 'PodEgress', action: 'leaves', packet, because: [] };
const reasoned: TraceStep = { ...silent, stage: 'ServiceDNAT', because: [{ ref, says: 'It has no endpoints.' }] };

test('fields that are added to the format later do not make a trace unreadable', () => {
  const document = findTraceDocument({
    schema: 'hoplab.trace/1',
    disposition: 'Rejected',
    reason: 'NoEndpoints',
    steps: [{ ...reasoned, cluster: 'main', latencyMs: 3 }],
    sourceSeen: null,
    addedLater: true,
  });
  expect(document?.steps).toHaveLength(1);
});

test('what is not a trace is not shown as one', () => {
  expect(findTraceDocument({ disposition: 'Lost', reason: '', steps: [] })).toBeUndefined();
  expect(findTraceDocument(undefined)).toBeUndefined();
});

test('the deciding hop is the last one that names a reason', () => {
  expect(decidingHop([silent, reasoned, silent])).toBe(1);
  expect(decidingHop([silent, silent])).toBe(1);
  expect(decidingHop([])).toBe(-1);
});
