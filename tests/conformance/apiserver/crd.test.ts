/** Definitions and the kinds they make, from the documentation's own example. */
import { describe, expect, test } from 'vitest';
import { aServer, type TestServer } from '../../builders/cluster.ts';
import { CRON_TAB } from './crd-fixtures.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const TABS = '/apis/stable.example.com/v1/namespaces/shop/crontabs';
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/

function withTabs(): TestServer {
  const server = aServer();
  expect(server.ask('POST', DEFINITIONS, { body: CRON_TAB }).status).toBe(201);
  return server;
}

function aTab(spec: object = { cronSpec: '* * * * */5', image: 'my-awesome-cron-image' }, name = 'tab') {
  return { apiVersion: 'stable.example.com/v1', kind: 'CronTab', metadata: { name }, spec };
}

describe('a definition', () => {
  test('is established and names what it stores', () => {
    const { body } = withTabs().ask('GET', `${DEFINITIONS}/crontabs.stable.example.com`);
    expect(body).toMatchObject({
      spec: { conversion: { strategy: 'None' }, names: { listKind: 'CronTabList', singular: 'crontab' } },
      status: {
        conditions: [
          { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' },
          { type: 'Established', status: 'True', reason: 'InitialNamesAccepted' },
        ],
        storedVersions: ['v1'],
      },
    });
  });

  test('makes objects that are created, listed, patched and deleted', () => {
    const server = withTabs();
    const made = server.ask('POST', TABS, { body: aTab() });
    expect(made).toMatchObject({
      status: 201,
      body: { metadata: { generation: 1, namespace: 'shop' }, spec: { replicas: 1 } },
    });
    const headers = { 'content-type': 'application/merge-patch+json' };
    const patched = server.ask('PATCH', `${TABS}/tab`, { headers, body: { spec: { replicas: 3 } } });
    expect(patched).toMatchObject({ status: 200, body: { metadata: { generation: 2 }, spec: { replicas: 3 } } });
    expect(server.ask('GET', TABS).body).toMatchObject({ kind: 'CronTabList', items: [{ spec: { replicas: 3 } }] });
    expect(server.ask('DELETE', `${TABS}/tab`).status).toBe(200);
    expect(server.ask('GET', `${TABS}/tab`)).toMatchObject({
      status: 404,
      body: { message: 'crontabs.stable.example.com "tab" not found' },
    });
  });
});

describe('validation', () => {
  test.each([
    [
      { cronSpec: 5 },
      'spec.cronSpec: Invalid value: "integer": spec.cronSpec in body must be of type string: "integer"',
    ],
    [
      { cronSpec: '* * *', image: 'x' },
      'spec.cronSpec: Invalid value: "* * *": spec.cronSpec in body should match \'^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$\'',
    ],
    [
      { cronSpec: '* * * * *', replicas: 15 },
      'spec.replicas: Invalid value: 15: spec.replicas in body should be less than or equal to 10',
    ],
    [{ image: 'x' }, 'spec.cronSpec: Required value'],
    [
      { cronSpec: '* * * * *', replicas: 2, minReplicas: 3 },
      'spec: Invalid value: "object": replicas should be greater than or equal to minReplicas.',
    ],
  ])('%j', (spec, says) => {
    const { status, body } = withTabs().ask('POST', TABS, { body: aTab(spec) });
    expect(status).toBe(422);
    expect(body).toMatchObject({ message: `CronTab.stable.example.com "tab" is invalid: ${says}` });
  });
});
