/** Ten thousand bodies, paths and headers at the door of the front: each is a request of the API or a refusal. */
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refused, readRequest } from '../../lib/apifront/request.ts';
import { statusText } from '../../lib/apifront/status.ts';
import { findTarget } from '../../lib/apifront/target.ts';

const RUNS = 10_000;
const PROTOBUF = Buffer.from('k8s\0');

const POD = Buffer.from(
  JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'b' }] } }),
);
/** A good body with some bytes changed, and its end cut off. */
const mutated = fc
  .tuple(fc.array(fc.tuple(fc.nat(POD.length - 1), fc.nat(255)), { maxLength: 5 }), fc.nat(POD.length))
  .map(([changes, end]) => {
    const bytes = Buffer.from(POD);
    for (const [at, byte] of changes) bytes[at] = byte;
    return bytes.subarray(0, end);
  });
const raw = fc.uint8Array({ maxLength: 120 }).map((bytes) => Buffer.from(bytes));
const body = fc.oneof(
  mutated,
  raw,
  raw.map((bytes) => Buffer.concat([PROTOBUF, bytes])),
  fc.json({ maxDepth: 5 }).map((text) => Buffer.from(text)),
  fc
    .constantFrom('a: &a [*a, *a]', 'x: !!js/function y', '---\n---\n', '? [', 'a: {b: [c}')
    .map((text) => Buffer.from(text)),
  fc.nat(200).map((depth) => Buffer.from('['.repeat(depth) + ']'.repeat(depth))),
);
const type = fc.constantFrom(
  ...['application/json', 'application/yaml', 'application/apply-patch+yaml', 'application/vnd.kubernetes.protobuf'],
  ...['application/json-patch+json', 'text/plain;charset=x', ';', ''],
);
const headers = fc.record(
  {
    'content-type': type,
    'content-length': fc.oneof(fc.nat().map(String), fc.string({ maxLength: 5 })),
    'impersonate-user': fc.string({ maxLength: 10 }),
    'impersonate-group': fc.oneof(
      fc.string({ maxLength: 10 }),
      fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
    ),
    accept: fc.string({ maxLength: 20 }),
  },
  { requiredKeys: [] },
);
const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'BREW');
const url = fc.oneof(
  fc.string({ maxLength: 40 }).map((text) => `/k8s/${text}`),
  fc.constantFrom('/k8s', '/k8s/', '/k8s//', '/k8s/%', '/k8s/a/b/%ff?%', '/k8s/a/b?x=%ff&x&=&&'),
);

test('each is a request of the API or a refusal with a Status', async () => {
  await fc.assert(
    fc.asyncProperty(method, url, headers, body, async (verb, address, given, bytes) => {
      const message = Object.assign(Readable.from([bytes]), { method: verb, url: address, headers: given });
      const target = findTarget(message as unknown as IncomingMessage);
      const { path = '/', query = new URLSearchParams() } = target ?? {};
      try {
        const request = await readRequest(message as unknown as IncomingMessage, path, query);
        expect(request).toMatchObject({ method: verb, path });
        expect(() => JSON.stringify(request)).not.toThrow();
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        expect(error.refusal.code).toBeGreaterThanOrEqual(400);
        expect(error.refusal.code).toBeLessThan(500);
        expect(JSON.parse(statusText(error.refusal))).toMatchObject({ kind: 'Status', status: 'Failure' });
      }
    }),
    { numRuns: RUNS },
  );
  expect(({} as { x?: unknown }).x).toBeUndefined();
}, 120_000);
