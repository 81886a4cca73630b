/**
 * A request's body as an object of the kind that its path names.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers/create.go, rest.go
 */
import type { Decoded, Strictness } from '../api/decode.ts';
import type { Kind, KubeObject } from '../api/kinds.ts';
import { decodeAny } from './custom/codec.ts';
import { badRequest } from './status.ts';
import type { WriteContext } from './strategy.ts';

/** `fieldValidation`: absent means Warn. Models: https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation */
export function strictnessOf(query: Readonly<Record<string, string>>): Strictness {
  const wanted = query.fieldValidation;
  return wanted === 'Strict' || wanted === 'Ignore' ? wanted : 'Warn';
}

/** Decodes without looking at what the body calls itself; warnings go to the context. */
export function decodeObject(kind: Kind, body: unknown, strictness: Strictness, context: WriteContext): Decoded {
  const decoded = decodeAny(kind, body, { strictness, epochMs: context.cluster.epochMs });
  if (decoded.ok) context.warnings.push(...decoded.warnings);
  return decoded;
}

/** Throws the 400 that a body of another kind, or one that does not decode, is answered with. */
export function readBody(kind: Kind, body: unknown, strictness: Strictness, context: WriteContext): KubeObject {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): couldn't get version/kind; json parse error`,
    );
  }
  const given = body as Record<string, unknown>;
  const apiVersion = typeof given.apiVersion === 'string' && given.apiVersion ? given.apiVersion : kind.apiVersion;
  const name = typeof given.kind === 'string' && given.kind ? given.kind : kind.kind;
  if (apiVersion !== kind.apiVersion) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${kind.apiVersion})`,
    );
  }
  const refuse = (why: string) =>
    badRequest(`${name} in version ${JSON.stringify(kind.version)} cannot be handled as a ${kind.kind}: ${why}`);
  if (name !== kind.kind) throw refuse(`converting (${kind.version}.${name}) to (${kind.kind}): unknown conversion`);
  const decoded = decodeObject(kind, { ...given, kind: name, apiVersion }, strictness, context);
  if (!decoded.ok) throw refuse(decoded.message);
  return decoded.object as unknown as KubeObject;
}
