/** The paths of clusters: `/k8s/<holder>/<cluster>/<path of the API>`. */
import type { IncomingMessage } from 'node:http';

/** Where a request leads. */
export interface Target {
  readonly holder: string;
  readonly cluster: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

export const PREFIX = '/k8s';

/** Undefined when the request is not for a cluster. */
export function findTarget(request: IncomingMessage): Target | undefined {
  const url = request.url ?? '';
  if (!url.startsWith(`${PREFIX}/`)) return undefined;
  const [path = '', query = ''] = split(url, '?');
  const [, , holder = '', cluster = '', ...rest] = path.split('/');
  return { holder, cluster, path: `/${rest.join('/')}`, query: new URLSearchParams(query) };
}

function split(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}
