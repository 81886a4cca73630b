/**
 * The answers to reviews.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/authorization/…/rest.go,
 * pkg/registry/authentication/…/storage.go
 */

import type { TokenReview } from '../../api/authentication/v1/reviews.schema.ts';
import type {
  NonResourceAttributes,
  ResourceAttributes,
  SelfSubjectRulesReview,
  SubjectAccessReview,
} from '../../api/authorization/v1/reviews.schema.ts';
import { decode, type JsonObject } from '../../api/decode.ts';
import { encode } from '../../api/encode.ts';
import { findReview, type Review } from '../../api/reviews.ts';
import type { Cluster } from '../../cluster.ts';
import { strictnessOf } from '../decode-body.ts';
import { type FieldError, invalid, invalidObject, required } from '../registry/validation/field-error.ts';
import type { ApiRequest, ApiResponse, Principal } from '../request.ts';
import { json } from '../respond.ts';
import { badRequest, StatusError } from '../status.ts';
import { userOf } from './access.ts';
import { type Attributes, authorize, listGrants } from './rbac.ts';
import { resolveToken } from './token.ts';

interface Asked {
  readonly resourceAttributes?: ResourceAttributes;
  readonly nonResourceAttributes?: NonResourceAttributes;
}

function attributesOf({ resourceAttributes: resource, nonResourceAttributes: path }: Asked): Attributes {
  if (!resource) return { verb: path?.verb ?? '', path: path?.path ?? '' };
  return {
    verb: resource.verb ?? '',
    group: resource.group ?? '',
    resource: resource.resource ?? '',
    ...(resource.subresource ? { subresource: resource.subresource } : {}),
    ...(resource.name ? { name: resource.name } : {}),
    ...(resource.namespace ? { namespace: resource.namespace } : {}),
  };
}

function validateAsked({ resourceAttributes, nonResourceAttributes }: Asked): FieldError[] {
  if (resourceAttributes && nonResourceAttributes) {
    const detail = 'cannot be specified in combination with resourceAttributes';
    return [invalid('spec.nonResourceAttributes', nonResourceAttributes, detail)];
  }
  if (resourceAttributes || nonResourceAttributes) return [];
  return [
    invalid(
      'spec.resourceAttributes',
      null,
      'exactly one of nonResourceAttributes or resourceAttributes must be specified',
    ),
  ];
}

function judge(cluster: Cluster, user: Principal, asked: Asked): JsonObject {
  const { allowed, reason } = authorize(cluster, user, attributesOf(asked));
  return { allowed, ...(reason ? { reason } : {}) };
}

function rulesStatus(cluster: Cluster, user: Principal, namespace: string): JsonObject {
  const rules = listGrants(cluster, user, namespace).flatMap((grant) => grant.rules ?? []);
  return {
    resourceRules: rules
      .filter(({ resources = [] }) => resources.length > 0)
      .map(({ nonResourceURLs: _paths, ...rest }) => rest),
    nonResourceRules: rules
      .filter(({ nonResourceURLs = [] }) => nonResourceURLs.length > 0)
      .map(({ verbs, nonResourceURLs = [] }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  };
}

function tokenStatus(cluster: Cluster, { spec }: TokenReview): JsonObject {
  const { token = '', audiences } = spec;
  const holder = resolveToken(cluster, token, audiences?.length ? audiences : undefined);
  if (!holder) return { user: {}, error: 'invalid bearer token' };
  const { username, uid, groups } = holder.user;
  return { authenticated: true, user: { username, uid, groups }, audiences: holder.audiences };
}

function checkedStatus(
  cluster: Cluster,
  kind: string,
  user: Principal,
  { spec }: SubjectAccessReview,
  namespace: string | undefined,
): JsonObject {
  const errors = validateAsked(spec);
  const wanted = spec.resourceAttributes?.namespace;
  if (kind !== 'SelfSubjectAccessReview' && !spec.user && !spec.groups?.length) {
    errors.push(invalid('spec.user', '', 'at least one of user or group must be specified'));
  }
  if (kind === 'LocalSubjectAccessReview' && wanted !== namespace) {
    errors.push(invalid('spec.resourceAttributes.namespace', wanted ?? '', 'must match metadata.namespace'));
  }
  if (errors.length > 0) throw invalidObject(kind, 'authorization.k8s.io', '', errors);
  const subject = kind === 'SelfSubjectAccessReview' ? user : { username: spec.user ?? '', groups: spec.groups ?? [] };
  return judge(cluster, subject, spec);
}

function statusOf(
  cluster: Cluster,
  review: Review,
  object: JsonObject,
  user: Principal,
  namespace: string | undefined,
): JsonObject {
  switch (review.kind) {
    case 'SelfSubjectReview': {
      const { username, groups } = user;
      return { userInfo: { username, groups } };
    }
    case 'TokenReview': {
      const asked = object as unknown as TokenReview;
      if (!asked.spec?.token) throw invalidObject(review.kind, review.group, '', [required('spec.token')]);
      return tokenStatus(cluster, asked);
    }
    case 'SelfSubjectRulesReview': {
      const { namespace: where = '' } = (object as unknown as SelfSubjectRulesReview).spec ?? {};
      if (where === '') throw badRequest('no namespace on request');
      return rulesStatus(cluster, user, where);
    }
    default:
      return checkedStatus(cluster, review.kind, user, object as unknown as SubjectAccessReview, namespace);
  }
}

function readReview(cluster: Cluster, { body, query }: ApiRequest, { kind, apiVersion, schema }: Review): JsonObject {
  const given = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {};
  const strictness = strictnessOf(query ?? {});
  const decoded = decode(schema, { kind, apiVersion, ...given }, { strictness, epochMs: cluster.epochMs });
  if (decoded.ok) return decoded.object;
  throw badRequest(`${kind} in version "v1" cannot be handled as a ${kind}: ${decoded.message}`);
}

/** The review that a request creates, answered; undefined when its path names none. */
export function answerReview(cluster: Cluster, request: ApiRequest): ApiResponse | undefined {
  const [root, group = '', version = '', ...rest] = request.path.split('/').filter(Boolean);
  if (root !== 'apis') return undefined;
  const scoped = rest[0] === 'namespaces' && rest.length === 3;
  const review = findReview(group, version, (scoped ? rest[2] : rest[0]) ?? '');
  if (!review || scoped !== (review.scope === 'Namespaced') || rest.length !== (scoped ? 3 : 1)) return undefined;
  if (request.method !== 'POST') {
    throw new StatusError(
      405,
      'MethodNotAllowed',
      'the server does not allow this method on the requested resource',
      {},
    );
  }
  const object = readReview(cluster, request, review);
  const status = statusOf(cluster, review, object, userOf(cluster, request), scoped ? rest[1] : undefined);
  return json(201, encode(review.schema, { metadata: {}, ...object, status }, cluster.epochMs));
}
