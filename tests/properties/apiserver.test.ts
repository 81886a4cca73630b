/** What must hold for any input: no request crashes the server, patches are idempotent, objects are never changed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listKinds } from '../../lib/world/api/kinds.ts';
import { type Json, type JsonObject, jsonEqual } from '../../lib/world/apiserver/patch/json-value.ts';
import { applyMergePatch } from '../../lib/world/apiserver/patch/merge-patch.ts';
import { patchShape } from '../../lib/world/apiserver/patch/patch-shape.ts';
import { applyStrategicMerge } from '../../lib/world/apiserver/patch/strategic-merge.ts';
import type { ApiRequest } from '../../lib/world/apiserver/request.ts';
import { parseLabelSelector } from '../../lib/world/apiserver/selectors/label-selector.ts';
import { StatusError } from '../../lib/world/apiserver/status.ts';
import { aServer } from '../builders/cluster.ts';
import { aManifest, collectionPath } from '../builders/manifests.ts';

const kinds = fc.constantFrom(...listKinds().map(({ kind }) => kind));
const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;

/** Names that the API knows, so that random bodies reach beyond the decoder. */
const words = fc.constantFrom(
  ...[
    'metadata',
    'name',
    'namespace',
    'labels',
    'spec',
    'status',
    'containers',
    'ports',
    'port',
    'targetPort',
    'selector',
  ],
  ...[
    'matchLabels',
    'template',
    'type',
    'clusterIP',
    'replicas',
    'strategy',
    'rollingUpdate',
    'endpoints',
    'addresses',
  ],
  ...[
    'data',
    'image',
    'env',
    'valueFrom',
    'volumes',
    'tolerations',
    '$patch',
    '__proto__',
    'constructor',
    'finalizers',
  ],
);
const leaf = fc.oneof(
  fc.integer({ min: -5, max: 70_000 }),
  fc.string({ maxLength: 6 }),
  fc.boolean(),
  fc.constant(null),
);
const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(words, tie('tree'), { maxKeys: 4 }),
  ) as fc.Arbitrary<Json>,
}));

const PATCH_TYPES = ['json-patch', 'merge-patch', 'strategic-merge-patch'].map((type) => `application/${type}+json`);

describe('any request is answered', () => {
  const isAnswer = (request: ApiRequest, server = aServer()): void => {
    const answer = server.handle(request);
    if ('watch' in answer) return;
    expect(answer.status).toBeGreaterThanOrEqual(200);
    if (answer.status >= 400)
      expect(answer.body).toMatchObject({ kind: 'Status', status: 'Failure', code: answer.status });
  };

  test('a random body', () => {
    fc.assert(
      fc.property(
        kinds,
        fc.oneof(json, tree),
        fc.constantFrom('POST' as const, 'DELETE' as const),
        (kind, body, method) => {
          isAnswer({ method, path: collectionPath(kind), body, query: { dryRun: 'All' } });
        },
      ),
      { numRuns: 200 },
    );
  });

  test('a manifest with random fields', () => {
    fc.assert(
      fc.property(
        kinds,
        tree,
        fc.constantFrom('spec', 'metadata', 'status', 'data', 'endpoints'),
        (kind, value, field) => {
          isAnswer({ method: 'POST', path: collectionPath(kind), body: { ...aManifest(kind, 'x'), [field]: value } });
        },
      ),
      { numRuns: 200 },
    );
  });

  test('a random patch', () => {
    fc.assert(
      fc.property(kinds, tree, fc.constantFrom(...PATCH_TYPES), (kind, body, type) => {
        const server = aServer();
        server.ask('POST', collectionPath(kind), { body: aManifest(kind, 'x') });
        const headers = { 'content-type': type };
        isAnswer({ method: 'PATCH', path: `${collectionPath(kind)}/x`, headers, body }, server);
      }),
      { numRuns: 200 },
    );
  });

  test('a random path and query', () => {
    const segment = fc.oneof(
      fc.constantFrom('api', 'apis', 'v1', 'apps', 'namespaces', 'shop', 'pods', 'log', '%2f', '%zz'),
      fc.string(),
    );
    const methods = fc.constantFrom('GET' as const, 'PUT' as const, 'DELETE' as const);
    const queries = fc.dictionary(
      fc.constantFrom('labelSelector', 'fieldSelector', 'limit', 'continue', 'watch', 'resourceVersion', 'dryRun'),
      fc.string(),
    );
    fc.assert(
      fc.property(methods, fc.array(segment, { maxLength: 7 }), queries, (method, parts, query) => {
        isAnswer({ method, path: `/${parts.join('/')}`, query });
      }),
      { numRuns: 200 },
    );
  });

  test('a random label selector is read or refused', () => {
    const piece = fc.constantFrom('a', 'b', '=', '!=', '==', 'in', 'notin', '(', ')', ',', '!', '>', '5', ' ', '-');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        try {
          expect(Array.isArray(parseLabelSelector(pieces.join('')))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(StatusError);
        }
      }),
    );
  });
});

describe('patches', () => {
  const named = fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    image: fc.string({ maxLength: 3 }),
    args: fc.array(fc.string({ maxLength: 2 }), { maxLength: 2 }),
  });
  const spec = fc.record({
    containers: fc.uniqueArray(named, { selector: ({ name }) => name, maxLength: 3 }),
    nodeSelector: fc.dictionary(fc.constantFrom('x', 'y'), fc.string({ maxLength: 2 })),
  }) as unknown as fc.Arbitrary<JsonObject>;
  const shape = patchShape('core/v1.PodSpec');

  test('a strategic merge applied twice is applied once', () => {
    fc.assert(
      fc.property(spec, spec, (document, patch) => {
        const once = applyStrategicMerge(document, patch, shape);
        expect(jsonEqual(applyStrategicMerge(once, patch, shape), once)).toBe(true);
      }),
    );
  });

  test('a merge patch applied twice is applied once, and a document patched with itself stays', () => {
    fc.assert(
      fc.property(tree, tree, (document, patch) => {
        const once = applyMergePatch(document, patch);
        expect(jsonEqual(applyMergePatch(once, patch), once)).toBe(true);
      }),
    );
    fc.assert(fc.property(spec, (document) => jsonEqual(applyStrategicMerge(document, document, shape), document)));
  });

  test('neither argument is changed', () => {
    fc.assert(
      fc.property(spec, spec, (document, patch) => {
        const before = JSON.stringify([document, patch]);
        applyStrategicMerge(document, patch, shape);
        expect(JSON.stringify([document, patch])).toBe(before);
      }),
    );
  });
});

test('what the store hands out is frozen all the way down', () => {
  const server = aServer();
  const isFrozen = (value: unknown): boolean =>
    typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozen));
  fc.assert(
    fc.property(kinds, (kind) => {
      server.ask('POST', collectionPath(kind), { body: aManifest(kind, 'x') });
      expect(server.client.list(kind).every(isFrozen)).toBe(true);
    }),
  );
});
