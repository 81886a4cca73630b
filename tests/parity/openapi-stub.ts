/** Just enough OpenAPI for the real binary to trust the server's field validation, until the server has its own. */
import { listKinds } from '../../lib/world/api/kinds.ts';
import type { ApiResponse } from '../../lib/world/apiserver/request.ts';

const ROOT = '/openapi/v3';

const pathOf = (group: string) => (group === '' ? 'api/v1' : `apis/${group}/v1`);

function document(wanted: string): object {
  const paths = listKinds()
    .filter(({ group }) => pathOf(group) === wanted)
    .map(({ group, version, kind, plural, scope }) => [
      `/${wanted}/${scope === 'Namespaced' ? 'namespaces/{namespace}/' : ''}${plural}/{name}`,
      {
        patch: {
          parameters: [{ name: 'fieldValidation', in: 'query', schema: { type: 'string', uniqueItems: true } }],
          responses: { '200': { description: 'OK' } },
          'x-kubernetes-group-version-kind': { group, version, kind },
        },
      },
    ]);
  const info = { title: 'Kubernetes', version: 'v1' };
  return { openapi: '3.0.0', info, paths: Object.fromEntries(paths), components: { schemas: {} } };
}

export function findOpenapi(path: string): ApiResponse | undefined {
  if (!path.startsWith(ROOT)) return undefined;
  const paths = [...new Set(listKinds().map(({ group }) => pathOf(group)))];
  const index = { paths: Object.fromEntries(paths.map((one) => [one, { serverRelativeURL: `${ROOT}/${one}` }])) };
  const body = path === ROOT ? index : document(path.slice(ROOT.length + 1));
  return { status: 200, headers: { 'content-type': 'application/json' }, warnings: [], body };
}
