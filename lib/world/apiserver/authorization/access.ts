/**
 * The authorizer at the door: what a request wants, and the 403 of one that may not.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/request/requestinfo.go,
 * pkg/endpoints/handlers/responsewriters/errors.go (ForbiddenStatusError)
 * Differs: that nobody may grant what they do not hold themselves is not checked.
 */
import { findReview } from '../../api/reviews.ts';
import type { Cluster } from '../../cluster.ts';
import type { ApiRequest, Principal } from '../request.ts';
import type { ResourcePath } from '../route.ts';
import { forbidden, StatusError } from '../status.ts';
import { type Attributes, authorize } from './rbac.ts';
import { resolveToken } from './token.ts';

const ADMIN: Principal = Object.freeze({
  username: 'system:admin',
  groups: Object.freeze(['system:masters', 'system:authenticated']),
});

/** Who asks: whom the transport names, whose token it is, else the administrator. Throws the 401 of a token that is worth nothing. */
export function userOf(cluster: Cluster, { principal, headers }: ApiRequest): Principal {
  if (principal) return principal;
  const given = headers?.authorization;
  if (given === undefined) return ADMIN;
  const token = given.match(/^Bearer (.+)$/i)?.[1]?.trim();
  const holder = token === undefined ? undefined : resolveToken(cluster, token);
  if (!holder) throw new StatusError(401, 'Unauthorized', 'Unauthorized');
  return holder.user;
}

function verbOf({ method, query }: ApiRequest, name: string | undefined): string {
  const watches = query?.watch === 'true' || query?.watch === '1';
  switch (method) {
    case 'GET':
      return watches ? 'watch' : name === undefined ? 'list' : 'get';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name === undefined ? 'deletecollection' : 'delete';
    default:
      return method satisfies never;
  }
}

function attributesOf(request: ApiRequest, path: ResourcePath | undefined): Attributes {
  if (path) {
    const { kind, name, namespace, subresource } = path;
    const own = kind.kind === 'Namespace' && name !== undefined ? { namespace: name } : {};
    return {
      verb: verbOf(request, name),
      group: kind.group,
      resource: kind.plural,
      ...(subresource === undefined ? {} : { subresource }),
      ...(name === undefined ? {} : { name }),
      ...(namespace === undefined ? own : { namespace }),
    };
  }
  const [root, group = '', version = '', ...rest] = request.path.split('/').filter(Boolean);
  const scoped = rest[0] === 'namespaces' && rest.length === 3;
  const review = root === 'apis' ? findReview(group, version, (scoped ? rest[2] : rest[0]) ?? '') : undefined;
  if (!review) return { verb: request.method.toLowerCase(), path: request.path };
  return {
    verb: verbOf(request, undefined),
    group,
    resource: review.plural,
    ...(scoped && rest[1] !== undefined ? { namespace: rest[1] } : {}),
  };
}

/** The sentence of a refusal, from `User` on. */
function sentence(user: Principal, wanted: Attributes): string {
  const who = `User ${JSON.stringify(user.username)} cannot ${wanted.verb}`;
  if ('path' in wanted) return `${who} path ${JSON.stringify(wanted.path)}`;
  const { resource, subresource, group, namespace } = wanted;
  const what = JSON.stringify(subresource ? `${resource}/${subresource}` : resource);
  const where = namespace ? `in the namespace ${JSON.stringify(namespace)}` : 'at the cluster scope';
  return `${who} resource ${what} in API group ${JSON.stringify(group)} ${where}`;
}

/** Throws the 403 when whoever asks may not do this. `path` is undefined for a request that names no stored resource. */
export function checkAccess(cluster: Cluster, request: ApiRequest, path: ResourcePath | undefined): void {
  const user = userOf(cluster, request);
  if (user === ADMIN) return;
  const wanted = attributesOf(request, path);
  const { allowed, reason } = authorize(cluster, user, wanted);
  if (allowed) return;
  const because = reason === '' ? sentence(user, wanted) : `${sentence(user, wanted)}: ${reason}`;
  if ('path' in wanted) throw new StatusError(403, 'Forbidden', `forbidden: ${because}`, {});
  throw forbidden({ group: wanted.group, plural: wanted.resource }, wanted.name ?? '', because);
}
