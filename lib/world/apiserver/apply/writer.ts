/**
 * Under which name a request writes.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers/create.go (managerOrUserAgent),
 * https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/apis/meta/v1/validation/validation.go (ValidatePatchOptions)
 */
import {
  type FieldError,
  forbiddenField,
  invalid,
  invalidObject,
  notSupported,
  required,
  tooLong,
} from '../registry/validation/field-error.ts';
import type { ApiRequest } from '../request.ts';
import type { ResourcePath } from '../route.ts';
import type { Writer } from '../strategy.ts';

const MAX_LENGTH = 128;
const UNPRINTABLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;

/** A client without a name is the terminal's kubectl. */
function fromUserAgent(userAgent = 'kubectl'): string {
  const first = userAgent.split('/')[0] as string;
  return [...first]
    .filter((character) => !UNPRINTABLE.test(character))
    .join('')
    .slice(0, MAX_LENGTH);
}

function optionErrors({ method, query = {}, headers }: ApiRequest): FieldError[] {
  const { fieldManager = '', force, fieldValidation = '' } = query;
  const applies = headers?.['content-type']?.startsWith('application/apply-patch+yaml') === true;
  const errors: FieldError[] = [];
  if (method === 'PATCH' && !applies && force !== undefined) {
    errors.push(forbiddenField('force', 'may not be specified for non-apply patch'));
  }
  if (method === 'PATCH' && applies && fieldManager === '') {
    errors.push(required('fieldManager', 'is required for apply patch'));
  }
  if (new TextEncoder().encode(fieldManager).length > MAX_LENGTH) errors.push(tooLong('fieldManager', MAX_LENGTH));
  for (const [at, character] of [...fieldManager].entries()) {
    if (!UNPRINTABLE.test(character)) continue;
    const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    errors.push(invalid('fieldManager', fieldManager, `invalid character U+${point} (at position ${at})`));
  }
  if (!DIRECTIVES.includes(fieldValidation)) errors.push(notSupported('fieldValidation', fieldValidation, DIRECTIVES));
  return errors;
}

const DIRECTIVES = ['', 'Ignore', 'Strict', 'Warn'];
/** What the options of a write call themselves, by method. */
export const OPTIONS: Readonly<Record<string, string>> = {
  POST: 'CreateOptions',
  PUT: 'UpdateOptions',
  PATCH: 'PatchOptions',
};

/** The manager of a write; throws the 422 of a name that may not be. */
export function writerOf(request: ApiRequest, path: ResourcePath): Writer | undefined {
  const options = OPTIONS[request.method];
  if (options === undefined) return undefined;
  const errors = optionErrors(request);
  if (errors.length > 0) throw invalidObject(options, 'meta.k8s.io', '', errors);
  const manager = request.query?.fieldManager || fromUserAgent(request.headers?.['user-agent']);
  return { manager, subresource: path.subresource ?? '' };
}
