/** What a definition may not say. Models: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/apis/apiextensions/validation/validation.go and pkg/apiserver/schema/validation.go */
import { expect, test } from 'vitest';
import { aServer } from '../../builders/cluster.ts';
import { CRON_TAB } from './crd-fixtures.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

type Open = Record<string, never>;

/** The example with one thing changed, at a path of names and indices. */
function changed(path: string, value: unknown): object {
  const body = JSON.parse(JSON.stringify(CRON_TAB)) as Record<string, unknown>;
  const names = path.split('/');
  const last = names.pop() as string;
  const holder = names.reduce(
    (at: Record<string, unknown>, name) => (at as Open)[name] as unknown as Record<string, unknown>,
    body,
  );
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return body;
}

const SCHEMA = 'spec/versions/0/schema/openAPIV3Schema';
const SPEC = `${SCHEMA}/properties/spec`;
const AT = 'spec.versions[0].schema.openAPIV3Schema';

test.each([
  [
    'metadata/name',
    'tabs.stable.example.com',
    'metadata.name: Invalid value: "tabs.stable.example.com": must be spec.names.plural+"."+spec.group',
  ],
  ['spec/scope', 'Global', 'spec.scope: Unsupported value: "Global": supported values: "Cluster", "Namespaced"'],
  [
    'spec/versions/0/storage',
    false,
    'spec.versions: Invalid value: ["v1"]: must have exactly one version marked as storage version',
  ],
  ['spec/versions/0/schema', undefined, `${AT}: Required value: schemas are required`],
  [
    'spec/names/listKind',
    'CronTab',
    'spec.names.listKind: Invalid value: "CronTab": kind and listKind may not be the same',
  ],
  [`${SCHEMA}/type`, undefined, `${AT}.type: Required value: must not be empty at the root`],
  [`${SCHEMA}/type`, 'string', `${AT}.type: Invalid value: "string": must be object at the root`],
  [
    `${SPEC}/type`,
    undefined,
    `${AT}.properties[spec].type: Required value: must not be empty for specified object fields`,
  ],
  [
    `${SPEC}/properties/hosts`,
    { type: 'array' },
    `${AT}.properties[spec].properties[hosts].items: Required value: must be specified`,
  ],
  [
    `${SPEC}/properties/hosts`,
    { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'bag' },
    `${AT}.properties[spec].properties[hosts].x-kubernetes-list-type: Unsupported value: "bag": supported values: "atomic", "map", "set"`,
  ],
  [
    `${SPEC}/additionalProperties`,
    { type: 'string' },
    `${AT}.properties[spec].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive`,
  ],
  [
    `${SPEC}/x-kubernetes-preserve-unknown-fields`,
    false,
    `${AT}.properties[spec].x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined`,
  ],
  ['spec/preserveUnknownFields', true, 'spec.preserveUnknownFields: Invalid value: true: must be false'],
])('%s = %j', (path, value, says) => {
  const { status, body } = aServer().ask('POST', DEFINITIONS, { body: changed(path, value) });
  expect(status).toBe(422);
  expect((body as { message: string }).message).toContain(says);
});

// https://kubernetes.io/docs/reference/using-api/api-concepts/ and https://github.com/kubernetes/enhancements/pull/1111
test('a group of the community needs its approval', () => {
  const text = JSON.stringify(CRON_TAB).replaceAll('stable.example.com', 'stable.k8s.io');
  expect(aServer().ask('POST', DEFINITIONS, { body: JSON.parse(text) }).body).toMatchObject({
    message:
      'CustomResourceDefinition.apiextensions.k8s.io "crontabs.stable.k8s.io" is invalid: metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111',
  });
});

// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/controller/status/naming_controller.go
test('a name that is taken is not accepted, and nothing is served', () => {
  const server = aServer();
  server.ask('POST', DEFINITIONS, { body: CRON_TAB });
  const text = JSON.stringify(CRON_TAB).replaceAll('crontabs', 'tabs');
  const { body } = server.ask('POST', DEFINITIONS, { body: JSON.parse(text) });
  expect(body).toMatchObject({
    status: {
      conditions: [
        { type: 'NamesAccepted', status: 'False', reason: 'SingularConflict', message: '"crontab" is already in use' },
        { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' },
      ],
    },
  });
  expect(server.ask('GET', '/apis/stable.example.com/v1/tabs').status).toBe(404);
});

// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/apis/apiextensions/validation/validation.go (ValidateUpdateCustomResourceDefinition)
test('the scope of an established definition stays', () => {
  const server = aServer();
  server.ask('POST', DEFINITIONS, { body: CRON_TAB });
  const headers = { 'content-type': 'application/merge-patch+json' };
  const path = `${DEFINITIONS}/crontabs.stable.example.com`;
  expect(server.ask('PATCH', path, { headers, body: { spec: { scope: 'Cluster' } } })).toMatchObject({
    status: 422,
    body: { details: { causes: [{ field: 'spec.scope', message: 'Invalid value: "Cluster": field is immutable' }] } },
  });
});
