/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/serviceaccount/storage/token.go */
import type { TokenRequest } from '../../api/authentication/v1/reviews.schema.ts';
import { decode } from '../../api/decode.ts';
import { encode } from '../../api/encode.ts';
import type { ObjectOf } from '../../api/kinds.ts';
import { API_AUDIENCE, issueToken } from '../authorization/token.ts';
import type { Call } from '../call.ts';
import { strictnessOf } from '../decode-body.ts';
import { invalid, invalidObject } from '../registry/validation/field-error.ts';
import type { ApiResponse } from '../request.ts';
import { json } from '../respond.ts';
import { badRequest } from '../status.ts';
import { findNamed } from '../verbs/read.ts';

const SCHEMA = 'authentication/v1.TokenRequest';
const HOUR = 3600;
const SHORTEST = 600;
const LONGEST = 2 ** 32;

function validate(seconds: number): void {
  const field = 'spec.expirationSeconds';
  const detail =
    seconds < SHORTEST
      ? 'may not specify a duration less than 10 minutes'
      : seconds > LONGEST
        ? 'may not specify a duration larger than 2^32 seconds'
        : undefined;
  if (detail) throw invalidObject('TokenRequest', 'authentication.k8s.io', '', [invalid(field, seconds, detail)]);
}

export function requestToken(call: Call): ApiResponse {
  const account = findNamed(call) as ObjectOf<'ServiceAccount'>;
  const { epochMs } = call.core.cluster;
  const given = typeof call.request.body === 'object' && call.request.body !== null ? call.request.body : {};
  const head = { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1' };
  const decoded = decode(SCHEMA, { ...head, ...given }, { strictness: strictnessOf(call.query), epochMs });
  if (!decoded.ok) {
    throw badRequest(`TokenRequest in version "v1" cannot be handled as a TokenRequest: ${decoded.message}`);
  }
  const { spec } = decoded.object as unknown as TokenRequest;
  const expirationSeconds = spec?.expirationSeconds ?? HOUR;
  validate(expirationSeconds);
  const { name, namespace } = account.metadata;
  const audiences = spec?.audiences?.length ? spec.audiences : [API_AUDIENCE];
  const bound = spec?.boundObjectRef;
  const pod = bound?.kind === 'Pod' ? { name: bound.name ?? '', uid: bound.uid ?? '' } : undefined;
  const token = issueToken(call.core.cluster, {
    namespace,
    name,
    audiences,
    expirationSeconds,
    ...(pod ? { pod } : {}),
  });
  const answer = {
    ...head,
    metadata: { name, namespace, creationTimestamp: call.context.nowMs },
    spec: { ...spec, audiences, expirationSeconds },
    status: { token, expirationTimestamp: call.context.nowMs + expirationSeconds * 1000 },
  };
  return json(201, encode(SCHEMA, answer, epochMs), call.context.warnings);
}
