/** A server with one object `x` in namespace `shop`, and patches to it. */
import { expect } from 'vitest';
import type { KindName } from '../../../lib/world/api/kinds.ts';
import { aServer, type TestServer } from '../../builders/cluster.ts';
import { aManifest, collectionPath } from '../../builders/manifests.ts';

export function patch(server: TestServer, kind: KindName, body: object, type = 'strategic-merge-patch', sub = '') {
  const headers = { 'content-type': `application/${type}+json` };
  return server.ask('PATCH', `${collectionPath(kind)}/x${sub}`, { headers, body });
}

export function made(kind: KindName, rest?: Record<string, unknown>): TestServer {
  const server = aServer();
  const answer = server.ask('POST', collectionPath(kind), { body: aManifest(kind, 'x', rest) });
  expect(answer).toMatchObject({ status: 201 });
  return server;
}
