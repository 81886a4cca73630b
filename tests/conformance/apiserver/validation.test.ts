/** The API server refuses what the real one refuses, in its words. */
import { describe, expect, test } from 'vitest';
import { getKind } from '../../../lib/world/api/kinds.ts';
import type { StatusCause } from '../../../lib/world/apiserver/status.ts';
import { aServer } from '../../builders/cluster.ts';
import { aManifest, collectionPath } from '../../builders/manifests.ts';
import { BOUND_CASES } from './bound-cases.ts';
import { NETWORK_CASES } from './network-cases.ts';
import { METADATA_CASES, OTHER_CASES } from './object-cases.ts';
import { POD_CASES } from './pod-cases.ts';
import { WORD_CASES } from './pod-word-cases.ts';
import { SCHEDULE_CASES } from './schedule-cases.ts';
import { SERVICE_CASES } from './service-cases.ts';
import type { ValidationCase } from './validation-words.ts';

interface Refusal {
  readonly message: string;
  readonly reason: string;
  readonly details: { readonly causes: readonly StatusCause[]; readonly kind: string };
}

function refuse({ kind, rest, metadata }: ValidationCase): { status: number; body: Refusal; name: string } {
  const server = aServer();
  const manifest = aManifest(kind, 'x', rest as Record<string, unknown> | undefined);
  const given = { ...(manifest.metadata as object), ...metadata } as { name: string };
  const { status, body } = server.ask('POST', collectionPath(kind), { body: { ...manifest, metadata: given } });
  return { status, body: body as Refusal, name: given.name };
}

test('a load balancer may expose the port of the kubelet', () => {
  const body = aManifest('Service', 'x', { spec: { type: 'LoadBalancer', ports: [{ port: 10_250 }] } });
  expect(aServer().ask('POST', collectionPath('Service'), { body }).status).toBe(201);
});

describe.each([
  ['metadata', METADATA_CASES],
  ['pods', POD_CASES],
  ['services', SERVICE_CASES],
  ['paths and orders', WORD_CASES],
  ['the other kinds', OTHER_CASES],
  ['networking', NETWORK_CASES],
  ['access, bounds, classes and volumes', BOUND_CASES],
  ['schedules and autoscalers', SCHEDULE_CASES],
])('%s', (_, cases) => {
  test.each(cases.map((one) => [`${one.kind}: ${one.says.slice(0, 110)}`, one] as const))('%s', (_title, one) => {
    const { status, body, name } = refuse(one);
    const { group, kind } = getKind(one.kind);
    expect(body.message).toBe(`${group ? `${kind}.${group}` : kind} "${name}" is invalid: ${one.says}`);
    expect(status).toBe(422);
    expect(body.reason).toBe('Invalid');
    expect(body.details.kind).toBe(kind);
    const causes = body.details.causes.map(({ field, message }) => `${field}: ${message}`);
    expect(causes.length > 1 ? `[${causes.join(', ')}]` : causes[0]).toBe(one.says);
    expect(one.source).toMatch(/^https:\/\/github\.com\/(kubernetes|robfig)\//);
  });
});
