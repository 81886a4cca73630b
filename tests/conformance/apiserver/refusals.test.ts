/** Answers beside validation: codes, reasons and sentences. */
import { describe, expect, test } from 'vitest';
import { aServer } from '../../builders/cluster.ts';
import { aManifest, collectionPath } from '../../builders/manifests.ts';
import { furnished } from './furnished.ts';
import { REFUSALS } from './refusal-cases.ts';

describe('refusals', () => {
  test.each(REFUSALS.map((one) => [one.name, one] as const))('%s', (_, { ask, code, reason, says }) => {
    const [method, path, rest = {}] = ask;
    const { status, body } = furnished().ask(method, path, rest);
    expect(body).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason });
    expect(status).toBe(code);
    const { message } = body as { message: string };
    if (code === 422 && says.startsWith('strict')) expect(message).toContain(says);
    else expect(message).toBe(says);
  });

  test('a terminating namespace takes nothing new', () => {
    const server = aServer();
    expect(server.ask('DELETE', '/api/v1/namespaces/shop')).toMatchObject({
      body: { status: { phase: 'Terminating' } },
    });
    const { body } = server.ask('POST', collectionPath('ConfigMap'), { body: aManifest('ConfigMap', 'x') });
    const cause = {
      reason: 'NamespaceTerminating',
      message: 'namespace shop is being terminated',
      field: 'metadata.namespace',
    };
    expect(body).toMatchObject({
      code: 403,
      message:
        'configmaps "x" is forbidden: unable to create new content in namespace shop because it is being terminated',
      details: { causes: [cause] },
    });
  });
});
